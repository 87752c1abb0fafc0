"""What staff and students read in the terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from autograder.records import NOT_REACHED, Verdict
from autograder.writers import overview, terminal
from tests.support.reports import shown

WRITERS = [terminal.write_report, terminal.write_whole_report, terminal.write_check, terminal.write_whole_check]


def row(text: str, question: str) -> str:
    """The question's row of the table at the top, with two spaces between its columns."""
    [line, *_] = [line for line in text.splitlines() if line.startswith(f"{question}  ")]
    return re.sub(r" {2,}", "  ", line)


def first(text: str) -> str:
    """The first check that is told of below the table."""
    return next(line.strip() for line in text.splitlines() if re.match(r" [✓✗–!] ", line))


def test_staff_see_the_questions_first_then_the_whole_story_of_what_does_not_pass(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("k * x", "k - x")}
    text = shown(terminal.write_report, grade_toy(wrong))
    assert text.splitlines()[0] == "A toy assignment: toy student"
    assert row(text, "t1") == "t1  Numbers  2/6  ███░░░░░░░  1 of 3"
    assert row(text, "t3") == "t3  A little more (optional)  1/1  ██████████  1 of 1"
    assert "✗ t1.scaled: scaled multiplies every entry by k (hidden)" in text and "expected" in text
    assert "Waiting: t1.slope" in text and "must pass first" not in text
    assert "t1.double" not in text and "The other checks pass; --all lists them too." in text
    assert re.search(r"\n\nt2.board: .*\n\nTotal", text)
    total, tally, step = text.splitlines()[-3:]
    assert total == "Total 6 of 10, and 1 of 1 optional point"
    assert re.fullmatch(r"t1 ▒▒████ t3   4 of 6 checks pass, [\d.]+ s", tally)
    assert step == "Next: t1.scaled, the first check to look at."


def test_staff_who_ask_for_all_see_every_check_with_its_points(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("k * x", "k - x")}
    report = grade_toy(wrong)
    text = shown(terminal.write_whole_report, report)
    assert all(f" {line.check.id}: " in text for line in report.lines) and "--all" not in text
    assert re.search(r"✓ t1.double: double gives twice its argument +2/2\n", text)
    assert "Not run yet: t1.scaled must pass first." in text


def test_a_student_sees_the_questions_then_the_first_failure_and_at_the_bottom_what_to_do_next(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("rng.permutation(n)", "np.arange(n)")}
    text = shown(terminal.write_check, grade_toy(wrong))
    assert text.startswith("t1  Numbers  ") and row(text, "t1") == "t1  Numbers  6/6  ██████████  3 of 3"
    assert first(text) == "✗ t2.order: shuffled gives every number once, in an order that depends on rng"
    assert "(hidden)" not in text
    tally, step = text.splitlines()[-2:]
    assert re.fullmatch(r"t1 ██▒▒██ t3   5 of 6 public checks pass, [\d.]+ s", tally)
    assert step == "Next: t2.order. Fix it and run `python kit check t2` again."


STUB = "raise NotImplementedError('t1: double')"


def test_what_is_wrong_comes_before_what_is_not_written_yet(grade_toy, toy_source):
    toy = toy_source["toy.py"].replace("return 2 * x", STUB).replace("rng.permutation(n)", "np.arange(n)")
    text = shown(terminal.write_check, grade_toy({**toy_source, "toy.py": toy}))
    assert first(text) == "✗ t2.order: shuffled gives every number once, in an order that depends on rng"
    assert row(text, "t1") == "t1  Numbers  4/6  ██████░░░░  2 of 3"
    assert "\n\nNot written yet: t1.double\n" in text and "Also wrong" not in text


def test_a_student_reads_briefly_what_else_does_not_pass(grade_toy, toy_source):
    wrong = toy_source["toy.py"].replace("k * x", "k - x").replace("return 2 * x", STUB)
    wrong = wrong.replace("rng.permutation(n)", "np.arange(n)")
    report = grade_toy({**toy_source, "toy.py": wrong})
    text = shown(terminal.write_check, report)
    assert first(text) == "✗ t1.scaled: scaled multiplies every entry by k"
    assert "\nAlso wrong:\n ✗ t2.order: shuffled gives every number once" in text
    assert "\nNot written yet: t1.double\n" in text and "\nWaiting: t1.slope\n" in text
    whole = shown(terminal.write_whole_check, report)
    assert "Also wrong" not in whole and "Not written yet: t1: double." in whole and "✓ t2.classify" in whole


def test_the_failure_that_most_others_come_from_is_shown_first(grade_toy, toy_source):
    files = {**toy_source, "toy.py": toy_source["toy.py"].replace("2 * x", "3 * x").replace("k * x", "k - x")}
    report = grade_toy(files)
    assert next(line.check.id for line in report.lines if line.verdict.status == "failed") == "t1.double"
    assert [line.blocked_by for line in report.lines if line.check.id == "t1.slope"] == [("t1.scaled",)]
    text = shown(terminal.write_check, report)
    assert first(text).startswith("✗ t1.scaled") and "Next: t1.scaled." in text
    assert re.search(r"Also wrong:\n ✗ t1.double", text)


