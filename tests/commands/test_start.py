"""What a command imports: nothing that nobody asked for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.answers import store
from autograder.answers.store import Answers
from autograder.sandbox.runtime import own_runtime, to_be_copied
from autograder.spec.staff_folder import ANSWERS_NAME
from tests.support.commands import ENVIRONMENT, run
from tests.support.places import ROOT, TOY
from tests.support.toy import copy_of_toy

NOBODY_NEEDS = {
    *("asyncio", "dask", "html", "http", "jinja2", "logging", "multiprocessing", "tarfile", "xml"),
    *("numpy.testing", "pydantic.v1", "rich.markdown", "rich.progress", "rich.traceback"),
    *(f"autograder.{room}" for room in ("batch", "contest", "playground", "prove")),
    *(f"autograder.freeze.{name}" for name in ("mistakes", "reference", "reuse")),
    *(
        f"autograder.intake.{name}"
        for name in ("assemble", "exports", "from_notebooks", "joining", "magics", "notebooks", "pieces")
    ),
    *(f"autograder.mistakes.{name}" for name in ("catalogue", "edits")),
    *(f"autograder.writers.{name}" for name in ("github", "html", "junit", "prairielearn")),
}
"""What neither a student's check nor the grading of a folder without a notebook needs."""
AT_HOME = {"argparse", "autograder.gradescope", "autograder.release", "gradescope_utils", "unittest"}
"""What a student's check does without, besides."""
ONLY_ONCE = {"email", "importlib.metadata", "pydantic", "yaml"}
"""What is done without where the assignment was read before."""
TELL = "import atexit, runpy, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
START = "runpy.run_module('autograder', run_name='__main__')"
RUN = f"{TELL}; {START}"
STARTS = f"""
import runpy, sys
from autograder.sandbox import zygote_process

def told(*words, **more):
    print("started", "late" if "numpy" in sys.modules else "early", file=sys.stderr)
    return popen(*words, **more)

popen, zygote_process.subprocess.Popen = zygote_process.subprocess.Popen, told
{START}
"""
"""Says of each process when it is started: early, before this one has numpy, or late."""


def imported(*words: object, cwd: Path) -> set[str]:
    """All that is imported once a command has done its work, where Python may keep what it compiles."""
    line = [sys.executable, "-c", RUN, *map(str, words)]
    keeping = {name: value for name, value in ENVIRONMENT.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(line, cwd=cwd, env=keeping, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return set(done.stderr.splitlines()[-1].split())


def test_a_students_check_imports_only_what_it_needs(unzipped: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(unzipped, tmp_path / "mine"))
    shutil.copy(TOY / "toy.py", folder / "toy.py")
    assert not imported("check", "t1.double", cwd=folder) & (NOBODY_NEEDS | AT_HOME)
    assert not imported("check", "t1.double", cwd=folder) & (NOBODY_NEEDS | AT_HOME | ONLY_ONCE)


def test_grading_one_submission_imports_only_what_it_needs(toy_answers: Answers, tmp_path: Path) -> None:
    staff = copy_of_toy(tmp_path / "staff")
    store.save_answers(staff / ANSWERS_NAME, toy_answers)
    assert not imported("grade", TOY, "--assignment", staff, cwd=tmp_path) & NOBODY_NEEDS
    assert not imported("grade", TOY, "--assignment", staff, cwd=tmp_path) & (NOBODY_NEEDS | ONLY_ONCE)


@pytest.mark.parametrize("name", ["github", "junit", "prairielearn"])
def test_a_format_is_imported_only_when_it_is_asked_for(name: str) -> None:
    code = f"import sys, autograder.commands.grade; sys.exit('autograder.writers.{name}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT).returncode == 0


def test_a_plugin_of_pydantic_that_happens_to_be_installed_has_no_part_in_reading_an_assignment(tmp_path: Path) -> None:
    marks = tmp_path / "greedy-1.dist-info"
    marks.mkdir()
    (marks / "METADATA").write_text("Metadata-Version: 2.1\nName: greedy\nVersion: 1\n")
    (marks / "entry_points.txt").write_text("[pydantic]\ngreedy = greedy:plugin\n")
    (tmp_path / "greedy.py").write_text("raise SystemExit('the plugin was imported')\n")
    done = run("schema", env={"PYTHONPATH": f"{tmp_path}:{ROOT}"})
    assert done.returncode == 0 and '"properties"' in done.stdout


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="this system does not list a process's threads")
def test_a_command_has_one_thread_unless_the_environment_says_otherwise() -> None:
    code = "import os; from autograder import cli; cli.main(['schema'], standalone_mode=False)"
    told = f"{code}; assert os.listdir('/proc/self/task') == [str(os.getpid())]"
    plain = {name: value for name, value in ENVIRONMENT.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", told], env=plain, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def started(*words: object, cwd: Path) -> list[str]:
    """When each process of a command was started: early, or late, with all that is imported for the command."""
    line = [sys.executable, "-c", STARTS, *map(str, words)]
    done = subprocess.run(line, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True)
    return [line.removeprefix("started ") for line in done.stderr.splitlines() if line.startswith("started")]


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
@pytest.mark.skipif(to_be_copied(own_runtime()), reason="a worker needs a copy of Python here, which is not made early")
def test_the_one_zygote_of_a_command_that_grades_warms_up_while_the_rest_is_imported(
    unzipped: Path, toy_answers: Answers, tmp_path: Path
) -> None:
    staff = copy_of_toy(tmp_path / "staff")
    store.save_answers(staff / ANSWERS_NAME, toy_answers)
    assert started("grade", TOY, "--assignment", staff, cwd=tmp_path) == ["early"]
    folder = Path(shutil.copytree(unzipped, tmp_path / "mine"))
    shutil.copy(TOY / "toy.py", folder / "toy.py")
    assert started("check", "t1.double", cwd=folder) == ["early"]


def test_a_command_that_grades_nothing_starts_nothing(tmp_path: Path) -> None:
    assert started("schema", cwd=tmp_path) == started("--help", cwd=tmp_path) == []
