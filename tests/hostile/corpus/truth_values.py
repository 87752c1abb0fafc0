"""Returns truth values.

expect: failed
"""

def double(x):
    return x > 0
