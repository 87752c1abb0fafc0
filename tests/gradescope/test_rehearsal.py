"""The real bundle in a rehearsal of the platform: valid results whatever is handed in, and the verdicts of this machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import spec
from autograder.answers import thaw
from autograder.circumstances import applied
from autograder.grading import grade
from autograder.metadata import metadata
from autograder.records import Assignment, Submission
from autograder.rehearse.limits import Machine
from autograder.rehearse.platform import METADATA, Image, Rehearsed, SetupFailed, image_of
from autograder.release.bundle import bundle
from autograder.release.skeleton import skeleton
from autograder.release.wheel import wheel
from autograder.sandbox import Sandbox
from autograder.writers import gradescope

Files = dict[str, str]
TWO_PROCESSORS = Machine(processors=2)
"""The reference alone has the platform's half, which takes four times as long."""


def reference(solution: Path) -> Files:
    return {name: (solution / name).read_text() for name in spec.load(solution).files}


def stubs(solution: Path) -> Files:
    assignment = spec.load(solution)
    questions = [question.id for question in assignment.questions]
    return {name: skeleton(name, text, questions) for name, text in reference(solution).items()}


def half(solution: Path) -> Files:
    """The first files written, the rest as they were handed out."""
    written = dict(list(reference(solution).items())[:4])
    return {**stubs(solution), **written}


def thief(solution: Path) -> Files:
    """Tries to write the results, to read the answers and the metadata, and to call home; then answers wrong."""
    attempts = (
        "open('/autograder/results/results.json', 'w').write('{\"score\": 999}')",
        "print(open('/autograder/source/grading/answers.npz', 'rb').read(9))",
        "print(open('/autograder/submission_metadata.json').read())",
        "__import__('socket').create_connection(('192.0.2.1', 80))",
        "__import__('os').system('echo stolen >/autograder/results/results.json')",
    )
    tries = "\n".join(f"try:\n    {one}\nexcept BaseException:\n    pass" for one in attempts)
    return {**half(solution), "warmup.py": f"{tries}\n\n\ndef identity(x):\n    return -x\n"}


def quitter(solution: Path) -> Files:
    """Leaves the process, and asks for more memory than there is."""
    return {
        **half(solution),
        "warmup.py": "import os\nos._exit(0)\n",
        "softmax.py": "import numpy as np\nhoard = [np.ones(1 << 27) for _ in range(64)]\n",
    }


def looper(solution: Path) -> Files:
    """Loops and prints without end."""
    return {**half(solution), "warmup.py": "def identity(x):\n    while True:\n        print('x' * 1000)\n"}


def locally(solution: Path, files: Files) -> list[tuple[Any, ...]]:
    """The rows that `autograder grade` gives for the same submission on this machine."""
    assignment = spec.load(solution)
    answers = thaw(solution / spec.ANSWERS_NAME, assignment)
    known = metadata(METADATA)
    submission = Submission(known.submission, {name: text.encode() for name, text in files.items()})
    with Sandbox() as sandbox:
        report = applied(grade(assignment, answers, submission, sandbox), assignment, known)
    return rows(json.loads(gradescope.results(report)))


def rows(results: Any) -> list[tuple[Any, ...]]:
    return [(test["name"], test["status"], test["score"]) for test in results["tests"]]


@pytest.mark.parametrize("make", [stubs, half, thief, quitter, looper])
def test_the_platform_gives_the_verdicts_of_this_machine(
    make: Callable[[Path], Files], solution: Path, real_image: Image, rehearse: Callable[..., Rehearsed]
) -> None:
    files = make(solution)
    found = rehearse(real_image, files, TWO_PROCESSORS)
    assert (found.status, found.problems) == (0, ()), found.printed
    assert found.results is not None
    assert rows(found.results) == locally(solution, files)


def test_the_reference_has_full_marks_within_the_platforms_limits(
    solution: Path, real_image: Image, rehearse: Callable[..., Rehearsed]
) -> None:
    found = rehearse(real_image, reference(solution))
    assert (found.status, found.problems) == (0, ()), found.printed
    assert found.results is not None and rows(found.results) == locally(solution, reference(solution))
    assignment = spec.load(solution)
    assert found.results["score"] == pytest.approx(sum(question.points for question in assignment.questions))
    assert found.results["extra_data"]["fingerprint"]["release"] == assignment.release
    assert sum(test["max_score"] for test in found.results["tests"]) == pytest.approx(100)


def test_what_is_secret_is_shut_and_what_workers_need_is_open(real_image: Image) -> None:
    home = real_image.root / "autograder"
    assert not [path for path in (home / "source").rglob("*") if path.stat().st_mode & 0o077]
    packages = next((home / "venv" / "lib").glob("python3.*")) / "site-packages"
    assert all(path.stat().st_mode & 0o004 for path in (packages / "numpy").rglob("*.py"))
    assert not (packages / "pytest").exists() and (packages / "autograder").exists()


def test_setup_says_what_it_found(solution: Path, real_image: Image) -> None:
    assert "Tier A" in real_image.printed or "Tier B" in real_image.printed
    assert f"done, release {spec.load(solution).release}" in real_image.printed


def test_an_image_without_a_fitting_python_is_refused_in_words(
    needs_room: None, toy: Assignment, wheels: dict[str, bytes], workshop: Path
) -> None:
    path = workshop / "unfit.zip"
    path.write_bytes(bundle(toy, wheel(), wheels, ["3.9"]))
    with pytest.raises(SetupFailed, match="no Python of this image is one that the bundle has wheels for \\(39 \\)"):
        image_of(path, workshop / "unfit", network=False)
