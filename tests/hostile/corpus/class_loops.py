"""Loops without end, deaf, when somebody asks what was raised.

expect: error
needs: clock
"""

import signal


class Odd(Exception):
    @property
    def __class__(self):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        while True:
            pass


def double(x):
    raise Odd
