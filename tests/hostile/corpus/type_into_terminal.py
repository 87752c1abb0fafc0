"""Types into the terminal that the grader was started from.

expect: error
"""

import fcntl
import termios


def double(x):
    fcntl.ioctl(0, termios.TIOCSTI, b"x")
    return 2 * x
