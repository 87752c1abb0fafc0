"""A worker can read its Python and numpy, wherever they are installed; what was copied for it is removed again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox import runtime

REPOSITORY = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a worker that cannot read everything")
ROOT = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="for root alone, workers are other users")
SCRIPT = """
import json, os, sys
from autograder.records import Call, Case, Limits
from autograder.sandbox import Payload, Sandbox
source = b"import numpy.testing, fractions, decimal, graphlib, numpy\\nrun = lambda: numpy.eye(2)"
with Sandbox() as sandbox:
    copy = sandbox.copied
    payload = Payload({"work.py": source}, {"p": "def run(student): return student.work.run()"}, ())
    with sandbox.worker(payload, Limits()) as w:
        [seen] = w.run([Call("run", Case("", {}))])
    mode = oct(os.stat(copy).st_mode & 0o777) if copy else ""
print(json.dumps([seen.outcome, str(seen.error), copy, mode, os.path.exists(copy)]))
"""


def graded_by(python: str, packages: str, folder: Path) -> list[object]:
    """What grading gives under another interpreter: outcome, error, the copy's folder, its mode,
    and whether it is left.
    """
    environment = {"PYTHONPATH": f"{REPOSITORY}:{packages}", "TMPDIR": str(folder), "PATH": os.environ["PATH"]}
    done = subprocess.run([python, "-B", "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """A folder that only its owner may enter."""
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    return folder


@ROOT
def test_a_private_interpreter_is_made_readable_for_the_worker_and_the_copy_removed(private: Path) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(dir="/tmp") as temporary:
        os.chmod(temporary, 0o755)
        hidden = runtime.copied(private)
        outcome, error, copy, mode, left = graded_by(hidden.python, hidden.numpy_folder, Path(temporary))
    assert outcome == "returned", error
    assert str(copy).startswith(f"{temporary}/autograder-runtime-") and mode == "0o755" and not left


def test_a_readable_interpreter_is_used_as_it_is(tmp_path: Path) -> None:
    own = runtime.own_runtime()
    if not all(map(runtime.open_to_all, (own.python, *own.listable, *own.readable))):
        pytest.skip("the interpreter of this test run is private")
    outcome, error, copy, _, _ = graded_by(own.python, own.numpy_folder, tmp_path)
    assert (outcome, copy) == ("returned", ""), error


def test_a_path_is_open_to_all_only_if_every_folder_above_it_is(private: Path) -> None:
    (private / "file").touch(0o644)
    assert not runtime.open_to_all(str(private / "file"))
    assert runtime.open_to_all("/usr") and runtime.open_to_all(os.devnull)


def test_the_worker_may_read_no_installed_package_but_numpy() -> None:
    parts = [Path(part).name for part in runtime.own_runtime().readable]
    assert "numpy" in parts and "json" in parts
    assert not {"site-packages", "dist-packages"} & set(parts)


@ROOT
def test_a_private_file_is_copied_and_opened_where_a_link_would_stay_closed(tmp_path: Path) -> None:
    (tmp_path / "closed").touch(0o600)
    (tmp_path / "open").touch(0o644)
    for name in ("closed", "open"):
        runtime._link(str(tmp_path / name), str(tmp_path / f"{name}-2"))
    assert (tmp_path / "closed-2").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "closed").stat().st_mode & 0o777 == 0o600
