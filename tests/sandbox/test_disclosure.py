"""A place that a worker names is looked up in the student's files, so it cannot say what the files do not."""

from __future__ import annotations

import re
import tracemalloc
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from autograder.records import Error, Fault
from autograder.sandbox import Payload
from autograder.sandbox.disclosure import bits, checked, known_from
from autograder.sandbox.places import LINES_BACK
from autograder.sandbox.sentences import UNTOLD
from tests.support.counting import calls_counted

FILES = {"work.py": b"class Gate:\r\n    def run(x):\r\n        return 1 / x\r\nclass Odd1(Exception): pass"}
PROBES = {"bench": "def run(student, x):\n    return student.work.run(x)\n"}
TRUE = Error("exception", "ZeroDivisionError", "no", "work.py", 3, "return 1 / x", "Gate.run", "Traceback", "")
LOAD = Payload(FILES, PROBES, ("work.py",))
RUN = "Gate.run.<locals>."


def test_a_true_account_is_left_as_it_is() -> None:
    assert checked(TRUE, LOAD) == replace(TRUE, disclosed_type="ZeroDivisionError")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (Error("exception", file="work.py", line=3, text="x was 41.40625"), ("work.py", 3, "return 1 / x", "", "")),
        (Error("exception", file="41.40625", line=3, text="x"), ("", 0, "", "", "")),
        (Error("exception", file="work.py", line=99, text="x"), ("", 0, "", "", "")),
        (Error("exception", file="work.py", line=1, function="x41"), ("work.py", 1, "class Gate:", "", "")),
        (Error("exception", type="41.40625"), ("", 0, "", "", "")),
        (Error("exception", type="x41_40625"), ("", 0, "", "", "")),
        (Error("exception", type="Odd1"), ("", 0, "", "", "")),
        (Error("exception", type="LinAlgError"), ("", 0, "", "", "LinAlgError")),
        (Error("exception", type="ebeagcf"), ("", 0, "", "", "")),
    ],
)
def test_what_the_files_do_not_say_is_dropped(told: Error, kept: tuple[str, int, str, str, str]) -> None:
    found = checked(told, LOAD)
    assert (found.file, found.line, found.text, found.function, found.disclosed_type) == kept


@pytest.mark.parametrize("function", ["<module>", "<lambda>", f"{RUN}<listcomp>", f"{RUN}<lambda>"])
def test_pythons_own_names_for_the_nameless_are_kept(function: str) -> None:
    assert checked(Error("exception", file="work.py", line=3, function=function), LOAD).function == function


def test_the_nameless_spell_out_nothing() -> None:
    told = Error("exception", file="work.py", line=3, function=f"{RUN}<lambda>.<locals>.<listcomp>")
    assert not checked(told, LOAD).function


def test_a_call_that_no_probe_makes_is_dropped() -> None:
    assert checked(Error("exception", called="probes/bench.py:2"), LOAD).called == "return student.work.run(x)"
    for place in ("answers.npz", "return student.work.run(x)", "probes/bench.py:99", "probes/other.py:1", "work.py:1"):
        assert not checked(Error("exception", called=place), LOAD).called


# --- what may be told of a hidden check


def told(message: str, fault: Fault = "exception") -> str:
    return checked(Error(fault, "TypeError", message), LOAD).disclosed


PROBES_THAT_COMPLAIN = {
    "tools": "def rows(found, wanted):\n    raise Complaint(f'{found} returned {kind(found)}, expected {wanted} "
    "rows.')\n\n\n"
    "def kind(value):\n    return f'a {type(value).__name__} of {len(value)}'\n"
}


@pytest.mark.parametrize(
    "message",
    [
        "run() takes 2 positional arguments but 3 were given",
        "run() missing 1 required positional argument: 'x'",
        "run() got an unexpected keyword argument 'x'",
        "value is a generator, where numbers are wanted.",
        "value is None; is a return statement missing?",
        "There is no work.py among your files.",
    ],
)
def test_a_sentence_of_pythons_or_of_ours_is_told_with_its_counts_and_known_words(message: str) -> None:
    assert message in [told(message, fault) for fault in get_args(Fault)]


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("The input was ebeagcf.", ""),
        ("ebeagcf", ""),
        ("ebeagcf() takes 1 positional argument but 4140 were given",
         "…() takes 1 positional argument but … were given"),
        ("run.run.run() takes 1 positional argument but 4 "
         "were given", "run() takes 1 positional argument but 4 were given"),
        ("value is an ebeagcf, where numbers are wanted.", "value is …, where numbers are wanted."),
        ("value is a list\nof\nlists, where numbers are wanted.", "value is …, where numbers are wanted."),
        ("There is no module ebeagcf; did you mean work?", ""),
        ("'run' object has no attribute 'x'", "'run' object has no attribute 'x'"),
        ("'٣' object has no attribute '²'", "'…' object has no attribute '…'"),
    ],
)  # fmt: skip
def test_of_what_a_program_may_have_made_up_nothing_is_told(message: str, kept: str) -> None:
    assert max((told(message, fault) for fault in get_args(Fault)), key=len) == kept


