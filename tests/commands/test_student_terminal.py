"""The command line as a student meets it at home."""

from __future__ import annotations

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import autograder
from tests.support.commands import ENVIRONMENT, PYTEST_OF_STUDENTS, command
from tests.support.commands import run as start
from tests.support.places import ROOT, TOY
from tests.support.warm import run

STAFF_COMMANDS = ("grade", "freeze", "release", "prove", "bundle", "rehearse", "preview", "doctor", "new")
ENDLESS = "x = 1\nwhile True:\n    x += 1\n"


@pytest.fixture
def mine(unzipped: Path, tmp_path: Path) -> Path:
    """A student's folder with all work done."""
    folder = Path(shutil.copytree(unzipped, tmp_path / "mine"))
    shutil.copy(TOY / "toy.py", folder / "toy.py")
    return folder


def test_a_student_s_help_is_about_work_at_home_and_a_misspelt_command_is_named(mine: Path, tmp_path: Path) -> None:
    said = run("--help", cwd=mine).stdout
    assert "Check your own work at home" in said and "Grade numeric assignments" not in said
    assert not [name for name in (*STAFF_COMMANDS, "contest") if f"  {name} " in said]
    assert "No such command 'chek'. Did you mean 'check'?" in run("chek", cwd=mine).stderr
    assert "Grade numeric assignments" in run("--help", cwd=tmp_path).stdout


def test_names_of_questions_and_checks_are_read_in_any_case(mine: Path) -> None:
    assert run("check", "T1", cwd=mine).returncode == 0
    done = run("check", "T1.Double", cwd=mine)
    assert done.returncode == 0 and "1 of 1 public check passes" in done.stdout


def test_a_run_of_a_part_does_not_say_that_all_public_checks_pass(mine: Path) -> None:
    said = run("check", "t1.double", cwd=mine).stdout
    assert said.splitlines()[-1] == "t1.double passes. Next: t1, `python kit check t1`."
    said = run("check", "t1", cwd=mine).stdout
    assert said.splitlines()[-1].startswith("All public checks pass. Hidden checks try other inputs")


def test_the_table_says_what_each_question_is_worth_here_and_hidden(mine: Path) -> None:
    [row] = [line for line in run("check", cwd=mine).stdout.splitlines() if line.startswith("t1 ")]
    assert re.sub(r" {2,}", "  ", row.strip()) == "t1  Numbers  3/3  ██████████  2 of 2  + 3 hidden"


def test_the_last_lines_show_a_bar_how_long_it_took_and_what_is_next(mine: Path) -> None:
    (mine / "toy.py").write_text((TOY / "toy.py").read_text().replace("2 * x", "3 * x"))
    bar, step = run("check", cwd=mine).stdout.splitlines()[-2:]
    assert re.fullmatch(r"▒▒ +1 of 2 public checks passes, \d+\.\d s", bar)
    assert step == "Next: t1.double. Fix it and run `python kit check t1` again."


def test_watching_says_so_and_since_when_and_ends_quietly_on_ctrl_c(mine: Path) -> None:
    process = subprocess.Popen(
        command("check", "--watch"),
        cwd=mine,
        env={**ENVIRONMENT, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = next(line for line in process.stdout if line.startswith("Watching"))
    pattern = (
        r"Watching your files in (.*) since \d\d:\d\d:\d\d: the checks run again when you save one\. Ctrl-C ends this\."
    )
    found = re.fullmatch(pattern, line.strip())
    assert found and Path(found[1]) == mine
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate()
    assert rest.strip() == "No longer watching." and not errors and process.returncode == 0


def test_staffs_commands_are_not_listed_in_a_students_folder(mine: Path) -> None:
    said = run("--help", cwd=mine).stdout
    assert "  check" in said and not [name for name in STAFF_COMMANDS if re.search(rf"^  {name}\b", said, re.MULTILINE)]
    assert all(re.search(rf"^  {name}\b", run("--help", cwd=ROOT).stdout, re.MULTILINE) for name in STAFF_COMMANDS)


def test_staffs_commands_are_not_listed_by_the_framework_of_a_kit(installed: Path, tmp_path: Path) -> None:
    said = start("--help", cwd=tmp_path, env={"PYTHONPATH": str(installed)}).stdout
    assert "  check" in said and "  freeze" not in said


WRONG_MODULE = "raise SystemExit('this is the wrong module')\n"
NAMES_OF_OTHERS = ("autograder", "click", "kit", "numpy", "probes", "pydantic", "pytest", "rich", "test", "yaml")
OF_PYTHON = {"linecache"} if sys.version_info >= (3, 13) else set()
"""What `python -c` imports by itself from the folder it is typed in, before any line of ours."""


@pytest.fixture
def beside_every_name(mine: Path) -> Path:
    """A student's folder with a file of the name of every module that Python has, and of every package in use."""
    for name in {*sys.stdlib_module_names, *NAMES_OF_OTHERS} - OF_PYTHON:
        (mine / f"{name}.py").write_text(WRONG_MODULE)
    return mine


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("python kit check t1", "All public checks pass."),
        ("python kit check t1.double --case 'minus three'", "1 of 1 public check passes"),
        ("python kit --help", "  check"),
        ("pytest -q -k t1", "2 passed"),
        ('python -c \'import kit; print(kit.call("t1.double", "minus three"))\'', "-6"),
    ],
)
def test_what_the_handouts_tell_to_type_works_beside_files_of_any_name(
    beside_every_name: Path, line: str, said: str
) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{ENVIRONMENT['PATH']}"
    environment = {**ENVIRONMENT, **PYTEST_OF_STUDENTS, "PATH": path}
    done = subprocess.run(["sh", "-c", line], cwd=beside_every_name, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and said in done.stdout, done.stdout + done.stderr


def test_a_file_of_the_name_of_the_grader_is_told(mine: Path) -> None:
    (mine / "autograder.py").write_text(WRONG_MODULE)
    said = subprocess.run([sys.executable, "kit", "check"], cwd=mine, env=ENVIRONMENT, capture_output=True, text=True)
    assert "`python kit check` runs the grader all the same." in " ".join(said.stdout.split())


def test_a_python_outside_of_the_virtual_environment_is_told_in_a_sentence(mine: Path) -> None:
    done = subprocess.run([sys.executable, "-S", "kit", "check"], cwd=mine, env={}, capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stderr.startswith("This Python has no module autograder. Is the terminal outside of .venv?")


@pytest.mark.slow
def test_an_endless_loop_at_the_top_of_a_file_is_waited_for_once(mine: Path) -> None:
    (mine / "toy.py").write_text(ENDLESS)
    said = " ".join(run("check", "--all", cwd=mine).stdout.split())
    assert said.count("was still being imported after") == 1
    assert "so it was not tried again" in said


def test_a_python_that_is_too_old_is_told_in_a_sentence(tmp_path: Path) -> None:
    old = "import runpy, sys; sys.version_info = (3, 9, 7, 'final', 0); runpy.run_module('autograder')"
    done = subprocess.run([sys.executable, "-c", old], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "autograder needs Python 3.10 or later, and this is Python 3.9" in done.stderr


@pytest.mark.parametrize("version", [(3, 6), (3, 9)])
def test_what_an_old_python_reads_before_it_is_refused_has_no_newer_syntax(version: tuple[int, int]) -> None:
    assert autograder.__file__
    ast.parse(Path(autograder.__file__).read_text(), feature_version=version)
