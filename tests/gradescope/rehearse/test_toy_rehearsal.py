"""What the platform's own conditions do to a submission: time, missing metadata, files that cannot be graded."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.gradescope.rehearse.limits import Machine
from autograder.gradescope.rehearse.platform import METADATA, Image, Rehearsal
from autograder.release.archive import zipped
from tests.gradescope.rehearse.test_container import LONG, asleep
from tests.support.waiting import wait_for
from tests.support.warm import run

pytestmark = pytest.mark.slow


@pytest.fixture
def slow(toy_source: dict[str, str]) -> dict[str, str]:
    """Right about double, and endless in scaled."""
    text = toy_source["toy.py"].replace("    return k * x\n", "    while True:\n        k += 1\n")
    return {**toy_source, "toy.py": text}


def rows_of(found: Rehearsal) -> dict[str, str]:
    assert found.results is not None
    return {test["name"].split(":")[0]: test["status"] for test in found.results["tests"]}


def test_a_grader_that_is_stopped_reports_what_it_had_reached(
    hurried_image: Image, toy_source: dict[str, str], rehearse: Callable[..., Rehearsal]
) -> None:
    endless = {
        name: re.sub("return (?!2 )[^\n]+", "return [0 for _ in iter(int, 1)]", toy_source[name]) for name in toy_source
    }
    found = rehearse(hurried_image, endless, Machine(processors=0.25))  # five time-outs of 2 s would take 40 s
    assert (found.status, found.problems) == (0, ()), found.printed
    assert rows_of(found)["t1.double"] == "passed"
    assert "Grading was stopped from outside" in found.printed
    assert "Not reached" in str(found.results)


def test_a_time_out_names_question_check_and_the_students_line(
    toy_image: Image, slow: dict[str, str], rehearse: Callable[..., Rehearsal]
) -> None:
    found = rehearse(toy_image, slow, Machine(processors=2))
    assert found.results is not None
    line = slow["toy.py"].splitlines().index("    while True:") + 1
    assert f"Stopped after 2 s: t1, check t1.scaled at toy.py, line {line}" in found.results["output"] or (
        f"Stopped after 2 s: t1, check t1.scaled at toy.py, line {line + 1}" in found.results["output"]
    )


@pytest.mark.parametrize("metadata", [None, {}, {"users": None, "assignment": None, "created_at": 7}])
def test_metadata_may_be_missing_or_odd(
    metadata: dict[str, object] | None,
    toy_image: Image,
    toy_source: dict[str, str],
    rehearse: Callable[..., Rehearsal],
) -> None:
    found = rehearse(toy_image, toy_source, metadata=metadata)
    assert found.results is not None and found.results["score"] == 11 and found.problems == ()


def test_a_submission_id_decides_the_deck(
    toy_image: Image, toy_source: dict[str, str], rehearse: Callable[..., Rehearsal]
) -> None:
    found = rehearse(toy_image, toy_source, metadata={**METADATA, "id": 2})
    assert found.results is not None and found.results["extra_data"]["fingerprint"]["deck"] in ("1", "2")
    assert "A toy assignment: 2" in found.printed


def test_an_empty_submission_gets_a_report(toy_image: Image, rehearse: Callable[..., Rehearsal]) -> None:
    found = rehearse(toy_image, {})
    assert found.results is not None and found.results["score"] == 0 and found.problems == ()
    assert "Not handed in: toy.py, helper_free.py." in found.results["output"]


def test_a_submission_that_cannot_be_opened_is_told_why(toy_image: Image, rehearse: Callable[..., Rehearsal]) -> None:
    found = rehearse(toy_image, {f"part{number}.py": "" for number in range(2001)})
    assert found.results is not None and found.problems == ()
    assert found.results["output"].startswith("Nothing was graded. There are more than 2000 files")


def test_the_command_runs_every_submission_and_keeps_what_comes_out(
    needs_container: None, toy_bundle: Path, toy_source: dict[str, str], tmp_path: Path
) -> None:
    for name, files in (("ada", toy_source), ("ben", {})):
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)
    words = [
        "rehearse",
        str(toy_bundle),
        str(tmp_path / "ada"),
        str(tmp_path / "ben"),
        "--keep",
        str(tmp_path / "kept"),
    ]
    done = run(*words)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ada: score 11; results.json is valid." in done.stdout.replace("11.0", "11")
    assert json.loads((tmp_path / "kept" / "ben" / "results.json").read_text())["score"] == 0
    assert "Total 10 of 10" in (tmp_path / "kept" / "ada" / "stdout").read_text()


def test_a_rehearsal_that_is_stopped_leaves_nothing_behind(needs_container: None, tmp_path: Path) -> None:
    bundle, folder, hand_in = tmp_path / "slow.zip", tmp_path / "tmp", tmp_path / "ada"
    for path in (folder, hand_in):
        path.mkdir()
    begun = f"touch /autograder/begun; sleep {LONG} & wait\n"
    bundle.write_bytes(zipped({"setup.sh": begun.encode(), "run_autograder": b""}))
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "rehearse", str(bundle), str(hand_in)],
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: list(folder.glob("*/image/autograder/begun")) or process.poll() is not None, "the image's setup")
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate()
    assert (process.returncode, said) == (3, "The rehearsal was stopped from outside before it was done.\n")
    assert list(folder.iterdir()) == []
    assert not asleep()


def test_the_platforms_own_time_limit_leaves_valid_partial_results_behind(
    toy_image: Image, toy_source: dict[str, str], rehearse: Callable[..., Rehearsal]
) -> None:
    endless = toy_source["toy.py"].replace("return 2 * x", "return 2 * x if x < 1 else [0 for _ in iter(int, 1)]")
    found = rehearse(toy_image, {**toy_source, "toy.py": endless}, Machine(seconds=2.5))
    assert found.status is None and found.results is not None
    assert found.problems == (
        "The time limit of the platform was reached: the submission gets 0 and no test is shown.",
    )
