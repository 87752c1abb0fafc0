"""Returns whole numbers that no array holds.

expect: failed
"""

def double(x):
    return [[2**64 + int(value) for value in row] for row in x]
