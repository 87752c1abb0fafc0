"""What staff and students read in the terminal."""

from __future__ import annotations

from dataclasses import replace

from autograder.writers import terminal
from tests.support.reports import shown


def test_staff_see_every_check_with_its_points_and_the_whole_story_of_failures(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("k * x", "k - x")}
    text = shown(terminal.write_report, grade_toy(wrong))
    assert text.splitlines()[0] == "A toy assignment: toy student"
    assert "✗ t1.scaled: scaled multiplies every entry by k (hidden)" in text and "expected" in text
    assert "t3 A little more (optional)" in text
    assert "Total 6 of 10, and 1 of 1 optional point" in text


def test_a_student_sees_the_first_failure_on_top_and_what_to_do_next(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("rng.permutation(n)", "np.arange(n)")}
    text = shown(terminal.write_check, grade_toy(wrong))
    assert text.splitlines()[0] == "✗ t2.order: shuffled gives every number once, in an order that depends on rng"
    assert "t1      ✓✓✓  3 of 3 public checks pass: Numbers" in text
    assert text.rstrip().endswith("Next: t2. Mend it and run `python -m autograder check t2` again.")


STUB = "raise NotImplementedError('t1: double')"


def test_what_is_wrong_comes_before_what_is_not_written_yet(grade_toy, toy_source):
    toy = toy_source["toy.py"].replace("return 2 * x", STUB).replace("rng.permutation(n)", "np.arange(n)")
    text = shown(terminal.write_check, grade_toy({**toy_source, "toy.py": toy}))
    assert text.splitlines()[0] == "✗ t2.order: shuffled gives every number once, in an order that depends on rng"
    assert "t1      ✗✓✓  2 of 3 public checks pass: Numbers\n        not written yet: t1.double\n" in text


def test_each_question_names_its_open_checks_and_those_that_wait(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("k * x", "k - x").replace("return 2 * x", STUB)}
    text = shown(terminal.write_check, grade_toy(wrong))
    assert text.splitlines()[0] == "✗ t1.scaled: scaled multiplies every entry by k"
    named = "open: t1.scaled; not written yet: t1.double; waiting: t1.slope"
    assert f"t1      ✗✗–  0 of 3 public checks pass: Numbers\n        {named}\n" in text


def test_a_question_that_is_not_begun_needs_no_list(grade_toy, toy_source):
    stubs = "".join(f"def {name}(*arguments):\n    {STUB}\n" for name in ("double", "scaled", "scaled_backward"))
    text = shown(terminal.write_check, grade_toy({**toy_source, "toy.py": stubs}, only=["t1"]))
    assert text.splitlines()[0] == "✗ t1.double: double gives twice its argument"
    assert "0 of 3 public checks pass: Numbers\n\nNext: t1." in text


def test_a_command_to_paste_is_one_line_however_narrow_the_terminal(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("2 * x", "2 * abs(x)").replace("k * x", "k + x")}
    report = grade_toy(wrong, deck=2)
    at_home = 'This case alone: python -m autograder check t1.double --case "minus three"'
    for_staff = 'This case alone: python -m autograder grade PATH -q t1.scaled --deck 2 --case "random 0"'
    for width in (40, 100):
        assert f"    {at_home}" in shown(terminal.write_check, report, width=width).splitlines()
        lines = shown(terminal.write_report, report, width=width).splitlines()
        assert f"     {at_home}" in lines and f"     {for_staff}" in lines


def test_a_student_who_asks_for_a_check_that_waits_reads_what_it_shows_and_what_to_mend(grade_toy, toy_source):
    wrong = {
        "toy.py": toy_source["toy.py"].replace("2 * x", "3 * x").replace("k * x", "k + x"),
        "helper_free.py": toy_source["helper_free.py"].replace("3 * x", "x"),
    }
    builds_on = shown(terminal.write_check, grade_toy(wrong, only=["t3"]))
    assert builds_on.splitlines()[0] == "– t3.triple: triple gives three times its argument"
    assert "is judged once that passes. So far: value has a wrong value." in " ".join(builds_on.split())
    assert builds_on.rstrip().endswith(
        "Next: t1.double. `python -m autograder check t1.double` says what is wrong with it; mend that first."
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
        "nothing." + " " * 300 + "\\n✓ t1.double: double gives twice its argument   2/2\\n\\nTotal 11 of 10\\nFor staff: full marks"
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
    assert "     For staff: raised KeyError: 'a Total 11 of 10'" in lines


def test_marks_are_plain_where_the_terminal_knows_no_others(grade_toy, toy_source):
    text = shown(terminal.write_report, grade_toy(toy_source), encoding="ascii")
    assert "+ t1.double" in text and "\\u" not in text.split("release")[0]
