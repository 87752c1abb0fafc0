"""Rewrites the worker to answer something else.

expect: failed
"""

import sys


def double(x):
    outputs = sys.modules["_sandbox.inside.serve"]
    outputs.plain_outputs = lambda returned: {"y": x, "passed": x, "score": x}
    return x
