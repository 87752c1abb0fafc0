"""Draws the report at the top of the README: ``python handouts/picture.py`` writes handouts/report.svg.

What is shown is a real run of ``autograder check`` on the half-finished submission, as its author would see it at home.
"""

import io
import re
import shutil
import tempfile
from pathlib import Path

from press.places import HANDOUTS, PROJECT
from rich.console import Console
from rich.terminal_theme import MONOKAI

from autograder.answers.store import load_answers
from autograder.records import Report
from autograder.selfcheck.run import KIT, checked, paced
from autograder.spec.loader import ANSWERS_NAME
from autograder.writers import terminal

PICTURE = HANDOUTS / "report.svg"
SUBMISSION = PROJECT / "tests" / "submissions" / "half"
QUESTIONS = ("q0", "q1", "q2", "q3", "q4", "q5")
COLUMNS = 100
FONT = re.compile(r"\s*@font-face \{.*?\}", re.S)
"""The typeface that rich fetches from the network: a picture in a README may fetch nothing."""


def report(home: Path) -> Report:
    """The public checks of `QUESTIONS` on the half-finished submission, in a student's folder made in ``home``."""
    shutil.copytree(PROJECT / "assignment" / KIT, home / KIT)
    for path in SUBMISSION.glob("*.py"):
        shutil.copy(path, home)
    assignment = paced(home / KIT)
    return checked(assignment, load_answers(home / KIT / ANSWERS_NAME, assignment), home, QUESTIONS)


def drawn() -> str:
    """The picture, as SVG."""
    with tempfile.TemporaryDirectory() as home:
        shown = report(Path(home))
    out = Console(file=io.StringIO(), record=True, width=COLUMNS, highlight=False, markup=False, emoji=False)
    out.print(f"$ python -m autograder check {' '.join(QUESTIONS)}", style="bold")
    out.print()
    terminal.write_check(shown, out)
    out.print()
    svg = out.export_svg(title="autograder check", theme=MONOKAI, unique_id="report")
    return FONT.sub("", svg)


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8", newline="\n")
