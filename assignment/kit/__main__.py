"""`python kit check` is `python -m autograder check` where a file is named like a module of Python's."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) not in (HERE, os.path.dirname(HERE))]

from autograder.cli import main

main(prog_name="python kit")
