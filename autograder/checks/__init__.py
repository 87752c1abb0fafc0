"""The kinds of check, one file each. `KINDS` is the table; a new kind is a file and a line here.

`ENTRIES` is all that may stand among the checks in assignment.yaml: the kinds, and leaderboards, which are no checks.
"""

from __future__ import annotations

from collections.abc import Mapping

from autograder.checks import accuracy, gradient, law, leaderboard, output
from autograder.checks.kind import Entry, Kind

KINDS: Mapping[str, Kind] = {
    "output": output.KIND,
    "gradient": gradient.KIND,
    "law": law.KIND,
    "accuracy": accuracy.KIND,
}

ENTRIES: Mapping[str, Entry] = {**KINDS, "leaderboard": leaderboard.ENTRY}

__all__ = ["ENTRIES", "KINDS", "Entry", "Kind"]
