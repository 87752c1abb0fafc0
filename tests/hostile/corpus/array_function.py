"""Answers numpy's own functions in the grader's place.

expect: failed
"""


class Right:
    def __array_function__(self, func, types, args, kwargs):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return True


def double(x):
    return Right()
