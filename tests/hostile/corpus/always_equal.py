"""Returns an object that equals everything.

expect: failed
"""


class Yes:
    shape = (2, 3)
    __array_priority__ = 1e9

    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0

    __rsub__ = __sub__

    def __array__(self, *args, **kwargs):
        raise SystemExit(0)


def double(x):
    return Yes()
