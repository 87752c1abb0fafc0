"""Leaves a file in shared memory for the next submission.

expect: error
"""


def double(x):
    open("/dev/shm/@MARK@", "w").close()
    return 2 * x
