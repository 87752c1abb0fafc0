"""Answers with eleven thousand arrays of nothing.

expect: error
"""

import os

from forging import answer


def double(x):
    answer({"outputs": [[f"n{i}", "|i1", [0]] for i in range(11_000)]})
    os._exit(0)
