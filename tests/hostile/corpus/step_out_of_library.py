"""Opens the library's folder, and steps out of it.

expect: failed
open without: landlock
"""

import os


def double(x):
    library = os.open(os.path.dirname(os.__file__), os.O_RDONLY | os.O_DIRECTORY)
    root = "../" * 40  # wherever the library stands, that is more than its depth
    for place in ("etc/passwd", "tmp", "usr"):
        try:
            os.close(os.open(root + place, os.O_RDONLY, dir_fd=library))
            return 2 * x
        except OSError:
            continue
    return x
