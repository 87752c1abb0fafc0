"""The frozen cases and their answers: what a grading machine needs instead of cases.py and the reference.

A *deck* is one draw of all random cases; a submission's name decides its deck, and the kit has one of its own.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import BadZipFile

from autograder.answers import npz, wrong_answers
from autograder.answers.late_table import LateTable
from autograder.answers.signatures import WrongAnswer
from autograder.answers.wrong_answers import WrongAnswers
from autograder.errors import StaffError
from autograder.records import AnswerKey, Assignment, Case, Check, Law, Outputs, PromptFunction
from autograder.spec.cases import decks_of

FORMAT = 4
CASE_KEYS = frozenset({"name", "hint", "inputs", "keep", "answer"})
"""What a frozen case has in the file."""


class AnswersError(StaffError):
    """The frozen answers are missing, unreadable, or do not fit the assignment."""


@dataclass(frozen=True)
class FrozenCase:
    """A case and the reference's outputs on it (None where no outputs are compared)."""

    case: Case
    answer: Outputs | None = None


@dataclass(frozen=True)
class Answers:
    """All decks of all checks, by (deck, check id): the cases with their right answers, and what known mistakes show.

    ``frozen_from`` holds a digest of each file that the answers depend on, and ``keys`` of all that decides each check
    and each mistake, see `freeze.reuse`.
    """

    rows: Mapping[tuple[int, str], tuple[FrozenCase, ...]] = field(default_factory=dict)
    wrong: WrongAnswers = field(default_factory=dict)
    frozen_from: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def of(self, check: Check, deck: int) -> tuple[FrozenCase, ...]:
        """The frozen cases of a check in one deck."""
        self.demand(check, deck)
        return self.rows[deck, check.id]

    def demand(self, check: Check, deck: int) -> None:
        """Raise `AnswersError` if there are no frozen cases of a check in one deck."""
        if (deck, check.id) not in self.rows:
            raise AnswersError(f"no frozen cases for {check.id} in deck {deck}: run `autograder freeze`.")

    def key(
        self,
        check: Check,
        deck: int,
        laws: Mapping[str, Law],
        prompts: Mapping[str, PromptFunction] = MappingProxyType({}),
    ) -> AnswerKey:
        """What a check is judged by in one deck."""
        right = tuple(row.answer for row in self.of(check, deck))
        return AnswerKey(right, laws, self.wrong_for(check, deck), prompts)

    def cases(self, check: Check, deck: int) -> list[Case]:
        """What a check is run on in one deck."""
        return [row.case for row in self.of(check, deck)]

    def wrong_for(self, check: Check, deck: int) -> tuple[WrongAnswer, ...]:
        """What the known mistakes show on the check's frozen cases."""
        return self.wrong.get((deck, check.id), ())


def tree_of(answers: Answers) -> dict[str, Any]:
    """The answers as a tree of plain values and arrays, which `npz.pack` turns into a file."""
    rows = [[deck, check, [_row(item) for item in row]] for (deck, check), row in answers.rows.items()]
    return {
        "format": FORMAT,
        "origin": dict(answers.frozen_from),
        "keys": dict(sorted(answers.keys.items())),
        "rows": rows,
        "wrong": wrong_answers.tree_of(answers.wrong),
    }


def save_answers(path: Path, answers: Answers) -> None:
    """Save to ``path``; equal answers give equal bytes."""
    path.write_bytes(npz.pack(tree_of(answers)))


def load_answers(path: Path, assignment: Assignment) -> Answers:
    """Load from ``path``. Raises `AnswersError`, which says what to do, if the file is missing, damaged or outdated."""
    answers = load_rows(path)
    for check in assignment.checks:
        for deck in decks_of(check, assignment.decks):
            answers.demand(check, deck)
    return answers


def load_rows(path: Path) -> Answers:
    """Load from ``path`` although checks may lack answers; those of a check are decoded when they are asked for."""
    try:
        packed = npz.Packed(path.read_bytes())
    except FileNotFoundError:
        raise AnswersError(f"{path} is missing: run `autograder freeze`.") from None
    except (ValueError, KeyError, OSError, EOFError, BadZipFile, zlib.error) as error:
        raise AnswersError(f"{path} cannot be read ({error}): run `autograder freeze`.") from error
    try:
        tree = packed.tree
        if tree.get("format") != FORMAT:
            raise AnswersError(f"{path} has format {tree.get('format')}, expected {FORMAT}: run `autograder freeze`.")
        rows = {(int(deck), str(check)): row for deck, check, row in tree["rows"]}
        if any(item.keys() != CASE_KEYS for item in chain.from_iterable(rows.values())):
            raise KeyError(CASE_KEYS)
        return Answers(
            LateTable(rows, lambda row: tuple(_frozen_case(item) for item in packed.decode(row))),
            wrong_answers.from_tree(tree["wrong"], packed.decode),
            packed.decode(tree["origin"]),
            packed.decode(tree.get("keys", {})),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnswersError(f"{path} has another form than frozen answers have: run `autograder freeze`.") from error


def _frozen_case(item: Mapping[str, Any]) -> FrozenCase:
    return FrozenCase(Case(item["name"], item["inputs"], item["hint"], item["keep"]), item["answer"])


def _row(item: FrozenCase) -> dict[str, Any]:
    case = item.case
    return {
        "name": case.name,
        "hint": case.hint,
        "inputs": dict(case.inputs),
        "keep": dict(case.keep),
        "answer": None if item.answer is None else dict(item.answer),
    }
