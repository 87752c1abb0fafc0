"""What a worker noted before it answered, kept where no student code can reach it: see :class:`Notes`."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from autograder.records import CallOutcome, Error

from . import frames
from .inside.notes import MANY
from .inside.outputs import NAMES_CAP, NUMBERS_CAP

NotedResult: TypeAlias = "tuple[CallOutcome, dict[str, np.ndarray], Error | None]"
"""What became of a call: its outcome, its outputs, its error."""

COMPLAINT = "Complaint"
ROW_COST = 64
"""What each output of a note adds to the count of its numbers: its name, dtype and shape take as long to read."""


class Notes:
    """The notes about one call, in the order they came. A worker that sends more than a probe would is refused."""

    def __init__(self, sequence: int) -> None:
        self._sequence = sequence
        self._rows: dict[str, list[np.ndarray]] = {}
        self._objection: str | None = None
        self._count = self._numbers = 0

    def take(self, text: bytes, body: bytes) -> bool:
        """Keep a frame if it is a note; False when it is the answer. Raises `MalformedError`."""
        noted = frames.read_note(text, body, self._sequence)
        if noted is None:
            return False
        self._count += 1
        self._numbers += len(text)
        if isinstance(noted, str):
            self._objection = (self._objection or "").strip() or noted
            noted = {}
        for name, rows in noted.items():
            self._rows.setdefault(name, []).append(rows)
            self._numbers += ROW_COST + rows.size
        if self._count > MANY or self._numbers > NUMBERS_CAP or len(self._rows) > NAMES_CAP:
            raise frames.MalformedError("a worker noted more than it may")
        return True

    def added(self, answer: NotedResult) -> NotedResult:
        """The answer with what was noted: a complaint in its place, or rows in the place of outputs of their names."""
        outcome, outputs, error = answer
        if outcome != "returned":
            return answer
        if self._objection is not None:
            return "raised", {}, Error("complaint", COMPLAINT, self._objection)
        return outcome, {**outputs, **{name: _joined(rows) for name, rows in self._rows.items()}}, error


def _joined(rows: list[np.ndarray]) -> np.ndarray:
    """Rows under each other. Raises `MalformedError` where they do not fit: no probe of ours notes such."""
    try:
        return np.concatenate(rows)
    except ValueError as error:
        raise frames.MalformedError("the rows of an output are not of one shape") from error
