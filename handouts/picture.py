"""Draws the report at the top of the README: ``python handouts/picture.py`` writes handouts/report.svg.

What is shown is a real run of ``python kit check`` on the half-finished submission, as its author would see it at home.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile

from press.places import HANDOUTS, PROJECT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

PICTURE = HANDOUTS / "report.svg"
SUBMISSION = PROJECT / "tests" / "submissions" / "half"
COMMAND = ("kit", "check", "q0", "q1", "q2", "q3", "q4", "q5")
COLUMNS = 100
FONT = re.compile(r"\s*@font-face \{.*?\}", re.S)
"""The typeface that rich fetches from the network: a picture in a README may fetch nothing."""


def printed() -> str:
    """What `COMMAND` prints in the folder of the half-finished submission, with the colours of a terminal."""
    with tempfile.TemporaryDirectory() as parent:
        home = shutil.copytree(SUBMISSION, f"{parent}/home")
        shutil.copytree(PROJECT / "assignment" / "kit", f"{home}/kit")
        kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLORTERM")}
        colourful = {"FORCE_COLOR": "1", "TERM": "xterm", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(PROJECT)}
        words, environment = [sys.executable, *COMMAND], {**kept, **colourful}
        return subprocess.run(words, cwd=home, env=environment, stdout=subprocess.PIPE, encoding="utf-8").stdout


def drawn() -> str:
    """The picture, as SVG."""
    out = Console(file=io.StringIO(), record=True, width=COLUMNS, highlight=False, markup=False, emoji=False)
    out.print(Text(f"$ python {' '.join(COMMAND)}\n", "bold"))
    out.print(Text.from_ansi(printed()))
    svg = out.export_svg(title="python kit check", theme=MONOKAI, unique_id="report")
    return FONT.sub("", svg)


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8", newline="\n")
