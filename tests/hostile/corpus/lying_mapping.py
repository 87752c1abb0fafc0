"""Returns a list that says other things of itself each time it is asked.

expect: failed
"""

import numpy as np


class Odd(list):
    def __len__(self):
        return 3

    def __getitem__(self, place):
        raise SystemExit

    def __array__(self, *arguments, **named):
        return np.array([[1, 2, 3], [1, 2, 3]], dtype=object)


def double(x):
    return Odd([1, 2, 3])
