"""Control: the right numbers in one axis too many, which earns a part.

expect: failed
"""


def double(x):
    return 2 * x[None]
