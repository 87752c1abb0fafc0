"""Uses a package that the assignment does not offer.

expect: error
"""

import scipy


def double(x):
    return 2 * x
