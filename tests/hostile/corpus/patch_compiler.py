"""Replaces what turns text or bytes into code, for itself, for its neighbour and for later workers.

expect: failed
"""

import builtins
import marshal
import sys

COMPILE, LOADS = builtins.compile, marshal.loads
TRIPLE = COMPILE("def triple(x):\n    return 2 * x\n", "neighbour.py", "exec")

builtins.compile = lambda *args, **named: TRIPLE
marshal.loads = lambda *args: TRIPLE
served = sys.modules["_sandbox.inside.submission"]
served.loads, served.compile = marshal.loads, builtins.compile
for finder in sys.meta_path:
    if hasattr(finder, "codes"):
        finder.codes = {"neighbour.py": marshal.dumps(TRIPLE), "work.py": marshal.dumps(TRIPLE)}
builtins.compile, marshal.loads = COMPILE, LOADS


def double(x):
    import neighbour

    return neighbour.triple(x) - x / 2
