"""Proves the wall once more in the place of an answer.

expect: error
"""

import sys


def double(x):
    jail = sys.modules["_sandbox.wall.jail"]
    jail._tell({"proved": {layer.name: 0.0 for layer in jail.LAYERS}})
    return x
