"""What students were handed out is known by its digests, where the reference is and where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.gradescope.bundle import grading_folder
from autograder.intake.choice import digest
from autograder.release.handed_out import NAME, HandedOut, handed_out, packed
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def real() -> HandedOut:
    folder = ROOT / "solution"
    return handed_out(StaffFolder(folder), loader.load(folder))


def test_every_file_of_the_assignment_folder_is_known_as_untouched(real: HandedOut) -> None:
    assert real.digests == {name: digest((ROOT / "assignment" / name).read_bytes()) for name in real.digests}
    assert set(real.digests) == set(real.names) == set(loader.load(ROOT / "solution").files)
    assert real.names["softmax.py"] == [
        "softmax_probability", "log_likelihood", "softmax_loss", "softmax", "SoftmaxLossGate"
    ]  # fmt: skip


def test_a_bundle_knows_them_without_the_reference(real: HandedOut, tmp_path: Path) -> None:
    for name, data in grading_folder(StaffFolder(ROOT / "solution"), loader.load(ROOT / "solution")).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / NAME).write_bytes(packed(real))
    assert handed_out(StaffFolder(tmp_path), loader.load(tmp_path)) == real
    assert all(len(value) == 64 for value in json.loads(packed(real))["digests"].values())


def test_a_kit_knows_the_names_alone(real: HandedOut) -> None:
    kit = ROOT / "assignment" / "kit"
    assert handed_out(StaffFolder(kit), loader.load(kit)) == HandedOut(names=real.names)
