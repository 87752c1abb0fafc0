"""Gives what it was given for every line of every file.

expect: error
"""

import linecache


def double(x):
    linecache.getline = lambda *arguments: str(x[0, 0])
    linecache.cache.clear()
    raise ValueError
