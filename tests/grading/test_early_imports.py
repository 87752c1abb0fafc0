"""What an import says once a hidden input is known to the submission's workers is not told whole of a hidden check."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.answers.store import Answers
from autograder.grading.grader import Grader
from autograder.records import Assignment, Report
from autograder.sandbox import Sandbox
from autograder.writers import text
from tests.support.reports import submission_of, verdict_of

REMEMBERED = """
import os, time

def known(name):
    return os.stat(f"/proc/{os.getppid()}/{name}").st_ctime_ns < begun

begun = os.stat(f"/proc/{os.getpid()}/limits").st_ctime_ns
earlier = 0
for name in ("auxv", "coredump_filter", "numa_maps", "personality", "projid_map"):
    if not known(name):
        break
    earlier += 1
time.sleep(0.05)
if earlier >= 4:
    raise ImportError(f"The trace is there: {known('setgroups')}")
"""
"""The kernel gives a name in /proc the time at which it was looked up first, and every process can read that; its clock
ticks a hundred times a second, or oftener. After two public checks and two hidden ones, a worker looks for what the
last of these has left there. No program that watches a machine looks up these names.
"""

LEAVES_A_TRACE = """
def shuffled(n, rng):
    known("setgroups")
    time.sleep(0.05)
    return rng.permutation(n)
"""


def grade(files: Mapping[str, str], toy: Assignment, answers: Answers) -> Report:
    with Sandbox() as sandbox:  # its zygote has names in /proc that nobody has looked up
        return Grader(toy, answers, sandbox).grade(submission_of(files), deck=1)


@pytest.mark.skipif(sys.platform != "linux" or not Path("/proc/self/loginuid").exists(), reason="needs such a kernel")
def test_what_a_hidden_check_has_left_on_the_machine_is_not_told_by_the_next_ones_import(
    toy: Assignment, toy_answers: Answers, toy_source: Mapping[str, str]
) -> None:
    begin = "import numpy as np\n"
    source = toy_source["toy.py"].replace(begin, begin + REMEMBERED) + LEAVES_A_TRACE
    report = grade({**toy_source, "toy.py": source}, toy, toy_answers)
    lines = {line.check.id: line for line in report.lines}
    assert [lines[name].verdict.status for name in ("t1.double", "t1.scaled", "t2.order")] == ["passed"] * 3
    assert "The trace is there: True" in lines["t2.classify"].verdict.message
    assert "could not be imported: ImportError.\n" in lines["t2.classify"].verdict.brief
    assert not [said for said in map(text.for_student, lines.values()) if "True" in said]


def test_what_was_known_before_is_told_whole_of_every_check(
    toy: Assignment, toy_answers: Answers, toy_source: Mapping[str, str]
) -> None:
    broken = {
        "toy.py": "raise ValueError('n = 17')\n",  # public checks import this file
        "helper_free.py": "raise ValueError('m = 23')\n",  # and none imports this one
    }
    report = grade({**toy_source, **broken}, toy, toy_answers)
    for check_id, said in (("t1.double", "n = 17"), ("t1.scaled", "n = 17"), ("t3.triple", "m = 23")):
        assert said in verdict_of(report, check_id).brief
