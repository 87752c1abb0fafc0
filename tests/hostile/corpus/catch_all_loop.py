"""Never comes back, whatever is raised in it.

expect: error
needs: clock
"""


def double(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
