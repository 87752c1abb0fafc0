"""Control: a list of lists.

expect: passed
"""


def double(x):
    return [[2 * entry for entry in row] for row in x.tolist()]
