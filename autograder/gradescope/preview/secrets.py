"""The numbers that hidden checks expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder.answers.store import Answers
from autograder.records import Assignment, Value

DECIMALS = 8
"""Numbers that agree in this many decimals are the same."""


def secrets_of(assignment: Assignment, answers: Answers) -> dict[str, np.ndarray]:
    """The telling numbers in the frozen answers of each hidden check, in all decks, by the check's id.

    Whole numbers tell nothing, and neither does a number that a public case shows anyway.
    """
    hidden = {check.id for check in assignment.checks if not check.public}
    shown: list[np.ndarray] = []
    found: dict[str, list[np.ndarray]] = {}
    for (_, check), rows in answers.rows.items():
        numbers = found.setdefault(check, []) if check in hidden else shown
        for row in rows:
            numbers += [_numbers(array) for array in (row.answer or {}).values()]
            shown += [] if check in hidden else [_numbers(array) for array in _arrays(row.case.inputs)]
    known = _rounded(np.concatenate([*shown, np.zeros(0)]))
    secrets = {check: np.concatenate(arrays) for check, arrays in found.items() if arrays}
    return {check: numbers[~np.isin(_rounded(numbers), known)] for check, numbers in secrets.items()}


def _arrays(inputs: Mapping[str, Value]) -> Iterator[np.ndarray]:
    """The numbers among a case's inputs, also those in lists and tables."""
    for value in inputs.values():
        if isinstance(value, Mapping):
            yield from _arrays(value)
        elif isinstance(value, (list, tuple)):
            yield from _arrays({str(place): item for place, item in enumerate(value)})
        elif isinstance(value, (float, np.ndarray)):
            yield np.asarray(value)


def _rounded(numbers: np.ndarray) -> np.ndarray:
    rounded: np.ndarray = np.round(np.abs(numbers), DECIMALS)
    return rounded


def _numbers(array: np.ndarray) -> np.ndarray:
    flat = np.ravel(np.asarray(array, dtype=np.float64))
    telling: np.ndarray = flat[np.isfinite(flat) & (flat != np.round(flat))]
    return telling
