"""Raises its own memory limit.

expect: error
"""

import resource


def double(x):
    infinite = resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_AS, (infinite, infinite))
    resource.setrlimit(resource.RLIMIT_CPU, (infinite, infinite))
    return 2 * x
