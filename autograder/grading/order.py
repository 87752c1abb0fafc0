"""Which checks run and in which order: every public one before the first hidden one.

What a worker prints in a public check is shown, so it must not know a hidden input. Workers share a machine, and one
that runs later can always tell something of one that ran before: how long it lasted, which names it looked for on the
disk. So no worker of a public check runs later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from autograder.records import Assignment, Check, Question


def earlier(check: Check) -> tuple[str, ...]:
    """The checks whose verdicts the check's own may depend on."""
    return *check.after, *check.builds_on, *(check.carried.when if check.carried else ())


def selected(assignment: Assignment, only: Iterable[str]) -> list[str]:
    """The ids of the checks and leaderboards that ``only`` names; by default all.

    It names them by themselves or by their question.
    """
    wanted = set(only)
    return [
        entry.id
        for question in assignment.questions
        for entry in question.entries
        if not wanted or question.id in wanted or entry.id in wanted
    ]


def needed(assignment: Assignment, reported: set[str]) -> Iterator[tuple[Question, Check]]:
    """The reported checks, those that a reported leaderboard ranks, and all that these wait for, in order."""
    wanted = reported | {board.options.of for board in assignment.leaderboards if board.id in reported}
    for check in reversed(assignment.checks):
        if check.id in wanted:
            wanted.update(earlier(check))
    for question in assignment.questions:
        yield from ((question, check) for check in question.checks if check.id in wanted)


def settled_later(checks: Iterable[Check]) -> frozenset[str]:
    """The public checks that wait for a hidden one: they run with the others, and are settled when it has run."""
    hidden_or_later = set[str]()
    later = set[str]()
    for check in checks:
        if not check.public:
            hidden_or_later.add(check.id)
        elif not hidden_or_later.isdisjoint(earlier(check)):
            hidden_or_later.add(check.id)
            later.add(check.id)
    return frozenset(later)


def by_itself(check: Check) -> Check:
    """The check as if no other stood in its way."""
    return replace(check, after=(), builds_on=(), carried=None)
