"""Returns a list that holds itself.

expect: failed
"""


def double(x):
    result = [1.0]
    result.append(result)
    return result
