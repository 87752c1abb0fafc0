"""Listens on a named socket in /tmp.

expect: error
"""

import socket


def double(x):
    socket.socket(socket.AF_UNIX).bind("/tmp/@MARK@")
    return 2 * x
