"""Draw the cases of a check, one deck at a time.

A *deck* is one draw of all random cases. Public checks have a deck of their own, the same at home and on the platform;
a submission's hidden checks come from the deck that its name hashes to.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.errors import StaffError, raised
from autograder.records import Case, Check

PUBLIC_DECK = 0


def the_files(rng: np.random.Generator) -> list[Case]:
    """The one case of a check that reads files and names no cases of its own."""
    return [Case("the files", {})]


class CasesError(StaffError):
    """The cases of a check cannot be drawn."""


def deck_of(check: Check, deck: int) -> int:
    """The deck of a check's cases for a submission that has ``deck``."""
    return PUBLIC_DECK if check.public else deck


def decks_of(check: Check, decks: int) -> range:
    """The decks that a check has cases in."""
    return range(PUBLIC_DECK, PUBLIC_DECK + 1) if check.public else range(1, decks + 1)


def deck_for(submission: str, decks: int) -> int:
    """The deck that a submission's name hashes to, 1 to ``decks``."""
    return zlib.crc32(submission.encode("utf-8", "surrogateescape")) % decks + 1


def draw(check: Check, function: Callable[..., Any], seed: int, deck: int) -> list[Case]:
    """The cases of one check in one deck. The generator depends on nothing else, so editing one check changes no other.

    Raises `CasesError` when staff's function fails, or its cases do not each have a name of their own.
    """
    rng = np.random.default_rng([seed, deck, zlib.crc32(check.id.encode())])
    try:
        cases = list(function(rng))
    except Exception as error:  # staff code may fail in any way; all of it is staff's to fix
        raise CasesError(f"cases/{check.cases}: the cases of {check.id} cannot be drawn: {raised(error)}.") from error
    names = [case.name for case in cases]
    if not cases or len(set(names)) < len(names):
        raise CasesError(
            f"cases/{check.cases}: the cases of {check.id} need at least one, each with its own name; got {names}."
        )
    return cases
