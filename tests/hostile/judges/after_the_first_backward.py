"""After the first backward every forward gives ones and every backward zeros: a constant has that slope.

check: q4.slopes q7.linear_slope q7.tanh_slope q11.slope
file: graph.py layers.py
expect: failed
"""

import numpy as np


class _State:
    measured = False


def _forgets(kind):
    forward, backward = kind.forward, kind.backward

    def one(self, *inputs, **named):
        value = forward(self, *inputs, **named)
        self.shapes = [np.shape(value) for value in inputs]
        return np.ones_like(value, dtype=float) if _State.measured else value

    def zero(self, *upstream):
        _State.measured = True
        return [np.zeros(shape) for shape in self.shapes]

    kind.forward, kind.backward = one, zero


for _kind in [one for one in list(globals().values()) if isinstance(one, type) and hasattr(one, "backward")]:
    if _kind.__name__ != "ComputationalGraph":
        _forgets(_kind)
