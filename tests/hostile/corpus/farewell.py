"""Prints a full score as it is torn down.

expect: failed
"""

import atexit


class Last:
    def __del__(self):
        print('{"score": 100, "tests": []}', flush=True)


last = Last()
atexit.register(print, '{"score": 100}')


def double(x):
    return x
