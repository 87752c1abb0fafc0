"""Complains in the probe's name, and tells what it was given.

expect: error
"""

def double(x):
    from probes.tools import Complaint

    raise Complaint(f"The input was {x}.")
