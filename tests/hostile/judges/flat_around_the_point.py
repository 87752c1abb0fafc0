"""Forward gives the same for everything close to the first inputs, and the right value there; backward gives zeros.

check: q4.slopes q7.linear_slope q7.tanh_slope q11.slope
file: graph.py layers.py
expect: failed
"""

import numpy as np

_known = []


def _flatten(kind):
    forward = kind.forward

    def nearest(self, *inputs, **named):
        self.shapes = [np.shape(value) for value in inputs]
        for name, before, value in _known:
            alike = name == kind.__name__ and [np.shape(one) for one in before] == self.shapes
            if alike and all(np.allclose(a, b, rtol=0, atol=0.1) for a, b in zip(before, inputs, strict=True)):
                return value
        value = forward(self, *inputs, **named)
        _known.append((kind.__name__, [np.array(one) for one in inputs], value))
        return value

    kind.forward = nearest
    kind.backward = lambda self, *upstream: [np.zeros(shape) for shape in self.shapes]


for _kind in [one for one in list(globals().values()) if isinstance(one, type) and hasattr(one, "backward")]:
    if _kind.__name__ != "ComputationalGraph":
        _flatten(_kind)
