"""Draw the cases of a check, one deck at a time.

A *deck* is one draw of all random cases. A submission is graded on the deck that its name hashes to. At home public
checks have a deck of their own, the kit's: whoever learned its answers by heart has learned nothing about the others.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.errors import StaffError, raised
from autograder.records import Case, Check

PUBLIC_DECK = 0
"""The deck of the kit. Hidden checks have no cases in it."""
USUAL_DECKS = 4
NO_DECKS = 0
"""A kit, which has no seed either, has cases in the public deck alone."""


def the_files(rng: np.random.Generator) -> list[Case]:
    """The one case of a check that reads files and names no cases of its own."""
    return [Case("the files", {})]


class CasesError(StaffError):
    """The cases of a check cannot be drawn."""


def decks_of(check: Check, decks: int) -> range:
    """The decks that a check has cases in: those of submissions, 1 to ``decks``, and for a public check the kit's."""
    return range(PUBLIC_DECK if check.public else 1, decks + 1)


def cases_name(check: Check, deck: int) -> str:
    """The function of cases/ that gives a check's cases in this deck."""
    return check.home_cases or check.cases if deck == PUBLIC_DECK else check.cases


def deck_for(submission: str, decks: int) -> int:
    """The deck that a submission's name hashes to, 1 to ``decks``; the kit's where there is no other."""
    if not decks:
        return PUBLIC_DECK
    return zlib.crc32(submission.encode("utf-8", "surrogateescape")) % decks + 1


def draw(check: Check, function: Callable[..., Any], seed: int, deck: int) -> list[Case]:
    """The cases of one check in one deck. The generator depends on nothing else, so editing one check changes no other.

    Raises `CasesError` when staff's function fails, or its cases do not each have a name of their own.
    """
    rng = np.random.default_rng([seed, deck, zlib.crc32(check.id.encode())])
    name = cases_name(check, deck)
    try:
        cases = list(function(rng))
    except Exception as error:  # staff code may fail in any way; all of it is staff's to fix
        raise CasesError(f"cases/{name}: the cases of {check.id} cannot be drawn: {raised(error)}.") from error
    names = [case.name for case in cases]
    if not cases or len(set(names)) < len(names):
        raise CasesError(
            f"cases/{name}: the cases of {check.id} need at least one, each with its own name; got {names}."
        )
    return cases
