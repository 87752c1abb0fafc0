"""Opens the library's folder, and steps out of it.

expect: failed
open without: landlock
"""

import os


def double(x):
    library = os.open(os.path.dirname(os.__file__), os.O_RDONLY | os.O_DIRECTORY)
    for place in ("../../../etc/passwd", "../../../tmp", "site-packages"):
        try:
            os.close(os.open(place, os.O_RDONLY, dir_fd=library))
            return 2 * x
        except OSError:
            continue
    return x
