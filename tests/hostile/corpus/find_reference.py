"""Looks for answers in every folder above the reference, as far as it may.

expect: error
"""

import os


def double(x):
    place, found = "@SOLUTION@", []
    while place != "/":
        place = os.path.dirname(place)
        try:
            found += [f"{place}/{name}" for name in os.listdir(place) if os.path.exists(f"{place}/{name}/answers.npz")]
        except OSError:
            continue
    assert any(open(f"{name}/answers.npz", "rb").read(2) == b"PK" for name in found)
    return 2 * x
