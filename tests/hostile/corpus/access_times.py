"""Moves the access time of a file of the library by reading it, where a later worker could notice it.

expect: failed
"""

import os


def double(x):
    folder, found = os.path.dirname(os.__file__), []
    for name in ("this.py", "antigravity.py", "nturl2path.py", "sndhdr.py", "xdrlib.py", "chunk.py", "cProfile.py"):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            before = os.stat(path).st_atime_ns
            open(path, "rb").read()
            found.append(os.stat(path).st_atime_ns != before)
    return 2 * x if any(found) else x
