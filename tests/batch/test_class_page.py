"""The class page says what a class did, and nothing that a student wrote can do anything to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.batch.class_page import class_page, question_rows, scores_of, write_class_page
from autograder.batch.class_page_data import gather
from autograder.batch.class_page_groups import Lesson, hanging, lessons, made, unexplained
from autograder.batch.class_page_items import everybody_passes, items, redundant_checks
from autograder.batch.class_results import CheckResult, ErrorPlace, GradedSubmission
from autograder.batch.ledger import Ledger, LedgerEntry
from autograder.mistakes import catalogue
from autograder.records import Assignment, Person, Question
from autograder.spec.staff_folder import StaffFolder
from tests.batch import classes
from tests.batch.classes import passed, submission
from tests.support.places import SOLUTION
from tests.support.real import real

HOSTILE = '<script>alert(1)</script><img src="x" onerror="alert(2)">'
MOST_BYTES = 500_000


def graded(number: int, **changes: CheckResult) -> GradedSubmission:
    """Somebody who passes everything but for these checks, q7.linear given as q7_linear."""
    results = {check.id: passed(check) for check in real().checks}
    for name, result in changes.items():
        check_id = name.replace("_", ".", 1)
        results[check_id] = replace(result, id=check_id, max=results[check_id].max)
    return submission(real(), results, number)


def wrong(**more: object) -> CheckResult:
    return CheckResult("", "", "failed", 0.0, 0.0, **more)


def page(submissions: list[GradedSubmission], known: dict[str, Lesson] | None = None) -> str:
    return class_page(real(), submissions, known or {})


@pytest.fixture(scope="module")
def thousand() -> str:
    mistakes = catalogue.load(StaffFolder(SOLUTION), real())
    return class_page(real(), classes.students(real(), mistakes, 1000), lessons(mistakes))


@pytest.mark.slow
def test_a_class_of_1000_is_a_small_page_that_needs_no_script_and_asks_for_nothing(thousand: str) -> None:
    assert len(thousand.encode()) < MOST_BYTES
    assert "<script" not in thousand and "default-src 'none'" in thousand
    assert "http:" not in thousand and "https:" not in thousand and "url(" not in thousand


def test_long_names_do_not_make_the_page_large() -> None:
    names = [replace(graded(n), people=(Person("é" * 5000),)) for n in range(300)]
    assert len(page(names).encode()) < MOST_BYTES


@pytest.mark.slow
def test_a_class_beyond_the_table_is_a_small_page_too() -> None:
    assert len(page([graded(number) for number in range(3000)]).encode()) < 100_000


def test_an_empty_class_and_one_without_any_verdict_have_a_page() -> None:
    nothing = GradedSubmission("k", (), None, "unreadable", "It is no zip archive.", None, 0.0, 100.0)
    assert "Nobody made a known mistake." in page([])
    assert "It is no zip archive." in page([nothing])


def test_nothing_that_a_student_writes_becomes_markup() -> None:
    place = ErrorPlace("exception", HOSTILE, HOSTILE, 3, HOSTILE, HOSTILE)
    rude = graded(
        1, q1_loss=wrong(brief=HOSTILE, message=HOSTILE, error=place), q2_loss=wrong(brief=HOSTILE),
        q3_forward=wrong(error=place, timed_out=True, brief="x"), q4_graph=wrong(mistakes=(HOSTILE,)),
    )  # fmt: skip
    rude = replace(rude, people=(Person(HOSTILE, HOSTILE, HOSTILE),), outcome="crash", reason=HOSTILE, key=HOSTILE)
    written = page([rude], {HOSTILE: Lesson(HOSTILE, HOSTILE)})
    assert "<script" not in written and "<img" not in written
    assert written.count("&lt;script&gt;") > 8


def test_invisible_characters_of_a_name_are_shown() -> None:
    assert "\u202e" not in page([replace(graded(1), people=(Person("ada\u202egrade"),))])


def test_a_known_mistake_is_counted_once_a_student_with_its_sentence_for_the_lecture() -> None:
    slip = wrong(mistakes=("swapped",))
    students = [graded(1, q1_loss=slip, q1_predict=slip), graded(2, q1_loss=slip), graded(3)]
    [one] = made(gather(real(), students), {"swapped": Lesson("The signs are swapped", "Which sign wins?")})
    assert (one.students, one.checks) == ({0, 1}, ("q1.predict", "q1.loss"))
    written = page(students, {"swapped": Lesson("The signs are swapped", "Which sign wins?")})
    assert "<strong>The signs are swapped</strong>" in written and "Which sign wins?" in written


def test_mistakes_that_cannot_be_told_apart_stand_together() -> None:
    known = {"one": Lesson("One", "A?"), "two": Lesson("Two", "B?"), "three": Lesson("Three", "C?")}
    both = wrong(mistakes=("one", "two"))
    students = [graded(1, q1_loss=both), graded(2, q1_loss=both, q2_loss=wrong(mistakes=("three",)))]
    found = made(gather(real(), students), known)
    assert [[lesson.idea for lesson in one.lessons] for one in found] == [["One", "Two"], ["Three"]]


def test_two_mistakes_of_one_student_in_different_checks_are_two() -> None:
    students = [graded(1, q1_loss=wrong(mistakes=("one",)), q2_loss=wrong(mistakes=("two",)))]
    assert [len(one.lessons) for one in made(gather(real(), students), {})] == [1, 1]


def test_two_wrong_ideas_of_the_same_students_are_two_groups_unless_one_check_stands_on_the_other() -> None:
    two = {"q7_linear_slope": wrong(brief="dX is off."), "q7_tanh_forward": wrong(brief="Z is off.")}
    students = [graded(number, **two, q7_linear=wrong(brief="dX differs.")) for number in range(3)]
    assert [one.checks for one in unexplained(gather(real(), students))] == [
        ("q7.linear", "q7.linear_slope"),
        ("q7.tanh_forward",),
    ]


def test_the_same_words_of_the_same_students_are_one_group_in_whatever_checks() -> None:
    """A file in UTF-16 fails dozens of checks in the same words."""
    unread, shape = wrong(brief="graph.py is saved as UTF-16."), wrong(brief="dW has 1 axis, expected 2 axes.")
    students = [graded(1, q1_loss=unread, q7_linear=unread, q4_forward=unread, q2_loss=shape), graded(2, q2_loss=shape)]
    assert [(one.students, one.checks) for one in unexplained(gather(real(), students))] == [
        ({0, 1}, ("q2.loss",)),
        ({0}, ("q1.loss", "q4.forward", "q7.linear")),
    ]


def test_unexplained_answers_are_grouped_by_how_they_are_wrong_the_largest_first() -> None:
    half, shape = wrong(brief="dW is 1/2 times what it should be."), wrong(brief="dW has 1 axis, expected 2 axes.")
    students = [graded(1, q7_linear=half), graded(2, q7_linear=shape), graded(3, q7_linear=half), graded(4)]
    assert [(one.what, one.students) for one in unexplained(gather(real(), students))] == [
        ("dW is 1/2 times what it should be.", {0, 2}),
        ("dW has 1 axis, expected 2 axes.", {1}),
    ]


def test_equal_numbers_make_a_group_where_words_say_nothing() -> None:
    def value(number: str) -> CheckResult:
        return wrong(brief="loss has a wrong value.", message=f"loss is {number}, expected 2.\nThe case 'a'")

    students = [
        graded(1, q1_loss=value("0.123456789")),
        graded(2, q1_loss=value("0.123456791")),
        graded(3, q1_loss=value("0.3")),
    ]
    assert [one.students for one in unexplained(gather(real(), students))] == [{0, 1}, {2}]


def test_a_hidden_factor_is_told_apart_by_its_size_and_is_the_same_in_every_deck() -> None:
    def scaled(factor: str) -> CheckResult:
        brief = "dX of gate.backward(dZ) has a wrong value. dX is off by one constant factor in every entry."
        full = f"gave dX[0] = 1, expected 2. dX is {factor} times what it should be, in every entry.\nThe case 'a'"
        return wrong(brief=brief, message=full, public=False)

    factors = ("1.37", "1.370001", "1.5")
    students = [replace(graded(n, q7_linear=scaled(one)), deck=n + 1) for n, one in enumerate(factors)]
    found = unexplained(gather(real(), students))
    assert [one.students for one in found] == [{0, 1}, {2}]
    assert "dX is 1.37 times what it should be, in every entry" in found[0].what


def test_hidden_checks_are_grouped_within_their_deck_and_join_the_public_group() -> None:
    public = wrong(brief="dW is 1/2 times what it should be.")
    hidden = wrong(brief="dW has a wrong value.", message="dW[0] is 0.5, expected 1.", public=False)
    students = [replace(graded(n, q7_linear_forward=public, q7_linear_slope=hidden), deck=n) for n in range(1, 4)]
    students.append(replace(graded(9, q7_linear_slope=hidden), deck=1))
    data = gather(real(), students)
    found = unexplained(data)
    assert found[0].students == {0, 1, 2} and found[0].checks == ("q7.linear_forward", "q7.linear_slope")
    assert [one.students for one in found[1:]] == [{0, 3}]


def test_an_exception_is_one_group_over_all_checks_and_two_functions_of_one_name_are_two() -> None:
    def raised(gate: str) -> CheckResult:
        place = ErrorPlace("exception", "ValueError", "layers.py", 20, f"{gate}.forward", "return X @ W + b")
        return replace(wrong(error=place, brief="layers.py: ValueError"), status="error")

    students = [
        graded(1, q7_linear=raised("LinearGate"), q8_forward=raised("LinearGate")),
        graded(2, q7_linear=raised("LinearGate"), q8_forward=raised("LinearGate"), q9_identity=raised("DropoutGate")),
    ]
    found = unexplained(gather(real(), students))
    assert [(one.what, one.place, one.students, one.checks) for one in found] == [
        ("ValueError", "layers.py, LinearGate.forward", {0, 1}, ("q7.linear", "q8.forward")),
        ("ValueError", "layers.py, DropoutGate.forward", {1}, ("q9.identity",)),
    ]
    assert found[0].text == "return X @ W + b"


@pytest.mark.parametrize(
    "result",
    [
        wrong(mistakes=("known",)),
        wrong(brief="Not written yet.", error=ErrorPlace("unwritten", "NotImplementedError", "layers.py")),
        replace(wrong(waits_for=("q1.loss",)), status="skipped"),
        replace(wrong(staff_note="KeyError"), status="broken"),
        wrong(brief="Still running", timed_out=True),
    ],
)
def test_what_is_explained_not_written_waiting_broken_or_hanging_is_in_no_group(result: CheckResult) -> None:
    assert unexplained(gather(real(), [graded(1, q7_linear=result)])) == []


def test_time_outs_are_counted_by_the_place_where_time_ran_out() -> None:
    late = wrong(timed_out=True, error=ErrorPlace("", "", "sgd.py", 12, "sgd", "while True:"))
    [one] = hanging(gather(real(), [graded(1, q5_epochs=late, q5_steps=late), graded(2, q5_steps=late)]))
    assert (one.place, one.students, one.text) == ("sgd.py, sgd", {0, 1}, "while True:")


def test_a_check_counts_who_passes_who_waits_and_who_has_not_written_it() -> None:
    stub = wrong(error=ErrorPlace("unwritten", "NotImplementedError", "layers.py"))
    waits = replace(wrong(waits_for=("q1.loss",)), status="skipped")
    students = [graded(1), graded(2, q7_linear=wrong(brief="x")), graded(3, q7_linear=stub), graded(4, q7_linear=waits)]
    item = next(one for one in items(gather(real(), students)) if one.check.id == "q7.linear")
    assert (item.judged, item.passed, item.unwritten, item.waiting) == (2, 1, 1, 1)


def class_with(check: str, fails: list[bool], otherwise: list[int]) -> list[GradedSubmission]:
    """A class in which some fail the check, and each fails so many checks of question 1 as well."""
    first = [one.id.replace(".", "_", 1) for one in real().questions[1].checks]
    return [
        graded(n, **{name: wrong(brief="x") for name in first[:count]}, **({check: wrong(brief="y")} if fail else {}))
        for n, (fail, count) in enumerate(zip(fails, otherwise, strict=True))
    ]


def test_the_correlation_is_with_the_points_of_other_questions_that_do_not_wait() -> None:
    rng = np.random.default_rng(3)
    fails, count = list(rng.random(60) < 0.4), [int(n) for n in rng.integers(0, 5, 60)]
    students = class_with("q7_linear", fails, count)
    item = next(one for one in items(gather(real(), students)) if one.check.id == "q7.linear")
    waiting = waits_for(real(), "q7.linear")
    rest = [sum(c.score for c in one.checks if not c.id.startswith("q7.") and c.id not in waiting) for one in students]
    expected = np.corrcoef([0.0 if fail else 1.0 for fail in fails], rest)[0, 1]
    assert item.correlation == pytest.approx(expected)
    assert item.low < item.correlation < item.high
    assert waiting, "the assignment has checks that wait for this one"


def waits_for(assignment: Assignment, check: str) -> set[str]:
    """All checks that wait for this one, found by asking again until no more come up."""
    found = {check}
    for _ in assignment.checks:
        found |= {one.id for one in assignment.checks if found & {*one.after, *one.builds_on}}
    return found - {check}


def test_a_check_that_the_able_fail_is_flagged_and_one_that_they_pass_is_not() -> None:
    able = [n % 2 == 0 for n in range(40)]
    against = class_with("q7_linear", able, [0 if one else 4 for one in able])
    along = class_with("q7_linear", able, [4 if one else 0 for one in able])
    flagged = [[one.check.id for one in items(gather(real(), some)) if one.flagged] for some in (against, along)]
    assert "q7.linear" in flagged[0] and "q7.linear" not in flagged[1]
    assert "q7.linear" in page(against).split("The checks themselves")[-1]


@pytest.mark.parametrize(("students", "failing"), [(29, 14), (40, 9)])
def test_few_students_or_few_wrong_answers_flag_nothing(students: int, failing: int) -> None:
    fails = [number < failing for number in range(students)]
    found = items(gather(real(), class_with("q7_linear", fails, [0 if one else 4 for one in fails])))
    assert next(one for one in found if one.check.id == "q7.linear").correlation is None


def test_checks_that_say_the_same_of_everybody_are_listed_together() -> None:
    students = [
        graded(
            n,
            **({"q7_linear": wrong(), "q9_share": wrong()} if n % 3 == 0 else {}),
            **({"q2_loss": wrong()} if n % 2 else {}),
        )
        for n in range(60)
    ]
    assert redundant_checks(gather(real(), students)) == [["q7.linear", "q9.share"]]
    assert "q2.loss" not in set(everybody_passes(items(gather(real(), students))))


def test_whom_to_look_at_comes_most_urgent_first_and_has_no_score() -> None:
    crash = replace(graded(1, q1_loss=wrong(brief="x")), outcome="crash", reason="Could not be imported: layers.py.")
    broken = replace(graded(2), outcome="broken", reason="The grader failed on q7.linear.", score=None, questions=())
    noted = replace(graded(3), staff_notes=("The files changed numpy.",))
    written = page([crash, graded(4), broken, noted])
    listed = written.split('id="triage"')[1].split("</table>")[0]
    order = [listed.index(one) for one in ("Firstname2", "Firstname1", "Firstname3")]
    assert order == sorted(order) and "Firstname4" not in listed
    assert "The files changed numpy." in listed


def test_a_note_that_everybody_has_is_said_once_and_puts_nobody_on_the_list() -> None:
    late = "No late penalty was applied: plain folders name no time of submission, so lateness is unknown."
    noted = [replace(graded(n), staff_notes=(late,)) for n in range(9)]
    odd = replace(graded(9), staff_notes=(late, "The files changed numpy."))
    listed = page([*noted, odd]).split('id="triage"')[1].split("</section>")[0]
    assert listed.count(late) == 1 and "(10 of 10 submissions)" in listed
    assert "Firstname9" in listed and "Firstname1 " not in listed
    assert page(noted[:2]).split('id="triage"')[1].split("</section>")[0].count(late) == 2


def test_a_file_that_is_missing_is_told_where_to_look_first_and_is_no_way_to_be_wrong() -> None:
    lacking = replace(wrong(brief="There is no loss.py among your files."), error=ErrorPlace("missing"))
    note = "Not handed in: loss.py. What needs it earns nothing. Found instead: hw1.py."
    gone = replace(graded(1, q1_loss=lacking), outcome="missing files", reason="Not handed in: loss.py.", notes=(note,))
    written = page([gone, graded(2)])
    assert "There is no loss.py" not in written
    assert written.count(note) == 1 and written.count("Not handed in: loss.py.") == 1
    item = next(one for one in items(gather(real(), [gone, graded(2)])) if one.check.id == "q1.loss")
    assert (item.judged, item.passed) == (1, 1), "nothing of theirs was judged"


def test_the_page_is_written_again_when_anything_of_the_class_changed_and_only_then(tmp_path: Path) -> None:
    staff, path = StaffFolder(SOLUTION), tmp_path / "class.html"
    with Ledger(tmp_path) as ledger:
        ledger.enter(LedgerEntry("one", 0, "", "", 1), graded(1))
        write_class_page(tmp_path, staff, real(), ledger)
        first = path.stat()
        write_class_page(tmp_path, staff, real(), ledger)
        assert path.stat() == first
        ledger.enter(LedgerEntry("two", 1, "", "", 1), graded(2))
        write_class_page(tmp_path, staff, real(), ledger)
        assert "Firstname2" in path.read_text() and path.stat() != first
        path.write_text("half a pa")
        write_class_page(tmp_path, staff, real(), ledger)
        assert path.read_text().endswith("</html>")


def test_what_people_grade_by_hand_is_named_and_in_no_figure() -> None:
    essay = Question("q99", "An essay", 25.0, False, (), by_hand=True, about="What was learnt.")
    assignment = replace(real(), questions=(*real().questions, essay))
    written = class_page(assignment, [graded(1)], {})
    assert "in no figure on this page: q99 An essay." in written
    assert "median of 100 points" in written and ">q99</th>" not in written


def test_points_of_optional_checks_come_on_top_of_the_whole() -> None:
    first = real().questions[1]
    extra = replace(first.checks[0], id="q1.extra", points=4.0, optional=True)
    assignment = replace(real(), questions=(replace(first, checks=(*first.checks, extra)),))
    without = {check.id: passed(check) for check in first.checks}
    missed = submission(assignment, {**without, "q1.extra": replace(passed(extra), score=0.0)}, 1)
    for students, mean in (
        ([missed], 1.0),
        ([submission(assignment, {**without, "q1.extra": passed(extra)}, 2)], None),
    ):
        data = gather(assignment, students)
        [row] = question_rows(data, items(data))
        assert (row.worth, row.full) == (first.points, 1)
        assert row.mean == mean if mean else row.mean > 1
        assert 'width="100"' in class_page(assignment, students, {})


def test_a_score_on_the_edge_of_two_bins_is_in_the_upper_one() -> None:
    out_of = 1.0
    assignment = replace(real(), questions=(Question("q1", "One", out_of, False, real().questions[1].checks[:1]),))
    scores = [number / 20 for number in range(21)]
    data = gather(assignment, [replace(graded(n), score=round(score, 6)) for n, score in enumerate(scores)])
    found = scores_of(data)
    assert found is not None and found.bins == (*[1] * 19, 2)


def test_broken_and_unreadable_submissions_are_in_no_figure() -> None:
    none = replace(graded(2), outcome="broken", score=None, questions=())
    half = replace(graded(1), score=50.0)
    written = page([half, none, half])
    assert "<strong>50</strong>median of 100 points" in written and "<strong>50</strong>mean" in written
