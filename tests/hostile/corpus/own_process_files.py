"""Reads about itself where the system tells of processes.

expect: failed
open without: landlock
"""

import os


def double(x):
    for place in ("mem", "maps", "environ", "root/etc/passwd", "task"):
        try:
            os.close(os.open(f"/proc/self/{place}", os.O_RDONLY))
            return 2 * x
        except OSError:
            continue
    return x
