"""Asks for a module named by what it was given.

expect: error
"""


def double(x):
    __import__(str(x[0, 0]).replace(".", "_"))
