"""Never comes back.

expect: error
needs: clock
"""


def double(x):
    while True:
        pass
