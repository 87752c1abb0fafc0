"""Looks through the whole machine for answers.

expect: error
"""

import os


def double(x):
    found = [name for folder, _, names in os.walk("/") for name in names if name == "answers.npz"]
    assert found
    return 2 * x
