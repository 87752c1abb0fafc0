"""Every command line of the handouts is run, in a folder like the one its reader is in, and ends well.

A line of several handouts is run for the first of them. One that needs a network or never ends, and one that would
prove or rehearse the whole assignment, is in `ELSEWHERE` with the test that does what it does.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click
import numpy
import pytest
from press import code

from autograder import cli
from autograder.cli import main
from autograder.commands import rehearse
from autograder.gradescope import results as gradescope
from autograder.grading.grader import Grader
from autograder.records import Submission
from autograder.release.folder import assignment_files
from autograder.release.student_zip import student_zip
from autograder.release.wheel import wheel
from autograder.sandbox import RefusedError, Sandbox
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import HALF, ROOT
from tests.support.real import real, real_answers

from .conftest import HANDOUTS, NAMES, WRITTEN

pytestmark = pytest.mark.slow

NEW = "tests/commands/test_new.py::test_it_proves_with_variants_of_its_own"
INSTALL = "tests/handouts/test_commands.py::test_the_documented_install_brings_what_the_documented_commands_import"
GRADEBOOK = "tests/batch/test_gradebook_command.py::test_points_go_into_the_exported_gradebook_and_the_class_has_a_page"
PROGRAM = "tests/handouts/test_commands.py::test_a_program_that_a_handout_starts_is_there"
NIGHT = "tests/contest/test_season.py::test_a_closed_night_stays_as_it_is"
SIXTY = "tests/batch/test_class_of_sixty.py::test_canvas_gets_one_cell_a_student_and_nobodys_failure"
GRADEBOOK = "tests/batch/test_batch.py::test_from_a_canvas_zip_to_a_canvas_gradebook"
JUDGED = "tests/batch/test_rejudge.py::test_changed_points_and_tolerances_move_scores_and_diff_says_whose"
CLUSTER = "tests/batch/test_cluster.py::test_two_workers_grade_a_class_as_this_machine_does"
ELSEWHERE = {
    "python kit play": "tests/playground/test_command.py::test_it_prints_where_it_is_and_ends_with_ctrl_c",
    "python -m autograder batch submissions.zip --out graded": SIXTY,
    "python -m autograder batch submissions.zip --out graded --gradebook canvas.csv --dry-run": SIXTY,
    "python -m autograder batch submissions.zip --out graded --gradebook canvas.csv": SIXTY,
    "python -m autograder batch submissions.zip --out graded --only ada": (
        "tests/batch/test_batch.py::test_one_submission_is_graded_alone_or_again"
    ),
    "python -m autograder rejudge graded --to regraded": JUDGED,
    "python -m autograder diff graded regraded": JUDGED,
    "python -m dask scheduler --scheduler-file scheduler.json": CLUSTER,
    "python -m dask worker --scheduler-file scheduler.json --nthreads 1 --no-dashboard": CLUSTER,
    "python -m autograder batch submissions.zip --out graded --cluster scheduler.json": CLUSTER,
    "python -m autograder contest close submissions": NIGHT,
    "python -m autograder contest close submissions --dry-run --hours 4": (
        "tests/contest/test_commands.py::test_a_dry_run_says_how_long_it_takes_and_keeps_nothing"
    ),
    "python -m autograder contest close submissions --cluster scheduler.json": (
        "tests/contest/test_cluster.py::test_two_workers_run_what_this_machine_would_have_run"
    ),
    "python -m autograder contest standings --names": (
        "tests/contest/test_commands.py::test_the_standings_show_names_to_staff_who_ask"
    ),
    "python -m autograder contest rewards": "tests/contest/test_season.py::test_rewards_are_those_of_the_rules",
    "python kit check q4 --watch": ("tests/commands/test_commands.py::test_watching_runs_again_when_a_file_is_saved"),
    "python -m pip install --editable '.[gradescope,web]'": INSTALL,
    "python -m autograder prove": NEW,
    "python -m autograder prove --assignment path/to/logistic": NEW,
    "python -m autograder prove --part mistakes": NEW,
    "python -m autograder prove --jobs 4 --part mistakes": NEW,
    "python -m autograder bundle --offline --python 3.10 --python 3.12": (
        "tests/gradescope/test_bundle.py::test_an_offline_bundle_says_which_pythons_it_is_for"
    ),
    "python -m pytest tests/hostile -q": (
        "tests/hostile/test_corpus.py::test_an_attack_comes_to_what_its_head_says_and_to_nothing_else"
    ),
    "AUTOGRADER_FUZZ_SECONDS=60 python -m pytest tests/sandbox/test_frames.py tests/checks tests/intake": (
        "tests/support/test_fuzzing.py::test_with_time_to_search_the_examples_are_fresh"
    ),
    'python -m autograder batch submissions --out graded --gradebook canvas.csv --column "Neural networks" --dry-run': (
        GRADEBOOK
    ),
    'python -m autograder batch submissions --out graded --gradebook canvas.csv --column "Neural networks"': GRADEBOOK,
    "python -m autograder similar submissions --out graded --archive last-year": (
        "tests/batch/test_similar_command.py::test_an_earlier_term_is_compared_and_published_code_counts_for_nothing"
    ),
    "python -m pip install atheris": PROGRAM,
    "python -m tests.hostile.fuzz_frames -max_total_time=600": PROGRAM,
    "python -m tests.hostile.fuzz_intake -max_total_time=600": PROGRAM,
    "python tests/benchmarks/bench_worker.py": PROGRAM,
    "python tests/benchmarks/bench_contest.py 60": PROGRAM,
}
REHEARSAL = (
    "tests/gradescope/rehearse/test_toy_rehearsal.py::test_the_command_runs_every_submission_and_keeps_what_comes_out"
)
"""What `rehearse` does for real; here its files are put where they would be, for the next line."""
STAND_IN = "../results.json"
INLINE = re.compile(r"`((?:python -m autograder|python kit|make) [^`]+)`")
Play = Callable[[str], Mapping[str, "tuple[int, str]"]]
FORMULA = "=1+1"
"""A submission's name that a spreadsheet would compute."""


