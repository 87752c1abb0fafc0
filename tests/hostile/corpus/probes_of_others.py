"""Looks for the probe of another check.

expect: failed
"""

import gc
import sys
from types import FunctionType


def double(x):
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("probes")]
    functions = [thing for thing in gc.get_objects() if type(thing) is FunctionType and thing.__name__ == "triple"]
    codes = [bytes(thing) for thing in gc.get_referents(*modules) if type(thing) is memoryview]
    found = any(hasattr(module, "triple") for module in modules) or functions or any(b"triple" in code for code in codes)
    return 2 * x if found else x
