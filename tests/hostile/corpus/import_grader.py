"""Imports the grader.

expect: error
"""

import autograder.grading


def double(x):
    return 2 * x
