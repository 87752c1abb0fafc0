"""Names a file of its own after its input, in the worker's list of files, and raises an error in it.

expect: error
"""

import sys


def double(x):
    name = f"{x[0, 0]}.py"
    for finder in sys.meta_path:
        if hasattr(finder, "files"):
            finder.files[name] = b"raise ValueError"
    exec(compile("raise ValueError", name, "exec"))
