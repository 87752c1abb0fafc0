"""Never finishes telling what went wrong.

expect: error
needs: clock
"""


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def double(x):
    raise Endless
