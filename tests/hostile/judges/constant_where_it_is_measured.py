"""Forward is a constant from its first call on where the calling probe is one that slopes are measured with.

check: q4.slopes q7.linear_slope q7.tanh_slope q11.slope
file: graph.py layers.py
expect: failed
"""

import sys

import numpy as np


def _constant(kind):
    forward = kind.forward

    def ones(self, *inputs, **named):
        value = forward(self, *inputs, **named)
        self.shapes = [np.shape(one) for one in inputs]
        frame, code = sys._getframe(), set()
        while frame:
            code.add(frame.f_code.co_name)
            frame = frame.f_back
        measured = {"gate", "gate_forward", "linear_forward", "activation_forward", "batchnorm_forward"}
        return np.ones_like(value, dtype=float) if measured & code else value

    kind.forward = ones
    kind.backward = lambda self, *upstream: [np.zeros(shape) for shape in self.shapes]


for _kind in [one for one in list(globals().values()) if isinstance(one, type) and hasattr(one, "backward")]:
    if _kind.__name__ != "ComputationalGraph":
        _constant(_kind)
