"""A place that a worker names is looked up in the student's files, so it cannot say what the files do not."""

from __future__ import annotations

import pytest

from autograder.records import Error
from autograder.sandbox.facts import checked

FILES = {"work.py": b"class Gate:\r\n    def run(x):\r\n        return 1 / x\r\nclass Odd1(Exception): pass"}
PROBES = {"bench": "def run(student, x):\n    return student.work.run(x)\n"}
TRUE = Error("exception", "ZeroDivisionError", "no", "work.py", 3, "return 1 / x", "Gate.run", "Traceback", "")
RUN = "Gate.run.<locals>."


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
        (Error("exception", type="ebeagcf"), ("", 0, "", "", "")),
    ],
)
def test_what_the_files_do_not_say_is_dropped(told: Error, kept: tuple[str, int, str, str, str]) -> None:
    found = checked(told, FILES, PROBES)
    assert (found.file, found.line, found.text, found.function, found.type) == kept


@pytest.mark.parametrize("function", ["<module>", "<lambda>", f"{RUN}<listcomp>", f"{RUN}<lambda>"])
def test_pythons_own_names_for_the_nameless_are_kept(function: str) -> None:
    assert checked(Error("exception", file="work.py", line=3, function=function), FILES, PROBES).function == function


def test_the_nameless_spell_out_nothing() -> None:
    told = Error("exception", file="work.py", line=3, function=f"{RUN}<lambda>.<locals>.<listcomp>")
    assert not checked(told, FILES, PROBES).function


def test_a_call_that_no_probe_makes_is_dropped() -> None:
    assert checked(Error("exception", called="return student.work.run(x)"), FILES, PROBES).called
    assert not checked(Error("exception", called="answers.npz"), FILES, PROBES).called


# --- what is vouched for


def told(message: str) -> str:
    return checked(Error("exception", message=message), FILES, PROBES).vouched


PROBES_THAT_COMPLAIN = {
    "tools": "def rows(found, wanted):\n    raise Complaint(f'{found} returned {kind(found)}, expected {wanted} rows.')\n\n\n"
    "def kind(value):\n    return f'a {type(value).__name__} of {len(value)}'\n"
}


@pytest.mark.parametrize(
    "message",
    [
        "run() takes 2 positional arguments but 3 were given",
        "Gate.run() missing 1 required positional argument: 'x'",
        "run() got an unexpected keyword argument 'x'",
        "work.py is saved as UTF-16; save it as UTF-8.",
        "work.py is not saved as UTF-8 (line 12); save it as UTF-8.",
        "work.py has no Gate; did you mean Odd1?",
        "value is a generator, where numbers are wanted.",
        "expected an indented block after 'if' statement on line 12",
        "'(' was never closed",
        "Your code called exit(), which ends the whole program; a function should return, or raise an error.",
    ],
)
def test_a_sentence_of_pythons_or_of_ours_is_told_with_its_counts_and_known_words(message: str) -> None:
    assert told(message) == message


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("The input was ebeagcf.", ""),
        ("ebeagcf", ""),
        ("ebeagcf() takes 1 positional argument but 4140 were given",
         "…() takes 1 positional argument but … were given"),
        ("value is an ebeagcf, where numbers are wanted.", "value is …, where numbers are wanted."),
        ("There is no module ebeagcf; did you mean work?", "There is no module …; did you mean work?"),
        ("[Errno 2] No such file: 'ebeagcf'. While it is checked, your code may not open files, start programs or threads, "
         "or use the network.",
         "…. While it is checked, your code may not open files, start programs or threads, or use the network."),
    ],
)  # fmt: skip
def test_of_what_a_program_may_have_made_up_nothing_is_told(message: str, kept: str) -> None:
    assert told(message) == kept


def test_a_probes_complaint_is_told_without_the_values_in_it() -> None:
    error = Error("complaint", message="run returned a list of 41, expected 40 rows.")
    assert checked(error, FILES, PROBES_THAT_COMPLAIN).vouched == "run returned a list of …, expected … rows."


def test_words_that_stand_in_the_files_spell_out_nothing() -> None:
    files = {"work.py": b"a b c d e f g h i j ebb cab"}
    message = "cannot import name 'ebb.cab' from 'ebb.cab' (cab.ebb)"
    assert checked(Error("load", message=message), files, {}).vouched == "cannot import name 'ebb.cab' from '….…' (….…)"


def test_a_sentence_that_goes_on_and_on_costs_no_time() -> None:
    assert told("a list of " * 50_000) == ""
    assert told("run() takes from " * 35) == ""


def test_a_function_that_the_line_does_not_stand_in_is_dropped() -> None:
    def function(name: str, line: int) -> str:
        return checked(Error("exception", file="work.py", line=line, function=name), FILES, PROBES).function

    assert function("Gate.run", 3) == "Gate.run" and function("run", 3) == "run"
    assert function("Gate.run.Gate.Odd1", 3) == "" and function("Odd1", 3) == "" and function("Gate.run", 1) == ""


@pytest.mark.parametrize(
    "source",
    [
        "def outer():\n    def inner(x):\n        if x:\n            return 1 / x\n",
        "def outer(\n    x,\n):\n    def inner(\n        x\n    ):\n        # why\n\n        y = [\n            1,\n        ]\n"
        "        return 1 / x\n",
        "def outer(): return 0\nasync def outer():\n    class inner: a = 1 / x\n",
    ],
)
def test_the_functions_around_a_line_are_found_by_indentation(source: str) -> None:
    lines = source.rstrip("\n").split("\n")
    name = "outer.<locals>.inner"
    error = Error("exception", file="work.py", line=len(lines), function=name)
    assert checked(error, {"work.py": source.encode()}, {}).function == name
