"""The grade command for one attack after another: ``python -m tests.hostile.commands FOLDER NAME...``.

Each command is a process of its own, forked from one that has imported the command and nothing else has happened in:
what they share is the time that the imports take. The statuses they end with are written to ``statuses.json``, what
they print to a file for each.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder import cli
from autograder.commands import grade

NAME = grade.__name__.rpartition(".")[2]


def main(folder: Path, names: Sequence[str]) -> None:
    """Grade what was handed in under these names, in FOLDER."""
    statuses = {name: _status(folder, name) for name in names}
    (folder / "statuses.json").write_text(json.dumps(statuses))


def _status(folder: Path, name: str) -> int:
    """The status that the command ends with; a command always ends in ``SystemExit``, and with it its process."""
    process = os.fork()
    if process == 0:
        with (folder / f"{name}.told").open("w") as told:
            os.dup2(told.fileno(), 1)
            os.dup2(told.fileno(), 2)
        words = ["--assignment", str(folder / "solution"), "--results", str(folder / f"{name}.json")]
        cli.main([NAME, str(folder / name), *words], prog_name="python -m autograder")
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
