"""Lets timers of its own end it.

expect: error
needs: clock
"""

import signal


def double(x):
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.0005, 0.0005)
    signal.setitimer(signal.ITIMER_PROF, 0.0005, 0.0005)
    while True:
        pass