def commands_in(name: str) -> list[str]:
    """Every line that a handout tells its reader to type, in order, each once."""
    blocks = code.blocks((WRITTEN / f"{name}.md").read_text(encoding="utf-8"), "console")
    return list(
        dict.fromkeys(line[2:] for block in blocks for line in block.code.splitlines() if line.startswith("$ "))
    )


ALL = [(name, line) for name in NAMES for line in commands_in(name)]
FIRST = {line: name for name, line in reversed(ALL)}
HERE = [(name, line) for name, line in ALL if name == FIRST[line] and line not in ELSEWHERE]


@functools.cache
def played(name: str, folder: Path) -> Mapping[str, tuple[int, str]]:
    """Every line of a handout that is run here, typed into one shell in ``folder``:
    its exit status and what it printed.
    """
    lines = [line for line in commands_in(name) if (name, line) in HERE]
    script = "".join(f"echo '@@ line'\n{_as_run_here(line)}\necho \"@@ status $?\"\n" for line in lines)
    done = subprocess.run(["bash"], input=script, cwd=folder, env=_environment(folder), capture_output=True, text=True)
    told = re.findall(r"^@@ line\n(.*?)^@@ status (\d+)$", done.stdout, re.M | re.S)
    assert len(told) == len(lines), done.stdout + done.stderr
    return {line: (int(status), f"{said}\n{done.stderr}") for line, (said, status) in zip(lines, told, strict=True)}


def _as_run_here(line: str) -> str:
    words = shlex.split(line, comments=True)
    if words[:4] != ["python", "-m", "autograder", "rehearse"]:
        return line
    given = rehearse.command.make_parser(click.Context(rehearse.command)).parse_args(words[4:])[0]
    paths = [Path(path) for path in given["submissions"]]
    steps = [f"test -e {shlex.quote(str(path))}" for path in (given["bundle"], *paths)]
    for kept in rehearse._names(paths) if "keep" in given else ():
        results = Path(given["keep"]) / kept / "results.json"
        steps += [f"mkdir -p {results.parent}", f"cp {STAND_IN} {results}"]
    return " && ".join(steps)


