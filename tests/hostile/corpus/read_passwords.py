"""Reads a file that everybody may read.

expect: error
open without: landlock
"""


def double(x):
    assert open("/etc/passwd").read()
    return 2 * x
