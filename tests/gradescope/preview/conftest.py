"""A results.json with something of everything, and ways to change it."""

from __future__ import annotations

import copy
from typing import Any

import pytest


@pytest.fixture
def results() -> dict[str, Any]:
    test = {"score": 1.0, "max_score": 2.0, "status": "failed", "output": "value is 6", "output_format": "text"}
    return copy.deepcopy(
        {
            "score": 4.0,
            "output": "release 0123456789ab",
            "output_format": "text",
            "stdout_visibility": "hidden",
            "tests": [
                {**test, "name": "t1.double: double", "number": "1.1", "tags": ["t1"]},
                {**test, "name": "t1.scaled: scaled", "score": 2.0, "status": "passed", "visibility": "after_due_date"},
                {**test, "name": "t1.slope: slope", "visibility": "after_published"},
            ],
            "leaderboard": [{"name": "Accuracy", "value": 0.9, "order": "desc"}],
            "extra_data": {"fingerprint": {"deck": "1"}, "findings": [{"check": "t1.slope", "finding": "look"}]},
        }
    )
