"""Complains in the probe's name, and tells what it was given.

expect: failed
"""

from probes.tools import Complaint


def double(x):
    raise Complaint(f"The input was {x}.")
