"""Climbs out of a folder it may read by an open descriptor.

expect: error
open without: landlock
"""

import os

import numpy


def double(x):
    inside = os.open(os.path.dirname(numpy.__file__), os.O_RDONLY)
    outside = os.open("../../../../../..", os.O_RDONLY, dir_fd=inside)
    assert os.listdir(outside)
    return 2 * x
