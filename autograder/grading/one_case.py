"""A single case of a single check, run again."""

from __future__ import annotations

from dataclasses import replace

from autograder.answers.store import Answers
from autograder.errors import UsageError
from autograder.records import Check
from autograder.text.plural import agreed


class NoSuchCaseError(UsageError):
    """The check has no case of that name; the message says which it has."""


def only(answers: Answers, check: Check, deck: int, name: str) -> Answers:
    """The answers with nothing of ``check`` but its case ``name``, in the deck that a grading with ``deck`` uses."""
    rows = answers.of(check, deck)
    names = [row.case.name for row in rows]
    if name not in names:
        there = agreed(len(names), "its only case is", "its cases are")
        raise NoSuchCaseError(f"{check.id} has no case {name!r}; {there} {', '.join(map(repr, names))}.")
    place, key = names.index(name), (deck, check.id)
    wrong = tuple(
        replace(answer, cases=(answer.cases[place],))
        for answer in answers.wrong_for(check, deck)
        if answer.cases[place] is not None
    )
    return replace(answers, rows={**answers.rows, key: (rows[place],)}, wrong={**answers.wrong, key: wrong})
