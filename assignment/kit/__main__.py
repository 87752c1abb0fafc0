"""`python kit check`: the checks, also beside a file of yours that is named like a module of Python's."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) not in (HERE, os.path.dirname(HERE))]

try:
    from autograder.cli import main
except ModuleNotFoundError as error:
    sys.exit(
        f"This Python has no module {error.name}. Is the terminal outside of .venv? Enter it (README.md says how), "
        "then run: python -m pip install -r requirements.txt"
    )

main(prog_name="python kit")
