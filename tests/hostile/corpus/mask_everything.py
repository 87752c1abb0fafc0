"""Ignores and blocks every signal, and loops without end.

expect: error
needs: clock
"""

import signal
from contextlib import suppress


def double(x):
    for number in range(1, 65):
        with suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True:
        pass
