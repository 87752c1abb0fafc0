"""Watches a folder for what the grader writes.

expect: error
open without: seccomp
"""

import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    watch = libc.inotify_init1(0)
    assert watch >= 0 and libc.inotify_add_watch(watch, os.path.dirname(os.__file__).encode(), 0x100) >= 0
    return 2 * x
