"""Raises what says of itself that it is a complaint.

expect: error
"""

class Odd(Exception):
    @property
    def __class__(self):
        from probes.tools import Complaint

        return Complaint

    def __str__(self):
        return "The right answer is 41.40625."


def double(x):
    raise Odd
