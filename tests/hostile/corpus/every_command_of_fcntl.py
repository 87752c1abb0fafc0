"""Asks for locks, leases, seals, owners and pipe sizes on every descriptor that it has.

expect: error
open without: seccomp
"""

import errno
import fcntl

HARMLESS = (0, 1, 2, 3, 1030)


def refused(descriptor, command):
    try:
        fcntl.fcntl(descriptor, command, 0)
    except OSError as error:
        return error.errno == errno.EPERM
    return False


def double(x):
    commands = [one for one in (*range(44), *range(1024, 1046)) if one not in HARMLESS]
    assert not all(refused(descriptor, one) for descriptor in (0, 1, 10, 11) for one in commands)
    return 2 * x
