"""Has itself ended by a timer in the middle of the call.

expect: error
"""

import signal
import time


def double(x):
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    time.sleep(60)
    return 2 * x
