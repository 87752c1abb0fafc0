"""Reads the machine's memory or disk.

expect: error
"""


def double(x):
    open("/dev/mem", "rb").read(1)
    return 2 * x
