"""What students wrote is hostile text wherever somebody reads it."""

from __future__ import annotations

import pytest

from autograder.records import Verdict
from autograder.writers.text import MAX_CHARACTERS, for_staff, for_student, in_points, plain, points


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("a\x00b\x08c\x7f", "a\ufffdb\ufffdc\ufffd"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("abc\u202edcba", "abc\ufffddcba"),
        ("\ud800", "\ufffd"),
        ("tab\tžofie\n", "tab\tžofie\n"),
    ],
)
def test_control_sequences_do_not_survive(hostile, shown):
    assert plain(hostile) == shown
    plain(hostile).encode("utf-8")


def test_long_text_is_cut():
    assert plain("x" * 100_000) == "x" * MAX_CHARACTERS + "\n… (cut)"


def test_a_student_reads_the_whole_story_of_public_checks_only(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("k * x", "k + x").replace("2 * x", "3 * x")}
    lines = {line.check.id: line for line in grade_toy(wrong).lines}
    public, hidden = lines["t1.double"], lines["t1.scaled"]
    assert "expected 4" in for_student(public) and for_student(public).endswith("Hint: What is twice a number?")
    assert "expected" not in for_student(hidden) and "expected" in for_staff(hidden)
    assert for_student(hidden).endswith("Hint: Every entry is multiplied by the same number.")


def test_a_finding_is_for_staff_alone(grade_toy, toy_source):
    from dataclasses import replace

    line = replace(
        grade_toy(toy_source).lines[0], verdict=Verdict("broken", 0.0, "sorry", "sorry", staff_note="disk full")
    )
    assert "disk full" in for_staff(line) and "disk full" not in for_student(line)


def test_points_have_no_needless_fraction():
    assert [points(value) for value in (2.0, 1.5, 1 / 3, 0.0)] == ["2", "1.5", "0.33", "0"]


def test_one_point_is_no_plural():
    assert [in_points(value) for value in (1, 0.999, 2, 0.5)] == ["1 point", "1 point", "2 points", "0.5 points"]
