"""Raises the system's error of a number and a file name that its input says.

expect: error
"""

def double(x):
    raise OSError(int(x[0, 0] * 100000), f"at {x[0, 0]}", f"{x[0, 0]}.txt")
