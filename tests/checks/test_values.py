"""Outputs of every kind, from the reference through freezing to a verdict: complex numbers, text, None, tables."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from autograder.answers.store import Answers, FrozenCase, load_answers, save_answers
from autograder.errors import StaffError
from autograder.freeze.reference import doubts, freeze
from autograder.grading.grader import Grader
from autograder.records import Case, Report
from autograder.sandbox import Sandbox
from autograder.spec import loader
from autograder.spec.loader import SpecError
from autograder.spec.staff_folder import StaffFolder
from tests.support.reports import statuses, submission_of, verdict_of

HEAD = """\
assignment: values
title: Values of every kind
seed: 1
decks: 1
files: [work.py]
limits: {seconds: 5, memory_mb: 512}
questions:
  - id: q1
    title: Values
    points: 8
    checks:
"""
NAMES = ("roots", "name", "names", "nothing", "table", "count", "odd", "vectors")
PROBES = "".join(f"def {name}(student, n):\n    return {{'value': student.work.{name}(n)}}\n\n\n" for name in NAMES)
CASES = """\
from autograder import Case


def numbers(rng):
    return [Case("one", {"n": 1}), Case("two", {"n": 2}), Case("three", {"n": 3})]
"""
WORK = """\
import numpy as np

def roots(n):
    return np.roots([1, 0, n])

def name(n):
    return "n" * n + "\\u00fc"

def names(n):
    return [f"row {i}" for i in range(n)]

def nothing(n):
    return None if n > 1 else 5

def table(n):
    return {"mean": n / 3, "words": ["a", "b"], "parts": [{"x": n}, None, "end"], n: True}

def count(n):
    return 1_000_003 + n

def odd(n):
    return np.array([n, np.nan, np.inf])

def vectors(n):
    return np.linalg.eigh(np.array([[2.0, n], [n, 1.0]]))[1]
