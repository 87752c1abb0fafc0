"""Proves the wall once more in the place of an answer.

expect: error
"""

import sys


def double(x):
    layers, frames = (sys.modules[f"_sandbox.{name}"] for name in ("wall.layers", "inside.frames"))
    frames.send(layers.REPLY, {"proved": {layer.name: 0.0 for layer in layers.LAYERS}})
    return x
