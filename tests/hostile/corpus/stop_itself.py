"""Stops itself, so that somebody waits for it.

expect: error
needs: clock
"""

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return 2 * x
