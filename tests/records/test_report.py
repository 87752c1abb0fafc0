"""A verdict survives the journey through JSON, its diagnosis included."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from autograder.records import Diagnosis, Verdict

BOTH = Diagnosis((("one", "another"), ("second",)), factor="minus one", possible=("perhaps",))


@pytest.mark.parametrize("diagnosis", [Diagnosis(), BOTH])
def test_a_verdict_comes_back_from_json_as_it_was(diagnosis: Diagnosis) -> None:
    verdict = Verdict("failed", 0.5, "Whole.", "Brief.", "Why?", "For staff.", diagnosis, 2)
    assert Verdict.from_plain(json.loads(json.dumps(asdict(verdict)))) == verdict


def test_a_diagnosis_points_to_the_mistakes_of_every_group_and_names_the_possible_ones_too() -> None:
    assert BOTH.certain == ("one", "another", "second") and BOTH.ids == (*BOTH.certain, "perhaps")


@pytest.mark.parametrize(
    ("diagnosis", "combined"),
    [
        (Diagnosis((("one", "another"),)), False),
        (Diagnosis((("one",),), factor="2"), True),
        (Diagnosis((("one",), ("second",))), True),
    ],
)
def test_a_factor_or_a_second_mistake_makes_a_combination(diagnosis: Diagnosis, combined: bool) -> None:
    assert diagnosis.is_combined is combined
