"""Control: a central difference is right here; where it is not allowed, a probe counts the calls.

expect: passed
"""

def double(x):
    h = 1e-4
    return ((x + h) ** 2 - (x - h) ** 2) / (2 * h)
