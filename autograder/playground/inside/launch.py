"""The script that starts a student's process. The framework comes onto the search path; the student's folder does not,
so that a file of theirs called ``random.py`` stands in for nothing.
"""

import os
import sys
from importlib import import_module

if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.dirname(here)))
    import_module("autograder.playground.inside.serve").main()
