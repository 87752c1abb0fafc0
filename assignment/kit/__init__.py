"""The checks at Python's own prompt. Written by `autograder release`: changes here are lost."""

import os
import sys

_HERE, _path = os.path.dirname(os.path.abspath(__file__)), list(sys.path)
# beside a random.py of yours, what the checks need is still Python's own
sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != os.path.dirname(_HERE)]

from pathlib import Path

from autograder.playground import home
from autograder.selfcheck import by_hand

KIT = Path(_HERE)
by_hand.probes_of(KIT)  # what the checks bring along can be imported: from probes... import ...
sys.path[:] = _path


def case(check, case, *names):
    """The inputs of a case by name, or only those that are named: kit.case("q1.example", "a case", "x", "y")."""
    return by_hand.case(KIT, check, case, *names)


def call(check, case):
    """Call the code in this folder as a check does, and return what the check would look at."""
    return by_hand.call(KIT, check, case)


def data(name, noise=10, seed=1):
    """X, y, X_test, y_test: of "digits", or of "circle", "xor", "gauss" or "spiral" with noise in percent."""
    return home.data(KIT, name, noise, seed)
