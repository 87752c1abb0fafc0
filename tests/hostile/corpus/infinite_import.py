"""Never finishes importing.

expect: error
needs: clock
"""

while True:
    pass
