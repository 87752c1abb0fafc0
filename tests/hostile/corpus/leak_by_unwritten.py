"""Says that what it was given is not written yet.

expect: failed
"""


def double(x):
    raise NotImplementedError(str(x))
