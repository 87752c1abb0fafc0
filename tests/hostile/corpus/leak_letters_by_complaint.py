"""Complains in the probe's name, and tells what it was given, spelt in letters.

expect: error
"""

def letters(x):
    return str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))


def double(x):
    from probes.tools import Complaint

    raise Complaint(f"The input was {letters(x)}.")
