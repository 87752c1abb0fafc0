"""A setting of the right form that makes no sense is refused with its place and what it must be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.mistakes.catalogue import MistakesError
from autograder.mistakes.catalogue import load as mistakes_of
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.contest.season import staff_folder
from tests.support.toy import edited, with_a_mistake

FINITE_WORDS = r"this must be (?:a finite number|a number|at least|above|at most|below|\w)"
NO_NUMBERS = ("nan", ".nan", "inf", "-inf", ".inf", "1e400", "true", "x", "-1", "")


def refused(folder: Path) -> list[str]:
    with pytest.raises(loader.SpecError) as error:
        loader.load(folder)
    lines = str(error.value).splitlines()
    assert all(re.match(r".+assignment\.yaml:\d+:\d+: .+[.?]$", line) for line in lines), lines
    return [line.partition(": ")[2] for line in lines]


OUTPUT = "cases: scaled\n"
GRADIENT = "gradients: {x: dx}\n"
ACCURACY = "        none: 0.5\n        full: 0.95\n"


@pytest.mark.parametrize(
    ("where", "setting", "values", "words"),
    [
        (OUTPUT, "tolerance", ("5", "1", "1.0"), "tolerance: this must be below 1; got"),
        (OUTPUT, "tolerance", ("0", "-1e-5"), "tolerance: this must be above 0; got"),
        (OUTPUT, "rtol", ("1", "2.5"), "rtol: this must be below 1; got"),
        (OUTPUT, "rtol", ("-0.1",), "rtol: this must be at least 0; got"),
        (OUTPUT, "atol", ("-1",), "atol: this must be at least 0; got"),
        (GRADIENT, "tolerance", ("5", "1"), "tolerance: this must be below 1; got"),
        (GRADIENT, "tolerance", ("0", "-1"), "tolerance: this must be above 0; got"),
        (GRADIENT, "step", ("1", "1000"), "step: this must be below 1; got"),
        (GRADIENT, "step", ("0", "-1"), "step: this must be above 0; got"),
        (OUTPUT, "weights", ("{random 1: -1}",), "random 1: this must be at least 0; got"),
        (OUTPUT, "weights", ("{random 1: 1.0e300}",), "random 1: this must be at most 1000000; got"),
        (OUTPUT, "limits", ("{seconds: 0}", "{seconds: -1}"), "seconds: this must be above 0; got"),
        (OUTPUT, "limits", ("{memory_mb: 0}",), "memory_mb: this must be above 0; got"),
        (OUTPUT, "limits", ("{printed_kb: -1}",), "printed_kb: this must be at least 0; got"),
        (OUTPUT, "limits", ("{memory_mb: 1.5}",), "memory_mb: this must be a whole number; got"),
        (OUTPUT, "limits", ("{seconds: true}",), "seconds: this must be a number, such as 1.5; got true."),
    ],
)
def test_a_setting_of_a_check_that_makes_no_sense_is_refused(
    toy_folder: Path, where: str, setting: str, values: tuple[str, ...], words: str
) -> None:
    spec = (toy_folder / "assignment.yaml").read_text()
    for value in values:
        (toy_folder / "assignment.yaml").write_text(spec.replace(where, f"{where}        {setting}: {value}\n", 1))
        assert any(line.startswith(words) for line in refused(toy_folder)), value


@pytest.mark.parametrize("where", [OUTPUT, GRADIENT])
@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number_is_no_tolerance(toy_folder: Path, where: str, value: str) -> None:
    edited(toy_folder, (where, f"{where}        tolerance: {value}\n"))
    if where == OUTPUT and not value:
        loader.load(toy_folder)  # nothing stands there, which is as if the setting were left out
    else:
        assert any(re.match(f"tolerance: {FINITE_WORDS}", line) for line in refused(toy_folder))


@pytest.mark.parametrize(
    ("none", "full", "words"),
    [
        ("0", "0", "full: this must be above 0; got 0."),
        ("0.5", "1.5", "full: this must be at most 1; got 1.5."),
        ("-0.5", "0.9", "none: this must be at least 0; got -0.5."),
        ("0.9", "0.5", "none must not be larger than full."),
        ("50", "95", "none: this must be at most 1; got 50."),
        ("nan", "0.9", "none: this must be a finite number, such as 1.5; got 'nan'."),
        ("true", "1", "none: this must be a number, such as 1.5; got true."),
        ("0.5", "true", "full: this must be a number, such as 1.5; got true."),
    ],
)
def test_a_threshold_outside_of_0_to_1_is_refused(toy_folder: Path, none: str, full: str, words: str) -> None:
    edited(toy_folder, (ACCURACY, f"        none: {none}\n        full: {full}\n"))
    assert words in refused(toy_folder)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("seed: 1\n", "seed: true\n", "seed: this must be a number, such as 1.5; got true."),
        ("decks: 2\n", "decks: true\n", "decks: this must be a number, such as 1.5; got true."),
        ("points: 2\n", "points: true\n", "points: this must be a number, such as 1.5; got true."),
        ("points: 6\n", "points: 1.0e300\n", "points: this must be at most 1000000; got 1e+300."),
        ("points: 2\n", "points: 1.0e300\n", "points: this must be at most 1000000; got 1e+300."),
        ("points: 6\n", "points: nan\n", "points: this must be a finite number, such as 1.5; got 'nan'."),
        ("points: 2\n", "points: inf\n", "points: this must be a finite number, such as 1.5; got 'inf'."),
        ("total_seconds: 60", "total_seconds: 0", "total_seconds: this must be above 0; got 0."),
        ("total_seconds: 60", "total_seconds: true", "total_seconds: this must be a number, such as 1.5; got true."),
        ("seconds: 2", "seconds: false", "seconds: this must be above 0; got False."),
        ("title: A toy assignment", "title: ''", "title: a text must stand here, and it is empty."),
        ("title: A toy assignment", "title: '  '", "title: this must be a text that is not blank; got '  '."),
        ("title: Numbers", "title: ' '", "title: this must be a text that is not blank; got ' '."),
        ("title: double gives twice its argument", "title: ' '",
         "title: this must be a text that is not blank; got ' '."),
        ("label: Accuracy", "label: ''", "label: a text must stand here, and it is empty."),
        ("seed: 1\n", "seed: 1\nhints_per_day: -1\n", "hints_per_day: this must be at least 0; got -1."),
        ("seed: 1\n", "seed: 1\nmost_per_mistake: 0\n", "most_per_mistake: this must be above 0; got 0."),
        ("seed: 1\n", "seed: 1\nlate: {percent_a_day: 101}\n", "percent_a_day: this must be at most 100; got 101."),
        ("seed: 1\n", "seed: 1\nlate: {grace_minutes: true}\n",
         "grace_minutes: this must be a number, such as 1.5; got true."),
    ],
)  # fmt: skip
def test_a_setting_of_the_assignment_that_makes_no_sense_is_refused(
    toy_folder: Path, old: str, new: str, words: str
) -> None:
    edited(toy_folder, (old, new))
    assert words in refused(toy_folder)


@pytest.mark.parametrize("share", ["0", "1.5", "-1", "nan", "true"])
def test_a_share_that_is_none_is_refused(toy_folder: Path, share: str) -> None:
    carried = f"carried: {{instead: double, share: {share}}}"
    edited(toy_folder, ("after: [t1.scaled]\n", f"after: [t1.scaled]\n        {carried}\n"))
    assert any(re.match(f"share: {FINITE_WORDS}", line) for line in refused(toy_folder))


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("times_staff: 0.5", "times_staff: this must be at least 1; got 0.5."),
        ("times_staff: inf", "times_staff: this must be a finite number, such as 1.5."),
        ("largest_kb: 0", "largest_kb: this must be above 0; got 0."),
        ("night_draws: 1", "night_draws: this must be at least 2; got 1."),
        ("rewards: {final: {0: 1}}", "ranks begin at 1 and points at 0"),
        ("rewards: {final: {1: -1}}", "ranks begin at 1 and points at 0"),
        ("rewards: {final: {1: nan}}", "this must be a finite number"),
        ("rewards: {staff_bot: -1}", "staff_bot: this must be at least 0; got -1."),
    ],
)
def test_a_setting_of_the_contest_that_makes_no_sense_is_refused(tmp_path: Path, setting: str, words: str) -> None:
    folder = staff_folder(tmp_path, ("2026-12-04", "2026-12-11"), (5, 20))
    spec = folder / "assignment.yaml"
    name = setting.partition(":")[0]
    text = re.sub(rf"(?m)^  {name}:.*\n", "", spec.read_text())
    spec.write_text(text.replace("contest:\n", f"contest:\n  {setting}\n", 1))
    assert any(words in line for line in refused(folder))


@pytest.mark.parametrize("key", ["idea", "hint"])
def test_a_mistake_without_a_word_is_refused(toy_folder: Path, key: str) -> None:
    with pytest.raises(MistakesError, match=rf"t1\.yaml:\d+:\d+: {key}: this must be a text that is not blank"):
        mistakes_of(StaffFolder(with_a_mistake(toy_folder, **{key: "' '"})), loader.load(toy_folder))
