"""Replaces numpy's comparisons.

expect: failed
"""

import numpy as np

for name in ("allclose", "array_equal", "isclose", "isfinite", "all", "abs"):
    setattr(np, name, lambda *args, **kwargs: True)
np.testing.assert_allclose = lambda *args, **kwargs: None


def double(x):
    return x
