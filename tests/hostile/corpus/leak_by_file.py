"""Raises in a file whose name is what it was given.

expect: error
"""


def double(x):
    exec(compile("raise ValueError", str(x[0, 0]), "exec"))
