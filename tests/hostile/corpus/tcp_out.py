"""Connects to a server.

expect: error
"""

import socket


def double(x):
    socket.create_connection(("127.0.0.1", int("@PORT@")), 0.3).close()
    return 2 * x
