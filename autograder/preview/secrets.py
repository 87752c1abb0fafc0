"""The numbers that hidden checks expect. The door is `secrets_of`."""

from __future__ import annotations

import numpy as np

from autograder.answers import Answers
from autograder.records import Assignment


def secrets_of(assignment: Assignment, answers: Answers) -> dict[str, np.ndarray]:
    """For each hidden check, by id, every number of its frozen answers, in whatever deck; whole numbers tell nothing."""
    hidden = {check.id for check in assignment.checks if not check.public}
    found: dict[str, list[np.ndarray]] = {}
    for (_, check), rows in answers.rows.items():
        if check in hidden:
            found.setdefault(check, []).extend(_numbers(array) for row in rows for array in (row.answer or {}).values())
    return {check: np.concatenate(arrays) for check, arrays in found.items() if arrays}


def _numbers(array: np.ndarray) -> np.ndarray:
    flat = np.ravel(np.asarray(array, dtype=np.float64))
    return flat[np.isfinite(flat) & (flat != np.round(flat))]
