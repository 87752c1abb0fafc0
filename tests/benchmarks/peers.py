"""The graders that staff would pick instead: how each is installed, what it is given, and how it grades.

Each has a virtual environment of its own and is used as its documentation says, with the settings that suit it best.
A grader that cannot be installed, or that does not do its work, is named with the reason.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import notebooks
from tests.benchmarks.place import HERE, Place
from tests.benchmarks.runner import ENVIRONMENT, Command, run

FILES = HERE / "peer_files"


@dataclass(frozen=True)
class Peer:
    """A grader. ``prepare`` lays out what it needs for so many submissions; ``grade`` is the command that grades them.

    ``also`` and ``not_`` say in a few words what it does beside the checks, and what it does not.
    """

    name: str
    packages: Sequence[str]
    prepare: Callable[[Place, int], None]
    grade: Callable[[Place, int], Command]
    also: str
    does_not: str
    batch: int = 8
    """How many submissions are graded in a batch of its: each costs the same."""


def own_folder(place: Place, name: str) -> Path:
    """An empty folder for a grader's things."""
    folder = place.folder / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def shell(place: Place, name: str, line: str, many: int) -> Command:
    """``line`` for every submission, two at a time; ``{}`` is the number of the submission."""
    numbers = f"seq -f %04g 0 {many - 1} | "
    words = ["bash", "-c", f"set -o pipefail; {numbers}xargs -P2 -I{{}} bash -c '{line}'"]
    return Command(words, place.folder / name, many, environment(place, name))


def environment(place: Place, name: str) -> dict[str, str]:
    """What an activated virtual environment sets, and where the shared modules are."""
    return {"PYTHONPATH": str(place.common), "PATH": f"{place.environments / name / 'bin'}:{ENVIRONMENT['PATH']}"}


def before(place: Place, name: str, words: Sequence[str], folder: Path) -> None:
    """Run a grader's own command that staff run once, long before anything is graded."""
    run(Command(words, folder, extra=environment(place, name)))


# --- gradescope-utils


def prepare_gradescope(place: Place, many: int) -> None:
    folder = own_folder(place, "gradescope-utils")
    (folder / "tests").mkdir()
    shutil.copy(FILES / "gradescope-utils" / "run_tests.py", folder)
    shutil.copy(FILES / "gradescope-utils" / "test_twelve.py", folder / "tests")


def gradescope(submission: str, results: str) -> str:
    return f"python run_tests.py {submission} {results}"


GRADESCOPE = Peer(
    "gradescope-utils",
    ["gradescope-utils"],
    prepare_gradescope,
    lambda place, many: shell(place, "gradescope-utils", gradescope("../class/s{}", "results-{}.json"), many),
    "results.json for Gradescope",
    "no isolation: student code runs beside tests and answers, and can write its own score",
)

# --- pytest


def prepare_pytest(place: Place, many: int) -> None:
    shutil.copy(FILES / "pytest" / "test_twelve.py", own_folder(place, "pytest"))


def run_pytest(place: Place, many: int) -> Command:
    words = "python -m pytest -q -p no:cacheprovider --junitxml=results-{}.xml test_twelve.py"
    return shell(place, "pytest", f"PYTHONPATH=../class/s{{}}:$PYTHONPATH {words}", many)


PYTEST = Peer(
    "pytest",
    ["pytest"],
    prepare_pytest,
    run_pytest,
    "shows the values of a failed assertion",
    "no isolation, no points",
)

# --- check50


def prepare_check50(place: Place, many: int) -> None:
    checks = own_folder(place, "check50") / "checks"
    shutil.copytree(FILES / "check50", checks)
    for path in place.common.iterdir():
        if path.is_file():
            shutil.copy(path, checks)


def check50(place: Place, many: int) -> Command:
    output = f"--output-file {place.folder}/check50/{{}}.json"
    line = f"cd ../class/s{{}} && check50 --dev -o json {output} ../../check50/checks"
    return shell(place, "check50", line, many)


CHECK50 = Peer(
    "check50",
    ["check50"],
    prepare_check50,
    check50,
    "a process for each check, several at a time; hints that staff write",
    "no isolation of its own on this machine (its platform has a container), no points",
)

# --- pytest-prairielearn-grader


