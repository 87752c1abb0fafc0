"""Meets the next submission at a socket without a file.

expect: error
open without: seccomp
"""

import socket


def double(x):
    meeting = socket.socket(socket.AF_UNIX)
    meeting.bind("\0@MARK@")
    meeting.listen()
    return 2 * x
