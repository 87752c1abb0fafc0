"""Imports a package that is installed for the grader alone.

expect: error
"""

import pydantic


def double(x):
    return 2 * x