def test_a_missing_name_is_told_with_the_nearest_one_of_the_files() -> None:
    assert told("work.py has no run; did you mean Gate?", "missing") == "work.py has no run; did you mean Gate?"
    assert told("work.py has no ebeagcf; did you mean Gate?", "missing") == "work.py has no …; did you mean Gate?"
    assert told("work.py has no Gate; did you mean Odd1?", "missing") == "work.py has no Gate; did you mean …?"
    assert told("work.py has no run; did you mean Gate?", "complaint") == ""


def test_a_probes_complaint_is_told_without_the_values_in_it() -> None:
    error = Error("complaint", message="run returned a list of 41, expected 40 rows.")
    load = Payload({}, PROBES_THAT_COMPLAIN, ())
    assert checked(error, load).disclosed == "… returned …, expected … rows."


def test_what_was_said_before_the_first_input_is_told_whole() -> None:
    early = Error("load", "Odd", "41.40625 and ebeagcf\n\n", "work.py", 3)
    assert checked(early, LOAD, {"work": early}).disclosed == early.message
    assert checked(early, LOAD, {"work": early}).disclosed_type == "Odd"
    assert checked(early, LOAD, {"work": early, "other": replace(early, line=1)}).unloaded == ("work",)
    for later in (replace(early, message="ebb"), replace(early, type="Even"), replace(early, line=2)):
        told_of = checked(later, LOAD, {"work": early})
        assert not told_of.disclosed and not told_of.disclosed_type and not told_of.unloaded


def test_a_sentence_that_goes_on_and_on_costs_no_time() -> None:
    assert told("a list of " * 50_000) == ""
    assert told("run() takes from " * 35) == ""


OURS = [part for said in known_from(LOAD).sentences.values() for sentence in said for part in sentence.parts]
PIECES = some.one_of(
    some.sampled_from(OURS),
    some.sampled_from(
        ["\n", "\r", "\u2028", "\x1b[2J", "\ud800", "\x00", "'", '"', "`", "an ", "..", "_", "…", "run", "9"]
    ),
    some.text(max_size=8),
)


@settings(max_examples=300, deadline=None)
@given(some.lists(PIECES, max_size=12).map("".join), some.sampled_from(get_args(Fault)))
def test_no_text_raises_and_only_words_that_were_known_before_are_told(message: str, fault: Fault) -> None:
    disclosed = checked(Error(fault, message, message, message, 3, message, message, message, message), LOAD).disclosed
    known = known_from(LOAD)
    vocabulary = " ".join([*OURS, *known.words, *"0123456789", "work", "Gate", "Odd1", "run", "an", UNTOLD])
    assert all(word in vocabulary for word in re.findall(r"\w+", disclosed))


@pytest.mark.parametrize("piece", ["x", "\n", "run() takes ", "a_b.", "\ud800", "'", "{"])
def test_ten_megabytes_of_anything_are_looked_at_in_no_time_and_space(piece: str) -> None:
    message = piece * (10 * 2**20 // len(piece))
    tracemalloc.start()
    found = checked(Error("missing", message, message, "work.py", 1, message, message, "", message), LOAD)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not found.disclosed and peak < 2 * len(message)


def test_a_heap_of_distinct_words_is_not_looked_into() -> None:
    words = " ".join(f"w{number}" for number in range(1_500_000)).encode()
    load = Payload({"work.py": words, "notes.txt": words}, PROBES, ("work.py",))
    tracemalloc.start()
    for _ in range(20):
        assert not checked(
            Error("missing", message="There is no w7.py among your files.", file="work.py", line=1), load
        ).file
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


def test_a_file_of_very_many_lines_is_looked_through_once_for_all_errors_in_it() -> None:
    load = Payload({"work.py": b"\n" * 500_000 + b"def run(x): raise x"}, PROBES, ("work.py",))
    with calls_counted() as calls:
        for line in range(500_001, 500_021):
            checked(Error("exception", file="work.py", line=min(line, 500_001), function="run"), load)
    assert calls.count < 20 * 10 * LINES_BACK


def test_what_one_error_can_say_of_an_input_is_few_bits() -> None:
    lines = b"\n".join(b"def f%d(): pass" % number for number in range(500))
    assert bits(Payload({"work.py": lines}, PROBES, ("work.py",))) < 30


def test_a_function_that_the_line_does_not_stand_in_is_dropped() -> None:
    def function(name: str, line: int) -> str:
        return checked(Error("exception", file="work.py", line=line, function=name), LOAD).function

    assert function("Gate.run", 3) == "Gate.run" and function("run", 3) == "run"
    assert function("Gate.run.Gate.Odd1", 3) == "" and function("Odd1", 3) == "" and function("Gate.run", 1) == ""


@pytest.mark.parametrize(
    "source",
    [
        "def outer():\n    def inner(x):\n        if x:\n            return 1 / x\n",
        "def outer(\n    x,\n):\n    def inner(\n        x\n    ):\n        # why\n\n        y = [\n            1,\n "
        "       ]\n"
        "        return 1 / x\n",
        "def outer(): return 0\nasync def outer():\n    class inner: a = 1 / x\n",
    ],
)
def test_the_functions_around_a_line_are_found_by_indentation(source: str) -> None:
    lines = source.rstrip("\n").split("\n")
    name = "outer.<locals>.inner"
    error = Error("exception", file="work.py", line=len(lines), function=name)
    assert checked(error, Payload({"work.py": source.encode()}, {}, ())).function == name
