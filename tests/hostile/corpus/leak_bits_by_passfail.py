"""Is right or wrong as a bit of its input says.

expect: failed
"""

def double(x):
    return x if int(x[0, 0]) & 1 else 2 * x
