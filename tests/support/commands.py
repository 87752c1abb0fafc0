"""The program's commands, run as their users run them: in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.places import ROOT

ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
ENVIRONMENT |= {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
PYTEST_OF_STUDENTS = {"PYTEST_ADDOPTS": "-p no:hypothesispytest"}
"""Students have no Hypothesis, whose plugin imports modules of its own when pytest ends."""


def command(*words: object) -> list[str]:
    """The command line of ``autograder`` with these words."""
    return [sys.executable, "-m", "autograder", *map(str, words)]


def run(*words: object, cwd: Path | None = None, env: Mapping[str, str] = {}) -> subprocess.CompletedProcess[str]:
    """``autograder`` with these words, run to its end, with ``env`` added to a plain environment."""
    return subprocess.run(command(*words), cwd=cwd, env={**ENVIRONMENT, **env}, capture_output=True, text=True)
