"""Asks its pipes how much is in them, and has the kernel tell it of more.

expect: error
open without: seccomp
"""

import fcntl

FIONREAD, FIONBIO, FIOASYNC, FIONCLEX = 0x541B, 0x5421, 0x5452, 0x5450


def allowed(descriptor, request):
    try:
        fcntl.ioctl(descriptor, request, bytes(8))
    except OSError:
        return False
    return True


def double(x):
    assert any(allowed(one, request) for one in (10, 11) for request in (FIONREAD, FIONBIO, FIOASYNC, FIONCLEX))
    return 2 * x
