"""Writes the results file itself.

expect: error
"""


def double(x):
    open("@RESULTS@", "w").write('{"score": 100}')
    return 2 * x