def prepare_prairielearn(place: Place, many: int) -> None:
    folder = own_folder(place, "pytest-prairielearn-grader")
    own = FILES / "pytest-prairielearn-grader"
    probes = (place.common / "probes_of_twelve.py").read_text()
    called = probes + (own / "called.py").read_text()
    for number in range(many):
        job = folder / f"{number:04}"
        data = job / "test_twelve"
        data.mkdir(parents=True)
        shutil.copy(own / "test_twelve.py", job)
        shutil.copy(place.submission(number) / "work.py", data / "student_code.py")
        (data / "trailing_code.py").write_text(called)


def prairielearn(place: Place, many: int) -> Command:
    return shell(place, "pytest-prairielearn-grader", "cd {} && python -m pytest -q -p no:cacheprovider", many)


PRAIRIELEARN = Peer(
    "pytest-prairielearn-grader",
    ["pytest-prairielearn-grader", "networkx", "pandas", "plot-serializer"],  # it imports more than it asks for
    prepare_prairielearn,
    prairielearn,
    "student code in another process, behind a socket; points; results for PrairieLearn",
    "no wall: that process may read the tests' files unless a user of its own is set up for it",
    batch=2,
)

# --- otter-grader and nbgrader, which grade notebooks


def prepare_otter(place: Place, many: int) -> None:
    folder = own_folder(place, "otter-grader")
    (folder / "tests").mkdir()
    (folder / "tests" / "twelve.py").write_text(notebooks.otter_tests(place))
    for number in range(many):
        notebooks.save(folder / f"{number:04}" / "twelve.ipynb", notebooks.plain(place, number))
    files = [path.name for path in place.common.iterdir() if path.is_file()]
    for name in files:
        shutil.copy(place.common / name, folder)
    words = ["otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"]
    before(place, "otter-grader", [*words, *files], folder)


def otter(place: Place, many: int) -> Command:
    return shell(place, "otter-grader", "otter run -a autograder.zip -o {} {}/twelve.ipynb", many)


OTTER = Peer(
    "otter-grader",
    ["otter-grader", "ipykernel"],
    prepare_otter,
    otter,
    "runs a whole notebook; results for Gradescope; a log of what students ran",
    "no isolation without its container, in which tests and student code are together",
    batch=2,
)

COURSES = 2


def prepare_nbgrader(place: Place, many: int) -> None:
    folder = own_folder(place, "nbgrader")
    for course in range(COURSES):
        home = folder / f"course{course}"
        source = home / "source" / "twelve"
        notebooks.save(source / "twelve.ipynb", notebooks.with_tests(place))
        for path in place.common.iterdir():
            if path.is_file():
                shutil.copy(path, source)
        (home / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.root = {str(home)!r}\n")
        before(place, "nbgrader", ["nbgrader", "generate_assignment", "twelve"], home)
        released = home / "release" / "twelve"
        for number in range(course, max(many, COURSES), COURSES):
            handed_in = home / "submitted" / f"s{number:04}" / "twelve"
            shutil.copytree(released, handed_in)
            notebooks.hand_in(place, number, handed_in / "twelve.ipynb")


def nbgrader(place: Place, many: int) -> Command:
    courses = 1 if many == 1 else COURSES
    students = "--student s0000" if many == 1 else ""
    line = f"cd course{{}} && nbgrader autograde twelve --force {students}"
    words = ["bash", "-c", f"set -o pipefail; seq 0 {courses - 1} | xargs -P2 -I{{}} bash -c '{line}'"]
    return Command(words, place.folder / "nbgrader", many, environment(place, "nbgrader"))


NBGRADER = Peer(
    "nbgrader",
    ["nbgrader", "ipykernel"],
    prepare_nbgrader,
    nbgrader,
    "runs a whole notebook and puts staff's cells back; a database of grades, forms for grading by hand",
    "no isolation: student code runs in the kernel of the tests",
    batch=4,
)

PEERS = (GRADESCOPE, PYTEST, CHECK50, PRAIRIELEARN, OTTER, NBGRADER)


def install(place: Place, name: str, packages: Sequence[str]) -> str:
    """Make the virtual environment of a grader where there is none yet; why it cannot be had, or nothing."""
    python = Path(place.python(name))
    if python.exists() and (place.environments / name / "ready").exists():
        return ""
    shutil.rmtree(place.environments / name, ignore_errors=True)
    base = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
    words = [[base, "-m", "venv", str(python.parents[1])]]
    words.append([str(python), "-m", "pip", "install", "-q", "numpy", *packages])
    for line in words:
        done = subprocess.run(line, capture_output=True, text=True)
        if done.returncode:
            return f"it could not be installed: {done.stderr.strip().splitlines()[-1]}"
    (place.environments / name / "ready").touch()
    return ""
