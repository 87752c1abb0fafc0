"""Exits with success and without farewell.

expect: error
"""

import os


def double(x):
    os._exit(0)