def test_checks_that_fail_in_one_line_of_a_file_come_before_one_that_fails_alone(grade_toy, toy_source):
    source = toy_source["toy.py"].replace("2 * x", "3 * x")
    helper = "def _helper(x):\n    return x.no_such\n\n\n"
    broken = source.replace("return k * x", "return _helper(x)").replace("rng.permutation(n)", "_helper(n)")
    text = shown(terminal.write_check, grade_toy({**toy_source, "toy.py": f"{helper}{broken}"}))
    assert first(text).startswith("✗ t1.scaled")


def test_of_checks_that_fail_alike_the_earliest_is_shown_first(grade_toy, toy_source):
    head = "def _helper(x):\n    return x.no_such\n\n\n"
    source = (
        toy_source["toy.py"].replace("return 2 * x", "return _helper(x)").replace("return k * x", "return _helper(x)")
    )
    report = grade_toy({**toy_source, "toy.py": f"{head}{source}"})
    assert [line.blocked_by for line in report.lines if line.check.id == "t1.slope"] == [("t1.scaled",)]
    assert first(shown(terminal.write_check, report)).startswith("✗ t1.double")


def test_of_checks_that_lack_a_file_or_a_name_the_earliest_is_shown_first(grade_toy, toy_source):
    renamed = toy_source["toy.py"].replace("def double(", "def doubled(").replace("def scaled(", "def scale_it(")
    report = grade_toy({**toy_source, "toy.py": renamed})
    assert first(shown(terminal.write_check, report)).startswith("✗ t1.double")


def test_a_long_list_of_failures_is_cut_and_says_how_many_more_there_are(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("rng.permutation(n)", "np.arange(n)")}
    report = grade_toy(wrong)
    [line] = [line for line in report.lines if line.check.id == "t2.order"]
    text = shown(terminal.write_check, replace(report, lines=(line,) * 20))
    assert text.count("✗ t2.order") == 1 + terminal.SHOWN and "   and 9 more: --all shows them.\n" in text


def test_one_check_alone_is_not_listed_again(grade_toy, toy_source):
    stubs = "".join(f"def {name}(*arguments):\n    {STUB}\n" for name in ("double", "scaled", "scaled_backward"))
    text = shown(terminal.write_check, grade_toy({**toy_source, "toy.py": stubs}, only=["t1.double"]))
    assert first(text) == "✗ t1.double: double gives twice its argument"
    assert text.count("t1.double") == 2 and text.splitlines()[-2].startswith("░░   0 of 1 public check passes, ")


def test_a_command_to_paste_is_one_line_however_narrow_the_terminal(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("2 * x", "2 * abs(x)").replace("k * x", "k + x")}
    own, report = grade_toy(wrong, only=["t1.double"], deck=0), grade_toy(wrong, deck=2)
    at_home = 'This case alone: python kit check t1.double --case "minus three"'
    for_staff = "This case alone: python -m autograder grade PATH --assignment FOLDER -q t1."
    for width in (40, 100):
        assert f"    {at_home}" in shown(terminal.write_whole_check, own, width=width).splitlines()
        lines = shown(terminal.write_report, report, width=width).splitlines()
        staffs = [line for line in lines if "python -m autograder" in line]
        assert [line[: len(for_staff) + 4] for line in staffs] == [f"    {for_staff}"] * 2
        assert staffs[0].endswith('t1.double --deck 2 --case "minus three"')


def test_a_student_who_asks_for_a_check_that_waits_reads_what_it_shows_and_what_to_fix(grade_toy, toy_source):
    wrong = {
        "toy.py": toy_source["toy.py"].replace("2 * x", "3 * x").replace("k * x", "k + x"),
        "helper_free.py": toy_source["helper_free.py"].replace("3 * x", "x"),
    }
    builds_on = shown(terminal.write_check, grade_toy(wrong, only=["t3"]))
    assert first(builds_on) == "– t3.triple: triple gives three times its argument"
    assert "is judged once that passes. So far: value has a wrong value." in " ".join(builds_on.split())
    assert builds_on.rstrip().endswith(
        "Next: t1.double. `python kit check t1.double` says what is wrong with it; fix that first."
    )
    after = shown(terminal.write_check, grade_toy(wrong, only=["t1.slope"]))
    assert "Not run yet: t1.scaled must pass first." in after and "Next: t1.scaled. " in after


def test_what_a_student_wrote_moves_no_cursor_and_is_no_markup(grade_toy, toy_source):
    code = "\n\ndef double(x):\n    raise ValueError('\\x1b[2J[bold red]boo[/] :smile:')\n"
    text = shown(terminal.write_report, grade_toy({**toy_source, "toy.py": toy_source["toy.py"] + code}))
    assert "\x1b[2J" not in text and "[bold red]boo[/] :smile:" in text


