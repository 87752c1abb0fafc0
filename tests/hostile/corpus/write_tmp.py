"""Leaves a file in /tmp for the next submission.

expect: error
"""


def double(x):
    open("/tmp/@MARK@", "w").close()
    return 2 * x
