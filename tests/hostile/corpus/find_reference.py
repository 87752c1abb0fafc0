"""Looks for answers in every folder above the reference, as far as it may; those of this very run are what it is after.

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
    assert "@SOLUTION@" in found and open("@SOLUTION@/answers.npz", "rb").read(2) == b"PK"
    return 2 * x
