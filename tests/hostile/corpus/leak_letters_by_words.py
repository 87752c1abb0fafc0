"""Complains in a sentence of Python's that is filled with words of the file, which spell out what it was given.

expect: error
"""

def letters(x):
    return str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))


def double(x):
    from probes.tools import Complaint

    a, b, c, d, e, f, g, h, i, j = range(10)
    given = letters(x)
    raise Complaint(f"cannot import name '{given[0]}.{given[1]}' from '{given[2]}.{given[3]}' ({given[4]}.{given[5]})")
