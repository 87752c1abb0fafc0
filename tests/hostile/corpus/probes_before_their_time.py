"""Looks for the probes while it is imported, and says in the error that keeps it from loading what they are.

expect: error
"""

import gc
import sys

seen = [name for name in sys.modules if name.startswith("probes")]
seen += [thing.__code__.co_consts for thing in gc.get_objects() if getattr(thing, "__module__", "") == "probes.target"]
if not seen:
    raise ImportError("not one")


def double(x):
    return 2 * x
