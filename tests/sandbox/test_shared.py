"""Data that student code may open: read in data/ and nowhere else, written by nobody, and gone in the end."""

from __future__ import annotations

import os

import pytest

from autograder.records import Call, Case, Limits, Observation
from autograder.sandbox import Payload, Sandbox

PROBE = {"bench": "def run(student):\n    return student.work.run()\n"}
DATA = {"train.csv": b"1,2\n3,4\n", "more.txt": b"x"}


def seen(sandbox: Sandbox, line: str, data: dict[str, bytes] = DATA) -> Observation:
    source = f"import numpy as np, os\ndef run():\n    return {line}\n"
    load = Payload({"work.py": source.encode()}, PROBE, ("work.py",), data=data)
    with sandbox.worker(load, Limits(seconds=30)) as worker:
        [observation] = worker.run([Call("run", Case("only", {}))])
    return observation


@pytest.fixture(scope="module", params=[(), ("zygote",)], ids=["walled", "plain"])
def shelf(request: pytest.FixtureRequest):
    with Sandbox(least="D", without=request.param) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def walled():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    "line", ["np.loadtxt('data/train.csv', delimiter=',')", "np.loadtxt(open('data/train.csv'), delimiter=',')"]
)
def test_a_file_of_data_may_be_read(shelf: Sandbox, line: str) -> None:
    assert seen(shelf, line).outputs["value"].tolist() == [[1, 2], [3, 4]]
    assert seen(shelf, "len(os.listdir('data'))").outputs["value"] == 2


@pytest.mark.parametrize(
    "line", ["open('data/train.csv', 'w')", "open('data/new.txt', 'w')", "os.remove('data/train.csv')",
             "open('data/../../etc/passwd')", "os.rename('data/train.csv', 'data/x')", "os.symlink('/etc', 'data/e')",
             "os.chmod('data/train.csv', 0o777)", "os.truncate('data/train.csv', 0)"],
)  # fmt: skip
def test_nothing_is_written_there_and_nothing_else_is_read(walled: Sandbox, line: str) -> None:
    observation = seen(walled, line)
    assert observation.outcome == "raised" and observation.error
    assert observation.error.type in ("PermissionError", "OSError", "FileNotFoundError")
    assert seen(walled, "len(open('data/train.csv').read())").outputs["value"] == 8


def test_the_sentence_says_what_may_be_opened(walled: Sandbox) -> None:
    error = seen(walled, "open('data/trian.csv')").error
    assert error is not None and error.message.endswith(
        "While it is checked, your code may open data/more.txt, data/train.csv for reading, and no other file."
    )
    plain = seen(walled, "open('data/train.csv')", {}).error
    assert plain is not None and "your code may not open files" in plain.message


def test_nothing_stays_behind() -> None:
    with Sandbox() as sandbox:
        [place] = [seen(sandbox, "len(os.getcwd())").outputs["value"]]
        folder = sandbox._runtime.folder
        assert len(folder) == place and os.path.exists(folder)
    assert not os.path.exists(folder)
