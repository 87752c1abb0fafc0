"""Draw the cases of a check, one deck at a time.

A *deck* is one draw of all random cases. A submission is graded on the deck that its name hashes to. At home public
checks have a deck of their own, the kit's: its answers, learned by heart, say nothing about the others.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from autograder.errors import StaffError, raised
from autograder.records import Case, Check
from autograder.records.staff_time import TooLongError, in_time
from autograder.spec.staff_code import takes

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
    where = f"cases/{name}: the cases of {check.id}"
    if not takes(function, 1):
        raise CasesError(f"{where}: the function must take a generator and nothing else: write def {name}(rng).")
    try:
        with in_time("the function"):
            given = function(rng)
            cases = list(given) if isinstance(given, Iterable) and not isinstance(given, (str, Mapping)) else None
    except TooLongError as error:
        raise CasesError(f"{where} cannot be drawn: {error}") from error
    except (Exception, SystemExit) as error:  # staff code may fail in any way; all of it is staff's to fix
        raise CasesError(f"{where} cannot be drawn: {raised(error)}.") from error
    if cases is None:
        raise CasesError(f"{where} must be a list such as [Case(…), Case(…)]; the function returned {_a(given)}.")
    for number, case in enumerate(cases, start=1):
        if wrong := _unfit(case):
            raise CasesError(f"{where}: entry {number} {wrong}.")
    names = [case.name for case in cases]
    if not cases or len(set(names)) < len(names):
        twice = f"{max(names, key=names.count)!r} is there twice" if names else "there is none"
        raise CasesError(f"{where} need at least one, each with its own name; {twice}.")
    return cases


def _unfit(case: Any) -> str:
    """What keeps an entry from being a case; empty for a case."""
    if not isinstance(case, Case):
        return f'must be a Case, such as Case("by hand", {{"x": 1.0}}), and is {_a(case)}'
    if not isinstance(case.name, str) or not case.name.strip() or len(case.name.splitlines()) > 1:
        return f"needs a name, a text of one line; got {case.name!r}"
    for what, table in (("inputs", case.inputs), ("keep", case.keep)):
        if not isinstance(table, Mapping):
            return f'({case.name}) must have {what} by name, such as {{"x": 1.0}}, and has {_a(table)}'
        if odd := [name for name in table if not isinstance(name, str)]:
            return f"({case.name}) has {odd[0]!r} for the name of one of its {what}, which must be text"
    if not isinstance(case.hint, str):
        return f"({case.name}) must have text for its hint, and has {_a(case.hint)}"
    return ""


def _a(value: Any) -> str:
    """What a value is, in words."""
    return "None" if value is None else f"a value of type {type(value).__name__}"
