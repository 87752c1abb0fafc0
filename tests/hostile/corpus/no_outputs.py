"""Answers that everything went well, and with nothing.

expect: failed
"""

import os

from forging import answer


def double(x):
    answer({"outputs": []})
    os._exit(0)
