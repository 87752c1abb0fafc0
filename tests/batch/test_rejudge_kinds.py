"""What is judged without running stays so: rules for the text, predictions in files, and what people grade."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from autograder.answers.store import load_answers
from autograder.batch.ledger import Ledger
from autograder.batch.publish import RESULTS, Publisher
from autograder.batch.rejudge import Release
from autograder.batch.rejudge_class import ClassRejudge
from autograder.spec import loader, staff_folder
from tests.batch.test_rejudge import files, rejudge, scores
from tests.support.places import TESTS
from tests.support.toy import edited
from tests.support.warm import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["unsupervised", "two_files"])
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An assignment's staff folder, frozen, and a graded class: the reference, a wrong one, and no file at all."""
    home = tmp_path_factory.mktemp(request.param)
    staff = Path(shutil.copytree(TESTS / "assignments" / request.param, home / "staff"))
    done = run("freeze", "--assignment", staff, cwd=home)
    assert done.returncode == 0, done.stdout + done.stderr
    assignment = loader.load(staff)
    for name in ("right", "wrong", "nothing"):
        (home / "class" / name).mkdir(parents=True)
    for name in assignment.files:
        data = (staff / name).read_bytes()
        (home / "class" / "right" / name).write_bytes(data)
        changed = b"for" + data if name.endswith(".py") else data.replace(b"1", b"0")
        (home / "class" / "wrong" / name).write_bytes(changed)
    done = run("batch", home / "class", "--assignment", staff, "--out", home / "out")
    assert done.returncode == 0, done.stderr
    return staff, home / "out"


@pytest.mark.parametrize("trusting", [True, False])
def test_unchanged_settings_give_the_same_bytes(graded: tuple[Path, Path], tmp_path: Path, trusting: bool) -> None:
    staff, out = graded
    assignment = loader.load(staff)
    with Ledger(out) as ledger:
        ledger.copy_to(tmp_path)
    with Ledger(tmp_path) as ledger:
        new = Release(assignment, load_answers(staff / staff_folder.ANSWERS_NAME, assignment))
        judged = ClassRejudge(ledger, Publisher(tmp_path, assignment), out, new, trusting=trusting).run()
    assert (judged.count, judged.unseen, judged.spared) == (3, {}, ())
    assert files(tmp_path) == files(out)


def test_a_batch_says_all_that_grade_says(graded: tuple[Path, Path], tmp_path: Path) -> None:
    """Rows for what people grade among it."""
    staff, out = graded
    for name in ("right", "wrong", "nothing"):
        alone = tmp_path / "alone.json"
        run("grade", out.parent / "class" / name, "--assignment", staff, "--results", alone)
        one, other = (json.loads(path.read_bytes()) for path in (alone, out / RESULTS / f"{name}.json"))
        assert [row["name"] for row in one["tests"]] == [row["name"] for row in other["tests"]]
        assert (one["score"], one["output"].splitlines()[1:]) == (other["score"], other["output"].splitlines()[1:])


CHANGED = {
    "unsupervised": ("none: 0.5", "none: 0.1"),
    "two-files": ("forbid: {loops: [for, while, comprehension]}", "forbid: {loops: [while]}"),
}
"""A setting of a check that reads files, and another value."""


def test_other_settings_of_checks_that_read_files_need_no_run(graded: tuple[Path, Path], tmp_path: Path) -> None:
    staff, out = graded
    mine = Path(shutil.copytree(staff, tmp_path / "staff"))
    edited(mine, CHANGED[loader.load(staff).id])
    done = run("freeze", "--assignment", mine, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = rejudge(out, mine, "--to", tmp_path / "again")
    assert done.returncode == 0 and "3 submissions judged again" in done.stdout, done.stdout + done.stderr
    before, after = scores(out), scores(tmp_path / "again")
    assert before.keys() == after.keys() and after["right"] == before["right"]
    if "unsupervised" in mine.joinpath("assignment.yaml").read_text():
        assert (after["wrong"] or 0) > (before["wrong"] or 0)
