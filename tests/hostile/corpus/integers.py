"""Returns whole numbers.

expect: failed
"""

def double(x):
    return (2 * x).astype("i8")