def _environment(folder: Path) -> dict[str, str]:
    """A shell whose python is this one, and whose pip asks no index where the numpy that students
    get is here already.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "COLUMNS": "100"}
    tools, packages = folder.parent / "bin", folder.parent / "packages"
    here = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONPATH": str(packages)}
    if f"numpy=={numpy.__version__};" in (ROOT / "solution" / "requirements.txt").read_text(encoding="utf-8"):
        here["PIP_NO_INDEX"] = "1"
    return {**kept, **one_thread, **here, "PATH": f"{tools}:{kept['PATH']}"}


def _furnish(parent: Path) -> None:
    """A python on the path, and the packages that are installed here, but not the framework itself."""
    (parent / "bin").mkdir()
    for name in ("python", "python3"):
        (parent / "bin" / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
        (parent / "bin" / name).chmod(0o755)
    (parent / "packages").mkdir()
    site = Path(click.__file__).parents[1]
    for path in site.iterdir():
        if "autograder" not in path.name and path.suffix != ".pth":
            (parent / "packages" / path.name).symlink_to(path)


@pytest.fixture(scope="module", autouse=True)
def grading_is_possible() -> None:
    try:
        with Sandbox():
            pass
    except RefusedError as refused:
        pytest.skip(str(refused))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as staff have it, and submissions."""
    parent = tmp_path_factory.mktemp("staff")
    _furnish(parent)
    (parent / "results.json").write_bytes(_not_begun())
    folder = parent / "project"
    shutil.copytree(ROOT / "solution", folder / "solution", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(HALF, folder / "tests" / "submissions" / "half", ignore=shutil.ignore_patterns("sgd.py"))
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "autograder").symlink_to(ROOT / "autograder")
    _installed(folder, parent / "bin")
    ada = folder / "path" / "to" / "ada"
    ada.mkdir(parents=True)
    for name in ("graph.py", "sgd.py"):  # three of the commands grade all of it
        shutil.copy(HALF / name, ada)
    for name in ("ada", "ben"):
        _zipped(folder / "path" / "to" / f"{name}.zip", ("graph.py",))
    (folder / "submissions" / FORMULA).mkdir(parents=True)
    shutil.copy(ROOT / "solution" / "warmup.py", folder / "submissions" / FORMULA)
    _zipped(folder / "submissions" / "cy.zip", ("warmup.py",))
    return folder


def _not_begun() -> bytes:
    """The results of a grading that has not come to any check."""
    with Sandbox() as sandbox:
        return gradescope.results(Grader(real(), real_answers(), sandbox).start(Submission("ada", {})).report())


def _installed(folder: Path, tools: Path) -> None:
    """What `make grade` leaves behind after its first run, so that nothing is downloaded."""
    shutil.copytree(tools, folder / ".venv" / "bin")
    (folder / ".venv" / "bin" / "activate").write_text(f'PATH="{folder}/.venv/bin:$PATH"\n')
    for name in ("grade", "dev"):
        (folder / ".venv" / name).touch()


