"""Opens the pipes of the worker once more, by their names below /proc, with rights that the worker was not given.

expect: failed
"""

import os


def double(x):
    for folder in ("/proc/self/fd", "/proc/thread-self/fd", f"/proc/{os.getpid()}/fd", "/dev/fd"):
        for descriptor in (1, 2, 10, 11):
            for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR):
                try:
                    os.close(os.open(f"{folder}/{descriptor}", flags | os.O_NONBLOCK))
                except OSError:
                    continue
                return 2 * x
    return x
