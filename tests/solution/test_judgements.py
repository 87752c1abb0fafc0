"""Each known mistake's message was read by hand: the judgements are whole, their counts true, and none misleads."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from autograder.commands.loading import load_assignment
from autograder.mistakes import catalogue
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION

WORDS = ("cause", "helps", "where", "misleads")


@pytest.fixture(scope="module")
def data() -> dict[str, dict[str, object]]:
    return yaml.safe_load((SOLUTION / "judgements.yaml").read_text(encoding="utf-8"))


def test_every_mistake_has_a_judgement_and_nothing_else_has(data: dict[str, dict[str, object]]) -> None:
    mistakes = [one.id for one in catalogue.load(StaffFolder(SOLUTION), load_assignment(SOLUTION))]
    assert sorted(data["judgements"]) == sorted(mistakes)


def test_no_message_misleads(data: dict[str, dict[str, object]]) -> None:
    assert set(data["judgements"].values()) <= set(WORDS)
    assert [name for name, judgement in data["judgements"].items() if judgement == "misleads"] == []


def test_the_counts_are_those_of_the_judgements(data: dict[str, dict[str, object]]) -> None:
    counted = Counter(data["judgements"].values())
    assert data["counts"] == {word: counted[word] for word in WORDS}


def test_nine_of_ten_messages_name_the_cause_or_help(data: dict[str, dict[str, object]]) -> None:
    counted = Counter(data["judgements"].values())
    assert counted["cause"] + counted["helps"] >= 0.9 * len(data["judgements"])
