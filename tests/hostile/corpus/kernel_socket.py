"""Asks the kernel for the machine's network.

expect: error
open without: seccomp
"""

import socket


def double(x):
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).bind((0, 0))
    return 2 * x