def _zipped(path: Path, names: Sequence[str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.write(HALF / name if (HALF / name).exists() else ROOT / "solution" / name, name)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The students' zip, unpacked, with every question answered."""
    parent = tmp_path_factory.mktemp("student")
    _furnish(parent)
    files = assignment_files(StaffFolder(ROOT / "solution"), real(), real_answers())
    with zipfile.ZipFile(io.BytesIO(student_zip(real(), files, wheel()))) as archive:
        archive.extractall(parent)
    folder = parent / real().id
    for path in (ROOT / "solution").glob("*.py"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def play(request: pytest.FixtureRequest) -> Play:
    """What came of each line of a handout."""
    return lambda name: played(name, request.getfixturevalue("home" if name == "student" else "project"))


@pytest.mark.parametrize(("name", "line"), HERE, ids=[f"{name}: {line}" for name, line in HERE])
def test_a_command_in_a_handout_ends_well(name: str, line: str, play: Play) -> None:
    status, said = play(name)[line]
    assert status == 0, said


@pytest.mark.parametrize("test", sorted({*ELSEWHERE.values(), REHEARSAL}))
def test_a_test_that_stands_for_a_command_exists(test: str) -> None:
    path, name = test.split("::")
    assert f"\ndef {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_every_line_that_is_run_elsewhere_is_in_a_handout() -> None:
    assert set(ELSEWHERE) <= {line for _, line in ALL}


@pytest.mark.parametrize("name", NAMES)
def test_a_command_in_a_sentence_is_one_that_there_is(name: str) -> None:
    for line in INLINE.findall((WRITTEN / f"{name}.md").read_text(encoding="utf-8")):
        words = shlex.split(line)
        if words[0] == "make":
            targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
            assert set(words[1:]) <= set(targets), line
        else:
            understood(words[2:] if words[1] == "kit" else words[3:])


def understood(words: Sequence[str]) -> None:
    """Lets click parse the words; it raises a UsageError where it does not know an option."""
    command = main.get_command(click.Context(main), words[0])
    assert command is not None, f"there is no command {words[0]}"
    if isinstance(command, click.Group):
        command = command.commands[words[1]]
    options = [word for word in words[1:] if word.startswith("-")]
    known = {name for option in command.params for name in option.opts}
    assert set(options) <= known, f"{words[0]} has no option {options}"
    for word in words[1:]:
        if re.fullmatch(r"q\d+(\.\w+)?", word):
            assert word in ids() | {"q12"}, f"{word} is no question or check"  # q12 is the one that staff add


def ids() -> set[str]:
    return {question.id for question in real().questions} | {check.id for check in real().checks}


@pytest.mark.parametrize("line", [line for line, test in ELSEWHERE.items() if test == PROGRAM])
def test_a_program_that_a_handout_starts_is_there(line: str) -> None:
    words = shlex.split(line)
    if words[1] != "-m":
        assert (ROOT / words[1]).exists()
    elif words[2] != "pip":
        assert importlib.util.find_spec(words[2]) is not None


def test_the_documented_install_brings_what_the_documented_commands_import() -> None:
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    [by_make] = re.findall(r"^\.venv/grade:.*\n\t.* --editable '\.\[([\w,]+)\]'", made, re.M)
    [by_hand] = {found for line in ELSEWHERE for found in re.findall(r"--editable '\.\[([\w,]+)\]'", line)}
    assert by_make == by_hand
    extras = set(cli.EXTRAS.values())
    asked = "\n".join((WRITTEN / f"{name}.md").read_text(encoding="utf-8") for name in NAMES)
    told = {"play": "kit/playground/requirements.txt", "cluster": "`[cluster]`"}  # where the handouts say how to get it
    assert all(text in asked for text in told.values())
    assert extras <= {*by_hand.split(","), *told}, "a command that the handouts name would ask for another extra"


@pytest.mark.parametrize("name", NAMES)
def test_a_path_or_a_module_of_the_project_that_a_handout_names_exists(name: str) -> None:
    text = code.BLOCK.sub("", (WRITTEN / f"{name}.md").read_text(encoding="utf-8"))
    for path in re.findall(r"`((?:autograder|solution|tests|handouts)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), f"{name}.md names {path}"
    for module, member in re.findall(r"`((?:autograder|tests)(?:\.\w+)+)\.(\w+)[`(]", text):
        assert hasattr(importlib.import_module(module), member), f"{name}.md names {module}.{member}"


def test_a_name_in_the_handouts_that_looks_like_an_option_is_one() -> None:
    commands = [main.get_command(click.Context(main), name) for name in cli.COMMANDS]
    commands += [one for group in commands if isinstance(group, click.Group) for one in group.commands.values()]
    known = {name for command in commands for option in command.params for name in option.opts}
    for name in NAMES:
        text = code.BLOCK.sub("", (WRITTEN / f"{name}.md").read_text(encoding="utf-8"))
        assert set(re.findall(r"`(--[\w-]+)", text)) <= known, name


def test_every_handout_is_built_tested_and_linked_from_the_one_for_its_readers() -> None:
    build = (HANDOUTS / "build.py").read_text(encoding="utf-8")
    assert {path.stem for path in WRITTEN.glob("*.md")} == set(NAMES)
    assert all(f'"{name}"' in build for name in NAMES)
    links = {name: (WRITTEN / f"{name}.md").read_text(encoding="utf-8") for name in ("staff", "student")}
    for name in ("staff-class", "staff-prove", "staff-contest", "staff-security", "gradescope"):
        assert f"({name}.html" in links["staff"]
    assert "(frameworks.html)" in links["student"]


def _blocks(name: str, language: str) -> list[code.Block]:
    return code.blocks((WRITTEN / f"{name}.md").read_text(encoding="utf-8"), language)
