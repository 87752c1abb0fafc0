"""One case of one check, run again. The door is `one_case`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from autograder.answers.signatures import WrongAnswer
from autograder.answers.store import Answers, FrozenCase
from autograder.errors import UsageError
from autograder.records import Check
from autograder.text.plural import agreed


class NoSuchCaseError(UsageError):
    """The check has no case of that name; the message says which it has."""


def one_case(answers: Answers, check: Check, deck: int, name: str) -> Answers:
    """The answers with nothing of ``check`` but its case ``name``, in the deck that a grading with ``deck`` uses."""
    rows = answers.of(check, deck)
    names = [row.case.name for row in rows]
    if name not in names:
        those = agreed(len(names), "its only case is", "its cases are")
        raise NoSuchCaseError(f"{check.id} has no case {name!r}; {those} {', '.join(map(repr, names))}.")
    place = names.index(name)
    key = next(key for key, row in answers.rows.items() if row is rows)
    kept: Mapping[tuple[int, str], tuple[FrozenCase, ...]] = {**answers.rows, key: (rows[place],)}
    wrong = tuple(_narrowed(one, place) for one in answers.wrong_for(check, deck) if one.cases[place] is not None)
    return replace(answers, rows=kept, wrong={**answers.wrong, key: wrong})


def _narrowed(wrong: WrongAnswer, place: int) -> WrongAnswer:
    return replace(wrong, cases=(wrong.cases[place],))
