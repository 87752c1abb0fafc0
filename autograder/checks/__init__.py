"""The kinds of check, one file each. `KINDS` is the table; a new kind is a file and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.checks import accuracy, gradient, law, leaderboard, output
from autograder.checks.kind import Kind

KINDS: Mapping[str, Kind] = {
    "output": output.KIND,
    "gradient": gradient.KIND,
    "law": law.KIND,
    "accuracy": accuracy.KIND,
    "leaderboard": leaderboard.KIND,
}

__all__ = ["KINDS", "Kind"]
