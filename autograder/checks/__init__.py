"""The kinds of check, one file each. `KINDS` is the table; a new kind is a file and a line here.

`ENTRIES` is all that may stand among the checks in assignment.yaml: the kinds, and leaderboards, which are no checks.
`kind_of` also knows the kind of the checks that are made on the way: those that carry an error forward.
"""

from __future__ import annotations

from collections.abc import Mapping

from autograder.checks import accuracy, carried, gradient, law, leaderboard, output, source
from autograder.checks.kind import EntryKind, Kind
from autograder.records import Check

KINDS: Mapping[str, Kind] = {
    "output": output.KIND,
    "gradient": gradient.KIND,
    "law": law.KIND,
    "accuracy": accuracy.KIND,
    "source": source.KIND,
}

ENTRIES: Mapping[str, EntryKind] = {**KINDS, "leaderboard": leaderboard.ENTRY}

_ALL: Mapping[str, Kind] = {**KINDS, carried.NAME: carried.KIND}


def kind_of(check: Check) -> Kind:
    """The kind of a check, also of one that no file names."""
    return _ALL[check.kind]


def reads_files(check: Check) -> bool:
    """Whether a check looks at files as they were handed in, and calls no probe."""
    return bool(check.reads) or kind_of(check).reads


__all__ = ["ENTRIES", "KINDS", "EntryKind", "Kind", "kind_of", "reads_files"]
