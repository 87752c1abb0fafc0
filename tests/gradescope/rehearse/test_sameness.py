"""One export, three ways: alone, in a rehearsal of Gradescope, and in a batch. All come to the same verdicts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder.answers import store
from autograder.answers.store import Answers
from autograder.gradescope.rehearse.platform import METADATA, Image, Rehearsal
from autograder.spec import staff_folder
from tests.support.toy import copy_of_toy
from tests.support.warm import run

pytestmark = pytest.mark.slow
CHANGES = {
    381579001: ("", ""),
    381579002: ("return k * x", "return k + x"),
    381579003: ("import numpy", "import nonsense, numpy"),
    381579004: ("return 2 * x", "__import__('os')._exit(3)"),
    381579005: ("def double(x):", "def double(x)"),
}
"""What each submission changed in the reference."""


def told(results: Mapping[str, Any]) -> list[tuple[object, ...]]:
    """What a student reads of each check."""
    return [(row["name"], row["status"], row.get("score"), row.get("output")) for row in results["tests"]]


def changed(source: Mapping[str, str], number: int) -> dict[str, str]:
    """The files of that submission."""
    old, new = CHANGES[number]
    return {name: text.replace(old, new, 1) if old else text for name, text in source.items()}


@pytest.fixture(scope="module")
def graded(toy_answers: Answers, toy_source: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with staff's folder, the class, and what a batch made of the class."""
    home = tmp_path_factory.mktemp("sameness")
    staff = copy_of_toy(home / "staff")
    store.save_answers(staff / staff_folder.ANSWERS_NAME, toy_answers)
    for number in CHANGES:
        folder = home / "class" / f"submission_{number}"
        folder.mkdir(parents=True)
        for name, text in changed(toy_source, number).items():
            (folder / name).write_text(text)
    done = run("batch", home / "class", "--assignment", staff, "--out", home / "out")
    assert done.returncode == 0, done.stderr
    return home


@pytest.mark.parametrize("number", CHANGES)
def test_alone_in_a_rehearsal_and_in_a_batch_the_verdicts_are_the_same(
    number: int,
    graded: Path,
    toy_image: Image,
    toy_source: dict[str, str],
    rehearse: Callable[..., Rehearsal],
    tmp_path: Path,
) -> None:
    name = f"submission_{number}"
    metadata, alone = tmp_path / "submission_metadata.json", tmp_path / "alone.json"
    metadata.write_text(json.dumps({**METADATA, "id": number}))
    words = ("--assignment", graded / "staff", "--results", alone, "--metadata", metadata)
    run("grade", graded / "class" / name, *words)
    rehearsed = rehearse(toy_image, changed(toy_source, number), metadata={**METADATA, "id": number})
    batched = json.loads((graded / "out" / "results" / f"{name}.json").read_bytes())
    assert rehearsed.results is not None, rehearsed.printed
    assert told(json.loads(alone.read_bytes())) == told(batched) == told(rehearsed.results)
