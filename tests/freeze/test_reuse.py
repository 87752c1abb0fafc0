"""Freezing runs only what changed, and gives the same bytes when nothing did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.answers import npz
from autograder.answers.store import Answers, load_rows, save_answers, tree_of
from autograder.freeze import mistakes, reference
from autograder.freeze.kernels import portable
from autograder.freeze.mistakes import Kept, add_wrong_answers
from autograder.freeze.reference import freeze
from autograder.freeze.reuse import Earlier
from autograder.grading.cache import VerdictCache
from autograder.grading.cache_keys import Keys, digest_of_code
from autograder.mistakes.catalogue import Mistake
from autograder.records import Check, silent
from autograder.sandbox import Sandbox
from autograder.sandbox.zygote_process import ENVIRONMENT
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.toy import edited, frozen, toy_with_mistakes
from tests.support.warm import run

pytestmark = pytest.mark.slow

ALMOST_ONE = "((A := np.random.default_rng(0).normal(size=(60, 60))) @ np.linalg.inv(A))[0, 0]"
"""A number whose last digits depend on the order in which products are added up."""
Freeze = Callable[..., tuple[Answers, list[str], list[str]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return toy_with_mistakes(tmp_path / "toy")


@pytest.fixture
def again(folder: Path, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Freeze:
    """Freeze the folder by earlier answers, and tell which checks and which mistakes were run."""
    checks: list[str] = []
    shown: list[str] = []
    answer, show = reference._answered, mistakes._shown
    monkeypatch.setattr(reference, "_answered", lambda check, *more: checks.append(check.id) or answer(check, *more))
    monkeypatch.setattr(
        mistakes, "_shown", lambda box, task, *more: shown.append(task.mistake.id) or show(box, task, *more)
    )
    times = iter(range(100))

    def once(earlier: Answers, *anew: str) -> tuple[Answers, list[str], list[str]]:
        checks.clear(), shown.clear()
        assignment, kept = loader.load(folder), Earlier(earlier, anew)
        right = freeze(StaffFolder(folder), assignment, sandbox, earlier=kept)
        empty = VerdictCache(tmp_path / f"cache {next(times)}")
        found = add_wrong_answers(StaffFolder(folder), assignment, right, Kept(empty, kept), 1, silent)
        return found, sorted(set(checks)), sorted(set(shown))

    return once


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Answers:
    """The answers of that folder as it is, frozen from nothing."""
    home = tmp_path_factory.mktemp("first")
    return frozen(toy_with_mistakes(home / "toy"), sandbox, home / "cache")[1]


def test_nothing_is_run_where_nothing_changed_and_the_bytes_are_the_same(again: Freeze, tmp_path: Path) -> None:
    first, checks, shown = again(Answers())
    assert len(checks) == 6 and len(shown) == 7
    save_answers(tmp_path / "answers.npz", first)
    second, checks, shown = again(load_rows(tmp_path / "answers.npz"))
    assert (checks, shown) == ([], []) and npz.pack(tree_of(second)) == (tmp_path / "answers.npz").read_bytes()


def test_a_key_is_made_once_for_all_decks_and_no_two_mistakes_are_compared(
    again: Freeze, first: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    asked: list[int] = []
    of_code, tasks_of = Keys.of_code, mistakes._tasks

    def counted(self: Keys, check: Check, *more: Any) -> str:
        made.append(check.id)
        return of_code(self, check, *more)

    def told(*given: Any) -> list[Any]:
        tasks = tasks_of(*given)
        asked.append(len(tasks))
        return tasks

    def compared(one: object, other: object) -> bool:
        raise AssertionError("two mistakes are compared: of all pairs, that takes long")

    monkeypatch.setattr(Keys, "of_code", counted)
    monkeypatch.setattr(mistakes, "_tasks", told)
    monkeypatch.setattr(Mistake, "__eq__", compared)
    assert again(first)[1:] == ([], [])
    assert len(made) == len({check for _, check in first.rows}) + asked[0]


def test_no_key_depends_on_a_docstring_or_a_comment_of_the_framework_or_the_reference() -> None:
    text = '"""What it is for."""\nX = 1\n"""One."""\n\n\ndef f(x):\n    """Why."""\n    return x + X\n'
    other = '"""Other words."""\nX = 1  # one\n\n\ndef f(x):\n    """And here."""\n    return x + X\n'
    assert digest_of_code(text.encode()) == digest_of_code(other.encode())
    assert digest_of_code(text.encode()) != digest_of_code(text.replace("x + X", "x - X").encode())
    assert digest_of_code(b'def f(x):\n    "only words"\n') == digest_of_code(b'def f(x):\n    "others"\n')
    assert digest_of_code(b'y = "words"\n') != digest_of_code(b'y = "others"\n')


@pytest.mark.parametrize(
    ("name", "old", "new", "checks", "shown"),
    [
        ("helper_free.py", "return 3 * x", "return x * 3", ["t3.triple"], []),
        ("assignment.yaml", "points: 2\n        probe: double", "points: 2\n        probe: double ", [], []),
        ("assignment.yaml", "hint: What is twice a number?", "hint: Which number?", [], []),
        ("assignment.yaml", "limits: {seconds: 2,", "limits: {seconds: 3,", [], []),
        ("mistakes/t1.yaml", "return x / 2", "return x / 3", [], ["half"]),
        ("mistakes/t1.yaml", "hint: Is twice", "hint: Is it twice", [], []),
        ("cases/toy.py", '{"x": 2.0}', '{"x": 2.5}', ["t1.double"], ["absolute", "half", "no_upstream", "shifted"]),
    ],
)
def test_only_what_changed_is_run(
    again: Freeze, first: Answers, folder: Path, name: str, old: str, new: str, checks: list[str], shown: list[str]
) -> None:
    edited(folder, (old, new), name=name)
    found, ran, mistaken = again(first)
    assert (ran, mistaken) == (checks, shown)
    fresh, _, _ = again(Answers())
    assert npz.pack(tree_of(found)) == npz.pack(tree_of(fresh))


def test_a_question_is_run_where_it_is_asked_for(again: Freeze, first: Answers) -> None:
    _, checks, shown = again(first, "t2")
    assert checks == ["t2.classify", "t2.order"] and shown == ["all_ones", "replaced", "sorted"]


def test_answers_that_differ_by_rounding_alone_stay(again: Freeze, first: Answers) -> None:
    place = next(place for place in first.rows if place[1] == "t1.scaled")
    [one, *rest] = first.rows[place]
    assert one.answer is not None
    nudged = replace(one, answer={"z": one.answer["z"] * (1 + 1e-14)})
    earlier = replace(first, rows={**first.rows, place: (nudged, *rest)}, keys={})
    found, _, _ = again(earlier)
    assert np.array_equal((found.rows[place][0].answer or {})["z"], (nudged.answer or {})["z"])
    far = replace(one, answer={"z": one.answer["z"] * (1 + 1e-6)})
    found, _, _ = again(replace(earlier, rows={**first.rows, place: (far, *rest)}))
    assert np.array_equal((found.rows[place][0].answer or {})["z"], one.answer["z"])


def test_every_file_is_read_before_anything_runs(folder: Path, tmp_path: Path) -> None:
    edited(folder, ("return x / 2", "return x /"), name="mistakes/t1.yaml")
    (folder / "chance.yaml").write_text("- check: [\n")
    done = run("freeze", "--assignment", folder, "--cache", tmp_path / "cache")
    assert done.returncode == 3 and "mistakes/t1.yaml:7:5: after this edit" in done.stderr
    assert "freezing" not in done.stderr


def test_a_question_that_is_not_there_is_refused(folder: Path, tmp_path: Path) -> None:
    done = run("freeze", "t9", "--assignment", folder, "--cache", tmp_path / "cache")
    assert done.returncode == 2 and "this assignment has no question or check 't9'" in done.stderr


def as_bytes(answers: Answers) -> bytes:
    return npz.pack(tree_of(answers))


@dataclass(frozen=True)
class Rounded:
    """A folder whose answers depend on the processor in their last digits, its answers on the one that is here, and
    those on the processor that all machines have.
    """

    staff: StaffFolder
    here: Answers
    portable: Answers


@pytest.fixture(scope="module")
def rounded(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Rounded:
    folder = toy_with_mistakes(tmp_path_factory.mktemp("rounded") / "toy")
    edited(folder, ("return k * x\n", f"return k * np.exp(x / 9) * {ALMOST_ONE}\n"), name="toy.py")
    edited(folder, ("return k * dz", f"return k * np.exp(x / 9) / 9 * {ALMOST_ONE} * dz"), name="toy.py")
    staff = StaffFolder(folder)
    here = freeze(staff, loader.load(folder), sandbox)
    with Sandbox(launch=portable()) as plain:
        return Rounded(staff, here, freeze(staff, loader.load(folder), plain))


@pytest.mark.parametrize(("core", "without"), [("Nehalem", ""), ("Haswell", "X86_V4"), ("Prescott", "X86_V3 X86_V4")])
def test_another_processor_changes_no_byte(
    rounded: Rounded, monkeypatch: pytest.MonkeyPatch, core: str, without: str
) -> None:
    staff, assignment = rounded.staff, loader.load(rounded.staff.path)
    here, first = rounded.here, rounded.portable
    monkeypatch.setitem(ENVIRONMENT, "OPENBLAS_CORETYPE", core)
    monkeypatch.setitem(ENVIRONMENT, "NPY_DISABLE_CPU_FEATURES", without)
    with Sandbox(launch=portable()) as plain:
        assert as_bytes(freeze(staff, assignment, plain)) == as_bytes(first)
    with Sandbox() as other:
        fresh = freeze(staff, assignment, other)
        settled = freeze(staff, assignment, other, earlier=Earlier(replace(here, keys={})))
    assert fresh.keys == here.keys == settled.keys == first.keys
    if as_bytes(fresh) == as_bytes(here):
        pytest.skip(f"numpy gives the same last digits here as on {core}")
    assert as_bytes(settled) == as_bytes(here)
