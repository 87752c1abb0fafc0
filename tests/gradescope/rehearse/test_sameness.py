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


@pytest.mark.parametrize("number", CHANGES)
def test_alone_in_a_rehearsal_and_in_a_batch_the_verdicts_are_the_same(
    number: int,
    toy_image: Image,
    toy_answers: Answers,
    toy_source: dict[str, str],
    rehearse: Callable[..., Rehearsal],
    tmp_path: Path,
) -> None:
    staff = copy_of_toy(tmp_path / "staff")
    store.save_answers(staff / staff_folder.ANSWERS_NAME, toy_answers)
    old, new = CHANGES[number]
    files = {name: text.replace(old, new, 1) if old else text for name, text in toy_source.items()}
    folder = tmp_path / "class" / f"submission_{number}"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    done = run("batch", tmp_path / "class", "--assignment", staff, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    metadata, alone = tmp_path / "submission_metadata.json", tmp_path / "alone.json"
    metadata.write_text(json.dumps({**METADATA, "id": number}))
    run("grade", folder, "--assignment", staff, "--results", alone, "--metadata", metadata)
    rehearsed = rehearse(toy_image, files, metadata={**METADATA, "id": number})
    batched = json.loads((tmp_path / "out" / "results" / f"submission_{number}.json").read_bytes())
    assert rehearsed.results is not None, rehearsed.printed
    assert told(json.loads(alone.read_bytes())) == told(batched) == told(rehearsed.results)
