"""The real bundle in a rehearsal of the platform: valid results whatever is handed in,
and the verdicts of this machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from autograder.gradescope.bundle import bundle
from autograder.gradescope.rehearse.container import Container
from autograder.gradescope.rehearse.platform import METADATA, Image, Rehearsal, SetupFailedError, image_of
from autograder.records import Assignment
from autograder.release.wheel import wheel
from autograder.spec import loader
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import HALF, TOY

pytestmark = pytest.mark.slow

Files = dict[str, str]


def reference(solution: Path) -> Files:
    return {name: (solution / name).read_text() for name in loader.load(solution).files}


def half(solution: Path) -> Files:
    """The half-finished submission."""
    return {path.name: path.read_text() for path in sorted(HALF.glob("*.py"))}


def hostile(solution: Path) -> Files:
    """The half-finished submission, so stubs take part, too, with three hostile files."""
    return {**half(solution), "warmup.py": thief(), "sgd.py": QUITS, "bot.py": HOARDS}


def thief() -> str:
    """Tries to write the results, to read the answers and the metadata, and to call home; then prints without end."""
    attempts = (
        "open('/autograder/results/results.json', 'w').write('{\"score\": 999}')",
        "print(open('/autograder/source/grading/answers.npz', 'rb').read(9))",
        "print(open('/autograder/submission_metadata.json').read())",
        "__import__('socket').create_connection(('192.0.2.1', 80))",
        "__import__('os').system('echo stolen >/autograder/results/results.json')",
    )
    tries = "\n".join(f"try:\n    {one}\nexcept BaseException:\n    pass" for one in attempts)
    return f"{tries}\n\n\ndef identity(x):\n    while True:\n        print('x' * 1000)\n"


QUITS = "import os\nos._exit(0)\n"
"""Leaves the process."""
HOARDS = "import numpy as np\nhoard = [np.ones(1 << 27) for _ in range(64)]\n"
"""Asks for more memory than there is."""


@contextmanager
def graded(solution: Path, files: Files, folder: Path) -> Iterator[Path]:
    """The results.json that `autograder grade` writes for a submission on this machine, once it is left."""
    hand_in, known, results = folder / "hand-in", folder / "metadata.json", folder / "results.json"
    hand_in.mkdir()
    for name, text in files.items():
        (hand_in / name).write_text(text)
    known.write_text(json.dumps(METADATA))
    words = ["grade", str(hand_in), "--assignment", str(solution), "--metadata", str(known), "--results", str(results)]
    command = [sys.executable, "-m", "autograder", *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        yield results
        _, said = process.communicate()
    assert process.returncode == 0, said


def rows(results: Any) -> list[tuple[Any, ...]]:
    return [(row["name"], row.get("status"), row.get("tags"), row.get("score")) for row in results["tests"]]


def fingerprint(results: Any) -> dict[str, str]:
    """What the verdicts depend on: not how well the machine isolates, nor which bug fixes its Python has."""
    found: dict[str, str] = results["extra_data"]["fingerprint"]
    return {**found, "sandbox": "", "python": found["python"].rpartition(".")[0]}


@pytest.mark.parametrize("make", [reference, hostile])
def test_the_platform_with_its_own_limits_gives_the_verdicts_of_this_machine(
    make: Callable[[Path], Files],
    solution: Path,
    real_image: Image,
    rehearse: Callable[..., Rehearsal],
    tmp_path: Path,
) -> None:
    """Both at the same time: half a processor for the rehearsal leaves enough for the other."""
    files = make(solution)
    with graded(solution, files, tmp_path) as path:
        found = rehearse(real_image, files)
    here = json.loads(path.read_text())
    assert (found.status, found.problems) == (0, ()), found.printed
    assert found.limits.startswith("768 MB of ")
    assert found.results is not None and rows(found.results) == rows(here)
    assert found.results["score"] == here["score"]
    assert fingerprint(found.results) == fingerprint(here)
    if make is reference:
        has_full_marks(loader.load(solution), found.results)


def has_full_marks(assignment: Assignment, results: Any) -> None:
    assert results["score"] == pytest.approx(sum(question.points for question in assignment.questions))
    assert results["extra_data"]["fingerprint"]["release"] == assignment.release
    assert sum(test.get("max_score", 0) for test in results["tests"]) == pytest.approx(100)


def test_what_is_secret_is_shut_and_what_workers_need_is_open(real_image: Image) -> None:
    home = real_image.container.root / "autograder"
    assert not [path for path in (home / "source").rglob("*") if path.stat().st_mode & 0o077]
    packages = next((home / "venv" / "lib").glob("python3.*")) / "site-packages"
    assert all(path.stat().st_mode & 0o004 for path in (packages / "numpy").rglob("*.py"))
    assert not (packages / "pytest").exists() and (packages / "autograder").exists()


def test_setup_says_what_it_found(solution: Path, real_image: Image) -> None:
    assert "Tier A" in real_image.printed or "Tier B" in real_image.printed
    assert f"done, release {loader.load(solution).release}" in real_image.printed


def test_an_image_without_a_fitting_python_is_refused_in_words(
    needs_container: None, toy: Assignment, wheels: dict[str, bytes], workshop: Path
) -> None:
    path = workshop / "unfit.zip"
    path.write_bytes(bundle(StaffFolder(TOY), toy, wheel(), wheels, ["3.9"]))
    with pytest.raises(
        SetupFailedError, match="no Python of this image is one that the bundle has wheels for \\(39 \\)"
    ):
        image_of(path, Container(workshop / "unfit"))
