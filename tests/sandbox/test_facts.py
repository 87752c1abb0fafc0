"""A place that a worker names is looked up in the student's files, so it cannot say what the files do not."""

from __future__ import annotations

import pytest

from autograder.records import Error
from autograder.sandbox.facts import checked

FILES = {"work.py": b"class Gate:\r\n    def run(x):\r\n        return 1 / x\r\nclass Odd1(Exception): pass"}
PROBES = {"bench": "def run(student, x):\n    return student.work.run(x)\n"}
TRUE = Error("exception", "ZeroDivisionError", "no", "work.py", 3, "return 1 / x", "Gate.run", "Traceback", "")


def test_a_true_account_is_left_as_it_is() -> None:
    assert checked(TRUE, FILES, PROBES) == TRUE


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (Error("exception", file="work.py", line=3, text="x was 41.40625"), ("work.py", 3, "return 1 / x", "", "")),
        (Error("exception", file="41.40625", line=3, text="x"), ("", 0, "", "", "")),
        (Error("exception", file="work.py", line=99, text="x"), ("", 0, "", "", "")),
        (Error("exception", file="work.py", line=1, function="x41"), ("work.py", 1, "class Gate:", "", "")),
        (Error("exception", type="41.40625"), ("", 0, "", "", "")),
        (Error("exception", type="x41_40625"), ("", 0, "", "", "")),
        (Error("exception", type="Odd1"), ("", 0, "", "", "Odd1")),
        (Error("exception", type="LinAlgError"), ("", 0, "", "", "LinAlgError")),
    ],
)
def test_what_the_files_do_not_say_is_dropped(told: Error, kept: tuple[str, int, str, str, str]) -> None:
    found = checked(told, FILES, PROBES)
    assert (found.file, found.line, found.text, found.function, found.type) == kept


@pytest.mark.parametrize("function", ["<module>", "<lambda>", "Gate.run.<locals>.<listcomp>"])
def test_pythons_own_names_for_the_nameless_are_kept(function: str) -> None:
    assert checked(Error("exception", file="work.py", line=1, function=function), FILES, PROBES).function == function


def test_a_call_that_no_probe_makes_is_dropped() -> None:
    assert checked(Error("exception", called="return student.work.run(x)"), FILES, PROBES).called
    assert not checked(Error("exception", called="answers.npz"), FILES, PROBES).called
