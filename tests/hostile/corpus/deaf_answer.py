"""Answers without hearing the end of the request, and goes on without end.

expect: failed
"""

import os

from forging import answer


def double(x):
    os.close(10)
    answer({"outputs": [["y", "<f8", [2, 3]]]}, x.tobytes())
    while True:
        pass
