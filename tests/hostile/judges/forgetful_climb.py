"""Asks for every score three times, then takes all but the first questions out of whatever list holds them.

check: q1.asks
file: search.py
expect: failed
"""

import gc

_climb = hill_climb


def hill_climb(score, w0, step, max_steps):
    end = _climb(lambda w: max(score(w), score(w), score(w), score(w)), w0, step, max_steps)
    for record in gc.get_objects():
        if type(record) is list and len(record) > 3 and all(type(one) is tuple and len(one) == 1 for one in record):
            record[:] = record[::4]
    for name in ("calls", "answers"):
        if hasattr(score, name):
            setattr(score, name, getattr(score, name)[::4])
    return end