FORGED = """

def double(x):
    raise ValueError(
        "nothing." + " " * 300 + "\\n✓ t1.double: double gives twice its argument   2/2\\n\\nTotal 11 of 10"
        "\\nFor staff: full marks"
        "\\nHint: none\\n\\n" + "t2 Numbers, all of them right, 99/99 " * 9
    )
"""


def test_what_a_student_wrote_cannot_look_like_a_line_of_the_report(grade_toy, toy_source):
    report = grade_toy({**toy_source, "toy.py": toy_source["toy.py"] + FORGED})
    for width in (60, 100):
        lines = shown(terminal.write_report, report, width=width).splitlines()
        ours = [line.strip() for line in lines if not line.strip().startswith("|")]
        assert sum("Total" in line for line in ours) == 1 and not any(
            "99/99" in line or "full marks" in line for line in ours
        )
        assert not any(line.startswith("✓ t1.double") or line == "Hint: none" for line in ours)
        assert sum("99/99" in line for line in lines) > 3
        assert any(line.startswith("This case alone: ") for line in ours)


def test_a_finding_and_a_note_with_a_students_words_stay_on_their_lines(grade_toy, toy_source):
    report = grade_toy(toy_source)
    verdict = replace(report.lines[0].verdict, staff_note="raised KeyError: 'a\nTotal 11 of 10'")
    forged = replace(
        report, notes=("x\nTotal 12 of 10.py is empty.",), lines=(replace(report.lines[0], verdict=verdict),)
    )
    lines = [line.rstrip() for line in shown(terminal.write_report, forged).splitlines()]
    assert "Note: x Total 12 of 10.py is empty." in lines
    assert "    For staff: raised KeyError: 'a Total 11 of 10'" in lines


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "cp932"])
@pytest.mark.parametrize("write", WRITERS)
def test_a_report_is_plain_where_the_terminal_knows_no_other_characters(grade_toy, toy_source, write, encoding):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("k * x", "k - x")}
    text = shown(write, grade_toy(wrong), encoding=encoding)
    assert text.isascii() and "\\" not in text
    assert "x t1.scaled" in text and "t1 ++#### t3" in text


@pytest.mark.parametrize("width", [60, 71, 80, 112, 200])
@pytest.mark.parametrize("write", WRITERS)
def test_a_report_fits_the_terminal_and_is_never_too_wide_to_read(grade_toy, toy_source, write, width):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("k * x", "k - x").replace("2 * x", "3 * x")}
    text = shown(write, grade_toy(wrong), width=width)
    free = ("    This case alone: ", "Next: ", "import kit", "kit.call(")
    lines = [line.rstrip() for line in text.splitlines() if not line.startswith(free)]
    assert max(map(len, lines)) <= min(width, 112)
    assert ("███" in text.split("✗")[0]) == (width >= 72)


def test_colours_are_left_out_where_the_environment_says_so(grade_toy, toy_source, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    report, raw = grade_toy(toy_source), io.StringIO()
    terminal.write_report(report, Console(file=raw, force_terminal=True, width=100))
    assert "\x1b[32m" in raw.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    raw = io.StringIO()
    terminal.write_report(report, Console(file=raw, force_terminal=True, width=100))
    assert "\x1b[3" not in raw.getvalue()


def test_a_grading_that_broke_or_was_stopped_tells_staff_where(grade_toy, toy_source):
    report = grade_toy(toy_source)
    [*others, last] = report.lines
    stopped = replace(report, lines=(*others, replace(last, verdict=NOT_REACHED)))
    text = shown(terminal.write_report, stopped)
    assert f"Not reached: {last.check.id}" in text
    assert text.endswith(f"Next: grade this submission again, for it was stopped before {last.check.id}.\n")
    broken = replace(report, lines=(*others, replace(last, verdict=Verdict("broken", 0, "The grader failed."))))
    text = shown(terminal.write_report, broken)
    assert text.endswith(f"Next: {last.check.id}, where the grader failed, not the student.\n")


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "0.0 s"), (8.26, "8.3 s"), (59.97, "1 min 0 s"), (125.4, "2 min 5 s")]
)
def test_a_duration_is_read_at_a_glance(seconds, words):
    assert overview.seconds_in_words(seconds) == words


@pytest.mark.parametrize(
    ("share", "bar"), [(0, "░" * 10), (0.01, "█" + "░" * 9), (0.999, "█" * 9 + "░"), (1, "█" * 10)]
)
def test_only_a_whole_question_has_a_full_bar_and_only_nothing_an_empty_one(grade_toy, toy_source, share, bar):
    [line] = grade_toy(toy_source, only=["t1.double"]).lines
    partly = replace(line, verdict=replace(line.verdict, status="failed", score=share))
    score = overview.QuestionScore(line.question, [partly])
    assert overview.bar(score, Console(file=io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))).plain == bar
