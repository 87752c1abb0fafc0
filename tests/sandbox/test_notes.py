"""A worker's notes about a call: as many as a probe makes are kept, and reading them never costs much."""

from __future__ import annotations

import json

import numpy as np
import pytest

from autograder.sandbox.frames import MalformedError
from autograder.sandbox.inside.notes import MANY
from autograder.sandbox.inside.outputs import NUMBERS_CAP
from autograder.sandbox.notes import ROW_COST, Notes


def note(rows: list[tuple[str, list[int]]]) -> bytes:
    """The header of a note with outputs of these names and shapes."""
    return json.dumps({"sequence": 3, "noted": [[name, "<f8", shape] for name, shape in rows]}).encode()


def test_as_many_notes_as_a_probe_sends_are_kept_under_their_names() -> None:
    notes, text, row = Notes(3), note([("asked", [1, 2]), ("told", [1]), ("sign", [1])]), np.arange(4.0).tobytes()
    assert all(notes.take(text, row) for _ in range(MANY))
    outcome, outputs, error = notes.added(("returned", {"y": np.ones(1)}, None))
    assert (outcome, error) == ("returned", None) and list(outputs) == ["y", "asked", "told", "sign"]
    assert outputs["asked"].shape == (MANY, 2) and np.array_equal(outputs["told"], np.full(MANY, 2.0))


@pytest.mark.parametrize("shape", [[0], [1, 0], [0, 3]], ids=str)
def test_outputs_without_any_number_cannot_be_noted_without_end(shape: list[int]) -> None:
    taken, notes, text = 0, Notes(3), note([(f"n{number}", shape) for number in range(1000)])
    with pytest.raises(MalformedError, match="more than it may"):
        while notes.take(text, b""):
            taken += 1
    assert 1000 * taken * ROW_COST <= NUMBERS_CAP
