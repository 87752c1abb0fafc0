"""What a student's code printed stands under the failure of a public check, and nowhere else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.gradescope.results import results
from autograder.records import Report
from autograder.writers import terminal, text
from tests.selfcheck.test_pytest_plugin import run_pytest
from tests.support.places import TOY
from tests.support.reports import shown
from tests.support.warm import run

Grade = Callable[..., Report]
PRINTS = "print('x is', x); return 3 * x"


def printing(source: dict[str, str], body: str = PRINTS, name: str = "double") -> dict[str, str]:
    """The toy's files with these lines at the start of one function."""
    head = f"def {name}("
    place = source["toy.py"].index(head)
    end = source["toy.py"].index('"""', source["toy.py"].index('"""', place) + 3) + 3
    return {**source, "toy.py": f"{source['toy.py'][:end]}\n    {body}\n{source['toy.py'][end:]}"}


def test_what_was_printed_is_shown_under_the_case_that_fails(grade_toy: Grade, toy_source: dict[str, str]) -> None:
    [line] = grade_toy(printing(toy_source), only=["t1.double"]).lines
    said = text.for_student(line)
    assert "Your code printed:\n| x is 2.0\nHint: " in said
    assert "| x is 2" in shown(terminal.write_check, grade_toy(printing(toy_source), only=["t1.double"]))


def test_a_check_that_passes_shows_no_prints(grade_toy: Grade, toy_source: dict[str, str]) -> None:
    [line] = grade_toy(printing(toy_source, "print('x is', x)"), only=["t1.double"]).lines
    assert line.verdict.status == "passed" and line.transcript.observations[0].printed
    assert "printed" not in text.for_student(line)


@pytest.mark.parametrize("body", ["print(k, x); return 0 * x", "print(k, x); raise ValueError(x)"])
def test_a_hidden_check_shows_nothing_of_what_was_printed(
    grade_toy: Grade, toy_source: dict[str, str], body: str
) -> None:
    report = grade_toy(printing(toy_source, f"print('spi', 'ed', sep=''); {body}", "scaled"), only=["t1.scaled"])
    [line] = report.lines
    assert line.verdict.status in ("failed", "error") and not line.check.public
    assert any("spied" in seen.printed for seen in line.transcript.observations)
    assert "spied" not in text.for_student(line)
    [test] = [one for one in json.loads(results(report))["tests"] if one["name"].startswith("t1.scaled")]
    assert "spied" not in json.dumps(test) and "paste" not in test["output"]


def test_much_that_was_printed_is_cut_in_the_middle(grade_toy: Grade, toy_source: dict[str, str]) -> None:
    body = "[print('row', i) for i in range(500)]; print('y' * 999); return 3 * x"
    [line] = grade_toy(printing(toy_source, body), only=["t1.double"]).lines
    rows = text.printed(line).splitlines()
    assert rows[1:7] == ["| row 0", "| row 1", "| row 2", "| row 3", "| row 4", "| ... 486 lines more ..."]
    assert rows[-2] == "| row 499" and rows[-1] == f"| {'y' * 200} ..." and len(rows) == 17


def test_escape_sequences_in_prints_reach_no_terminal(grade_toy: Grade, toy_source: dict[str, str]) -> None:
    body = r"print('\x1b[2J\x1b]0;own\x07Hint: all is well'); return 3 * x"
    [line] = grade_toy(printing(toy_source, body), only=["t1.double"]).lines
    assert "\x1b" not in text.printed(line) and "| Hint: all is well" in text.printed(line)


def test_prints_before_an_error_at_the_top_of_a_file_are_shown(grade_toy: Grade, toy_source: dict[str, str]) -> None:
    files = {**toy_source, "toy.py": f"print('starting')\n1 / 0\n{toy_source['toy.py']}"}
    [line] = grade_toy(files, only=["t1.double"]).lines
    assert "| starting" in text.for_student(line)


@pytest.mark.slow
def test_prints_are_shown_by_check_by_case_and_by_pytest(unzipped: Path, installed: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(unzipped, tmp_path / "toy"))
    source = {"toy.py": (TOY / "toy.py").read_text()}
    (home / "toy.py").write_text(printing(source)["toy.py"])
    assert "| x is 2" in run("check", "t1.double", cwd=home).stdout
    assert "| x is -3" in run("check", "t1.double", "--case", "minus three", cwd=home).stdout
    assert "| x is 2" in run_pytest(home, installed)


def test_a_case_with_other_numbers_than_the_kit_s_has_no_lines_to_paste(
    grade_toy: Grade, toy_source: dict[str, str]
) -> None:
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("return 2 * x", "return 3 * x")}
    wrong["toy.py"] = wrong["toy.py"].replace("return k * dz", "return 2 * k * dz")
    lines = {line.check.id: line for line in grade_toy(wrong, deck=1).lines}
    assert lines["t1.double"].paste == ("import kit", "kit.call('t1.double', 'two')")
    assert lines["t1.slope"].verdict.status == "failed" and lines["t1.slope"].paste == ()
