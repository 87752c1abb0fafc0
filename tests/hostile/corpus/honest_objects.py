"""Control: so is an array of objects that are all numbers.

expect: passed
"""


def double(x):
    return (2 * x).astype(object)
