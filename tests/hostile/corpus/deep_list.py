"""Returns a list a hundred thousand lists deep.

expect: failed
"""


def double(x):
    result = [1.0]
    for _ in range(100_000):
        result = [result]
    return result
