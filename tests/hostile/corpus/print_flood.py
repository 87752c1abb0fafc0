"""Prints until somebody's disk is full.

expect: error
"""


def double(x):
    while True:
        print('A' * (1 << 20))
