"""Raises a group of errors within groups, each named after its input.

expect: error
"""

def double(x):
    error = ValueError(f"{x[0, 0]}")
    for _ in range(1000):
        error = ExceptionGroup(f"{x[0, 0]}", [error])
    error.add_note(f"{x[0, 0]}")
    raise error from KeyError(f"{x[0, 0]}")
