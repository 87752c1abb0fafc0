"""Control: imports much of the standard library and of numpy.

expect: passed
"""

import argparse
import collections
import contextlib
import csv
import dataclasses
import decimal
import doctest
import fractions
import functools
import heapq
import itertools
import json
import logging
import math
import pathlib
import pickle
import random
import statistics
import typing
import unittest
import zlib

import numpy.fft
import numpy.linalg
import numpy.polynomial
import numpy.random
import numpy.testing


def double(x):
    numpy.testing.assert_allclose(numpy.linalg.norm(numpy.eye(2)), math.sqrt(2))
    return 2 * x