"""
SETTINGS = {"odd": "nan: true", "vectors": "up_to: [sign, permutation]"}


def spec(settings: Mapping[str, str]) -> str:
    checks = [
        f"- {{id: q1.{name}, kind: output, title: {name}, points: 1, probe: {name}, cases: numbers, "
        f"{settings.get(name, 'public: false')}}}"
        for name in NAMES
    ]
    return HEAD + textwrap.indent("\n".join(checks), " " * 6) + "\n"


def folder_of(path: Path, settings: Mapping[str, str] = SETTINGS, work: str = WORK) -> Path:
    files = {"assignment.yaml": spec(settings), "work.py": work, "probes/all.py": PROBES, "cases/all.py": CASES}
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text)
    return path


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Grader:
    """What grades an assignment of all these values, by answers that were saved and read again."""
    folder = folder_of(tmp_path_factory.mktemp("values"))
    assignment = loader.load(folder)
    save_answers(folder / "answers.npz", freeze(StaffFolder(folder), assignment, sandbox))
    return Grader(assignment, load_answers(folder / "answers.npz", assignment), sandbox)


def graded(grader: Grader, *changes: tuple[str, str]) -> Report:
    text = WORK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return grader.grade(submission_of({"work.py": text}))


def test_the_reference_passes_with_values_of_every_kind(grader: Grader) -> None:
    assert statuses(graded(grader)) == dict.fromkeys([f"q1.{name}" for name in NAMES], "passed")


def test_other_right_values_pass(grader: Grader) -> None:
    report = graded(
        grader,
        ("return np.roots([1, 0, n])", "return [complex(z) for z in np.roots([1, 0, n])]"),
        ("return [f", "return tuple(f"),
        ("range(n)]", "range(n))"),
        ("[1]\n", "[1][:, ::-1] * [1, -1]\n"),
        ("return 1_000_003 + n", "return float(1_000_003 + n)"),
    )
    assert set(statuses(report).values()) == {"passed"}


@pytest.mark.parametrize(
    ("check", "old", "new", "said"),
    [
        ("roots", "np.roots([1, 0, n])", "np.conj(np.roots([1, 0, n]))", "with the other sign: is it conjugated?"),
        (
            "roots",
            "np.roots([1, 0, n])",
            "np.roots([1, 0, n]).imag",
            "is 1, expected 0+1j. All of it: got [ 1., -1.]",
        ),
        ("name", '"n" * n', '"N" * n', "value is 'Nü', expected 'nü'. Only upper and lower case differ."),
        ("name", 'return "n" * n + "\\u00fc"', "pass", "value is None; is a return statement missing?"),
        ("names", "range(n)]", "range(n + 1)]", "value has 2 entries, expected 1."),
        ("nothing", "None if n > 1 else 5", "5", "value is a number (5), expected None."),
        ("table", "n / 3", "n / 4", "value['mean'] is 0.25, expected 0.333333333."),
        ("table", '"end"', '"fin"', "value['parts'][2] is 'fin', expected 'end'."),
        ("table", '{"x": n}', '{"y": n}', "the keys of value['parts'][0][0] is \"'y'\", expected \"'x'\"."),
        ("table", "None, ", "", "the length of value['parts'] is 2, expected 3."),
        ("count", "1_000_003", "1_000_004", "value is 1000005, expected 1000004. Whole numbers must be exact."),
        ("odd", "np.nan", "0.0", "value[1] is a finite number and should not be; expected nan."),
        ("vectors", "[1]\n", "[1].T * [1, 2]\n", "value["),
    ],
)
def test_a_wrong_value_is_told_in_a_sentence(grader: Grader, check: str, old: str, new: str, said: str) -> None:
    verdict = verdict_of(graded(grader, (old, new)), f"q1.{check}")
    assert verdict.status == "failed" and said in verdict.message


def test_what_is_not_asked_for_is_told_as_before(grader: Grader) -> None:
    report = graded(grader, ("return 1_000_003 + n", "return None"), ("np.array([n,", "np.array([n * 1j,"))
    assert verdict_of(report, "q1.count").message.startswith("value is None; is a return statement missing?")
    assert verdict_of(report, "q1.odd").message.startswith("value has complex numbers, where real numbers are wanted.")


@pytest.mark.parametrize(
    ("settings", "score", "said"),
    [
        ("all_or_nothing: true", 0.0, "(2 of 3 cases are right; points are for all of them together.)"),
        ("weights: {three: 2}", 0.5, "(2 of 3 cases are right; the cases are not worth the same.)"),
        ("weights: {three: 0}", 1.0, "(2 of 3 cases are right; the cases are not worth the same.)"),
    ],
)
def test_cases_may_be_worth_something_else(
    tmp_path: Path, grader: Grader, sandbox: Sandbox, settings: str, score: float, said: str
) -> None:
    folder = folder_of(tmp_path, {**SETTINGS, "name": settings})
    changed = Grader(loader.load(folder), grader.answers, sandbox)
    verdict = verdict_of(graded(changed, ('"n" * n', '"n" * n * (n < 3)')), "q1.name")
    assert (verdict.status, verdict.score) == ("failed", pytest.approx(score)) and said in verdict.message


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("weights: {tree: 2}", "q1.name has no case 'tree'; there are 'one', 'two', 'three'. Did you mean 'three'?"),
        ("weights: {one: 0, two: 0, three: 0}", "every case of q1.name has the weight 0: nothing can be earned."),
        ("weights: {one: -1}", "must be at least 0"),
        ("exact: true, rtol: 0.1", "rtol says how far a number may be off, and `exact: true` that it may not"),
        ("tolerance: 0.1, atol: 0.1", "keep tolerance alone, or rtol and atol."),
        ("up_to: [sgn]", "up_to, entry 1: this must be 'sign', 'permutation', 'rotation' or 'scale'"),
        ("vectors: rows", "vectors means nothing without up_to, such as `up_to: [sign]`."),
        ("exactly: true", "'exactly' is not a setting here"),
    ],
)
def test_settings_that_do_not_fit_are_told_with_their_place(tmp_path: Path, settings: str, said: str) -> None:
    with pytest.raises(SpecError) as told:
        loader.load(folder_of(tmp_path, {**SETTINGS, "name": settings}))
    assert said in str(told.value) and "assignment.yaml:13:" in str(told.value)


def test_an_answer_that_is_not_finite_must_be_meant(tmp_path: Path, sandbox: Sandbox) -> None:
    folder = folder_of(tmp_path, {"vectors": SETTINGS["vectors"]})
    with pytest.raises(StaffError, match=r"Where that is right, say so with `nan: true`\."):
        freeze(StaffFolder(folder), loader.load(folder), sandbox)


def test_an_answer_for_which_up_to_means_nothing_is_refused(tmp_path: Path, sandbox: Sandbox) -> None:
    folder = folder_of(tmp_path, work=WORK.replace("[n, 1.0]]))[1]", "[n, 1.0]]))[1][None]"))
    with pytest.raises(StaffError, match=r"q1\.vectors on the case 'one' cannot be compared up to sign"):
        freeze(StaffFolder(folder), loader.load(folder), sandbox)


def test_staff_are_told_where_zero_counts_as_equal_and_where_floats_may_be_names(tmp_path: Path) -> None:
    assignment = loader.load(folder_of(tmp_path, {**SETTINGS, "roots": "rtol: 0.1", "count": "up_to: [permutation]"}))
    tiny, names = {"value": np.array([0.0, 3e-14])}, {"value": np.array([1.0, 1.0, 0.0])}
    given = {"q1.vectors": tiny, "q1.roots": tiny, "q1.odd": {"value": np.zeros(2)}, "q1.count": names}
    rows = {(deck, name): (FrozenCase(Case("c", {}), answer),) for name, answer in given.items() for deck in (0, 1)}
    assert doubts(assignment, Answers(rows)) == [
        "q1.count, the case 'c': value is compared as numbers that may come in any order. "
        "Where they are the names of clusters, return integers.",
        "q1.vectors, the case 'c': value is 3e-14 at most, and 0 counts as equal to it. "
        "Where it is more than rounding, set rtol, or rtol and atol.",
    ]
