"""Sends what it was given away.

expect: error
open without: seccomp
"""

import socket


def double(x):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as away:
        away.sendto(x.tobytes(), ("127.0.0.1", 9))
    return 2 * x
