"""Rewrites the probe that calls it.

expect: failed
"""

import sys


def double(x):
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("probes"):
            vars(module)["double"] = lambda student, x: {"y": x, "passed": True}
    return x
