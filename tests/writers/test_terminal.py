"""What staff and students read in the terminal."""

from __future__ import annotations

import io

from rich.console import Console

from autograder.writers import terminal


def shown(write, report, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="backslashreplace")
    write(report, Console(file=stream, width=100, highlight=False, markup=False, emoji=False))
    stream.flush()
    return raw.getvalue().decode(encoding)


def test_staff_see_every_check_with_its_points_and_the_whole_story_of_failures(grade_toy, toy_source):
    wrong = {**toy_source, "toy.py": toy_source["toy.py"].replace("k * x", "k - x")}
    text = shown(terminal.write_report, grade_toy(wrong))
    assert text.splitlines()[0] == "A toy assignment: toy student"
    assert "✗ t1.scaled: scaled multiplies every entry by k (hidden)" in text and "expected" in text
    assert "t3 A little more (optional)" in text
    assert "Total 6 of 10, and 1 of 1 optional points" in text


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


def test_what_a_student_wrote_moves_no_cursor_and_is_no_markup(grade_toy, toy_source):
    code = "\n\ndef double(x):\n    raise ValueError('\\x1b[2J[bold red]boo[/] :smile:')\n"
    text = shown(terminal.write_report, grade_toy({**toy_source, "toy.py": toy_source["toy.py"] + code}))
    assert "\x1b[2J" not in text and "[bold red]boo[/] :smile:" in text


def test_marks_are_plain_where_the_terminal_knows_no_others(grade_toy, toy_source):
    text = shown(terminal.write_report, grade_toy(toy_source), encoding="ascii")
    assert "+ t1.double" in text and "\\u" not in text.split("release")[0]
