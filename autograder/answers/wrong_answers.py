"""Wrong answers ↔ a tree of plain values, in which the samples of all arrays stand in one array, equal ones once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from autograder.answers.late_table import LateTable
from autograder.answers.signatures import SAMPLE, ArraySignature, SentencePattern, Signature, WrongAnswer

WrongAnswers: TypeAlias = "Mapping[tuple[int, str], tuple[WrongAnswer, ...]]"
"""What the known mistakes show, by deck and check."""


def as_it_is(part: Any) -> Any:
    """The part of a tree that was never packed."""
    return part


def tree_of(rows: WrongAnswers) -> dict[str, Any]:
    """The tree; its ``pool`` is the array of all samples."""
    pool = _SampleCollector()
    tree = [
        [
            deck,
            check,
            [[wrong.mistake, wrong.hint, [_signature_tree(case, pool) for case in wrong.cases]] for wrong in row],
        ]
        for (deck, check), row in rows.items()
    ]
    return {"rows": tree, "pool": pool.all()}


def from_tree(tree: Mapping[str, Any], decode: Callable[[Any], Any] = as_it_is) -> WrongAnswers:
    """The wrong answers that `tree_of` was given; those of one check in one deck are made when they are asked for.

    ``decode`` restores the tree's parts to what they were before they were packed into a file.
    """
    pool = decode(tree["pool"])
    return LateTable({(deck, check): row for deck, check, row in tree["rows"]}, lambda row: _row(decode(row), pool))


def _row(row: Sequence[Any], pool: np.ndarray) -> tuple[WrongAnswer, ...]:
    """The wrong answers of one check in one deck."""
    return tuple(
        WrongAnswer(mistake, hint, tuple(_signature(case, pool) for case in cases)) for mistake, hint, cases in row
    )


class _SampleCollector:
    """Lays samples end to end, equal ones once."""

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._samples: list[np.ndarray] = []
        self._length = 0

    def place(self, sample: np.ndarray) -> int:
        """Where a sample starts."""
        key = sample.tobytes()
        if key not in self._places:
            self._places[key] = self._length
            self._samples.append(sample)
            self._length += sample.size
        return self._places[key]

    def all(self) -> np.ndarray:
        return np.concatenate([np.zeros(0, np.float32), *self._samples])


def _signature_tree(case: Signature | None, pool: _SampleCollector) -> Any:
    if case is None:
        return None
    sentences = [[pattern.text, _finite_ends(pattern.low), _finite_ends(pattern.high)] for pattern in case.sentences]
    arrays = {name: [list(array.shape), array.scale, pool.place(array.sample)] for name, array in case.outputs.items()}
    return [sentences, arrays, case.sometimes]


def _finite_ends(values: Sequence[float]) -> list[float | None]:
    """The ends of ranges; None is an open end."""
    return [float(value) if np.isfinite(value) else None for value in values]


def _signature(row: Sequence[Any] | None, pool: np.ndarray) -> Signature | None:
    if row is None:
        return None
    sentences, arrays, sometimes = row
    patterns = tuple(SentencePattern(text, _ends(low, -np.inf), _ends(high, np.inf)) for text, low, high in sentences)
    outputs = {
        name: ArraySignature(tuple(shape), float(scale), pool[place : place + min(SAMPLE, math.prod(shape))])
        for name, (shape, scale, place) in arrays.items()
    }
    return Signature(patterns, outputs, sometimes)


def _ends(ends: Sequence[float | None], open_end: float) -> tuple[float, ...]:
    return tuple(open_end if end is None else float(end) for end in ends)
