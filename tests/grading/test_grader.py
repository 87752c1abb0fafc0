"""One submission's journey: what each kind of check makes of right, wrong and misbehaving code."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

import pytest

from autograder.answers.store import Answers, AnswersError
from autograder.gradescope import results as gradescope
from autograder.grading import turns as turns_of
from autograder.grading.attempts import run_check
from autograder.grading.grader import Grader, payload_of
from autograder.records import Submission
from autograder.sandbox import clock, start
from autograder.spec.cases import PUBLIC_DECK
from autograder.writers import terminal
from tests.support.limits import with_limits
from tests.support.reports import check_of, in_bytes, shown, statuses, submission_of, verdict_of
from tests.support.toy import with_function


def test_the_reference_earns_everything_on_every_deck(toy, toy_answers, sandbox, toy_source):
    files = in_bytes(toy_source)
    for deck in (1, 2):
        report = Grader(toy, toy_answers, sandbox).grade(Submission("reference", files), deck=deck)
        assert statuses(report) == {check.id: "passed" for check in toy.checks}
        assert report.score == 11 and report.out_of == 10


def test_decks_hold_different_numbers_those_of_public_checks_as_well(toy, toy_answers):
    scaled, slope = (check_of(toy, check_id) for check_id in ("t1.scaled", "t1.slope"))
    for check, decks in ((scaled, (1, 2)), (slope, (PUBLIC_DECK, 1, 2))):
        assert len({toy_answers.of(check, deck)[0].case.inputs["k"] for deck in decks}) == len(decks)
    with pytest.raises(AnswersError, match=r"no frozen cases for t1\.scaled in deck 0"):
        toy_answers.of(scaled, PUBLIC_DECK)


def test_nothing_handed_in_earns_nothing(grade_toy):
    report = grade_toy({})
    assert report.score == 0
    assert verdict_of(report, "t1.double").message == "There is no toy.py among your files."


def test_an_output_check_gives_each_case_its_share(grade_toy, toy_source):
    wrong = with_function(toy_source, "def double(x):\n    return 2 * abs(x)")
    verdict = verdict_of(grade_toy(wrong), "t1.double")
    assert (verdict.status, verdict.score) == ("failed", 0.5)
    assert verdict.message.startswith("value is 6, expected -6. value has the wrong sign.")
    assert verdict.hint == "Negative numbers have doubles too."


def test_a_hidden_check_says_no_number_of_the_case(grade_toy, toy_source, toy, toy_answers):
    wrong = with_function(toy_source, "def scaled(x, k):\n    return x * k + 0.25")
    verdict = verdict_of(grade_toy(wrong, deck=1), "t1.scaled")
    check = check_of(toy, "t1.scaled")
    answer = toy_answers.of(check, 1)[0].answer["z"].ravel()
    assert "0.25" in verdict.message
    assert not any(f"{abs(value):.4g}" in verdict.brief for value in answer)
    assert verdict.brief == "z has a wrong value. z is off by one added constant in every entry."


def test_the_gradient_check_names_the_one_wrong_entry_of_many(grade_toy, toy_source):
    code = """
    def scaled_backward(x, k, dz):
        dx = k * dz
        if x.size > 100:
            dx[17, 23] += 0.01
        return dx
    """
    report = grade_toy(with_function(toy_source, code))
    line = next(line for line in report.lines if line.check.id == "t1.slope")
    assert line.verdict.status == "failed" and line.verdict.score == 0.5
    assert line.verdict.message.startswith("dx[17, 23] is ")
    forwards = sum(call.probe == "scaled" for call in line.transcript.calls)
    # 2 x 6 for the small array; for the large one 3 tries x 2 directions x 2, then 2 a halving of 2000, and 2 to
    # measure; and once each unshifted
    assert forwards <= 12 + 12 + 2 * 11 + 2 + 2


def test_the_gradient_check_costs_the_same_at_any_size(grade_toy, toy_source):
    line = next(line for line in grade_toy(toy_source).lines if line.check.id == "t1.slope")
    large = [call for call in line.transcript.calls if call.probe == "scaled" and call.case.name == "large"]
    assert len(large) == 5


def test_a_gradient_in_float32_is_accepted(grade_toy, toy_source):
    code = """
    def scaled(x, k):
        return (k * x.astype(np.float32)).astype(np.float32)

    def scaled_backward(x, k, dz):
        return (k * dz).astype(np.float32)
    """
    report = grade_toy(with_function(toy_source, code))
    assert verdict_of(report, "t1.scaled").status == "passed"
    assert verdict_of(report, "t1.slope").status == "passed"


FLOAT32_IN_PART = """
def scaled(x, k):
    part = (0.7 * k * x.astype(np.float32)).astype(np.float32)
    return part + 0.3 * k * x
"""


def test_a_forward_that_computes_a_part_in_float32_loses_nothing(grade_toy, toy_source):
    report = grade_toy(with_function(toy_source, FLOAT32_IN_PART))
    assert verdict_of(report, "t1.scaled").status == verdict_of(report, "t1.slope").status == "passed"


@pytest.mark.parametrize("wrong", ["-k * dz", "2 * k * dz", "k * dz * 1.01"])
def test_a_wrong_gradient_of_a_forward_in_part_in_float32_is_found(grade_toy, toy_source, wrong):
    code = f"{FLOAT32_IN_PART}\ndef scaled_backward(x, k, dz):\n    return {wrong}"
    verdict = verdict_of(grade_toy(with_function(toy_source, code)), "t1.slope")
    assert verdict.status == "failed" and "but your own forward has the slope" in verdict.message


@pytest.mark.parametrize(
    "rounded",
    [
        "np.round(k * x, 3)",
        "np.round(k * x, 2)",
        "np.round(k * x)",
        "(k * x).astype(int)",
        "k * x // 0.5",
        "np.int64(k * x)",
    ],
)
def test_a_forward_that_rounds_is_told_and_backward_is_not_blamed(toy, toy_answers, sandbox, toy_source, rounded):
    check = check_of(toy, "t1.slope")
    given = payload_of(toy, submission_of(with_function(toy_source, f"def scaled(x, k):\n    return {rounded}")))
    key = toy_answers.key(check, 1, toy.laws)
    verdict, _ = run_check(sandbox, given, check, toy_answers.cases(check, 1), key)
    assert verdict.message.startswith("Your own forward is a staircase: it stays the same when x changes a little")


@pytest.mark.parametrize("forward", ["np.maximum(k * x, 0)", "0 * x", "k * x * (x > 0)", "np.clip(k * x, -1, 1)"])
def test_a_forward_that_is_flat_in_places_is_no_staircase(toy, toy_answers, sandbox, toy_source, forward):
    check = check_of(toy, "t1.slope")
    given = payload_of(toy, submission_of(with_function(toy_source, f"def scaled(x, k):\n    return {forward}")))
    verdict, _ = run_check(sandbox, given, check, toy_answers.cases(check, 1), toy_answers.key(check, 1, toy.laws))
    assert verdict.status == "failed" and "staircase" not in verdict.message


@pytest.mark.parametrize("name", ["int", "float", "bool8", "product"])
def test_a_name_that_numpy_has_no_more_breaks_no_check(grade_toy, toy_source, name):
    gone = "".join(
        f"def {one}:\n    return np.{name}(1)\n\n" for one in ("double(x)", "scaled(x, k)", "shuffled(n, rng)")
    )
    report = grade_toy(with_function(toy_source, gone))
    assert not report.broken and verdict_of(report, "t1.double").status == "error"


def test_zeros_everywhere_do_not_pass_as_a_gradient_of_zeros(grade_toy, toy_source):
    code = """
    def scaled(x, k):
        return 0 * x

    def scaled_backward(x, k, dz):
        return 0 * dz
    """
    verdict = verdict_of(grade_toy(with_function(toy_source, code)), "t1.slope")
    assert verdict.status == "skipped"
    assert "t1.scaled" in verdict.message


@pytest.mark.parametrize(
    ("factor", "words"), [("-k", "has the wrong sign"), ("2 * k", "is 2 times"), ("0 * k", "is zero everywhere")]
)
def test_a_factor_in_a_gradient_is_named(grade_toy, toy_source, factor, words):
    wrong = with_function(toy_source, f"def scaled_backward(x, k, dz):\n    return {factor} * dz")
    assert words in verdict_of(grade_toy(wrong), "t1.slope").message


def test_who_changes_numpy_reads_so_and_not_the_graders_own_error(grade_toy, toy_source):
    for function, check in (("double(x)", "t1.double"), ("scaled(x, k)", "t1.scaled")):
        patch = f"import numpy\n\ndef {function}:\n    numpy.array = lambda *a, **k: None\n    return x"
        verdict = verdict_of(grade_toy(with_function(toy_source, patch), only=[check]), check)
        assert verdict.status == "error"
        assert verdict.message.startswith("The error did not arise in your own code. Your files may have")
        assert "The error: AttributeError: 'NoneType' object has no attribute 'shape'.\n" in verdict.message
        assert verdict.brief.endswith("The error: AttributeError.") and "NoneType" not in verdict.brief


def test_a_gradient_of_minus_zero_is_called_zero(grade_toy, toy_source):
    wrong = with_function(toy_source, "def scaled_backward(x, k, dz):\n    return -0.0 * np.abs(dz)")
    assert "] is 0, but your own forward has the slope " in verdict_of(grade_toy(wrong), "t1.slope").message


def test_a_right_gradient_with_a_kept_axis_earns_half_and_a_wrong_one_nothing(grade_toy, toy_source):
    for code, share in (("k * dz[None]", 0.5), ("2 * k * dz[None]", 0.0)):
        wrong = with_function(toy_source, f"def scaled_backward(x, k, dz):\n    return {code}")
        verdict = verdict_of(grade_toy(wrong), "t1.slope")
        assert (verdict.status, verdict.score) == ("failed", share)
        assert verdict.message.startswith("A gradient looks like its input (x). ") or not share


def test_a_law_is_told_in_its_own_words(grade_toy, toy_source):
    wrong = with_function(toy_source, "def shuffled(n, rng):\n    return np.arange(n)")
    verdict = verdict_of(grade_toy(wrong), "t2.order")
    assert (verdict.status, verdict.message) == ("failed", "Two calls gave the same order.")


def test_accuracy_earns_its_place_on_the_line(grade_toy, toy_source):
    wrong = with_function(toy_source, "def classify(X):\n    return np.where(np.arange(X.size) % 4, X > 0, X <= 0)")
    report = grade_toy(wrong)
    verdict = verdict_of(report, "t2.classify")
    assert verdict.status == "failed"
    assert verdict.score == pytest.approx((0.75 - 0.5) / 0.45)
    assert report.rankings[0].value == pytest.approx(0.75)


def test_a_leaderboard_counts_a_check_without_predictions_as_nothing_and_is_no_row_itself(grade_toy):
    report = grade_toy({}, only=["t2.board"])
    assert report.lines == () and [ranking.value for ranking in report.rankings] == [0.0]


def test_a_leaderboard_has_no_number_before_its_check_has_run(toy, toy_answers, sandbox, toy_source):
    grading = Grader(toy, toy_answers, sandbox).start(submission_of(toy_source))
    assert [ranking.value for ranking in grading.report().rankings] == [None]
    assert json.loads(gradescope.results(grading.report()))["leaderboard"] == []
    assert "t2.board: Accuracy on the leaderboard. No number yet" in shown(terminal.write_report, grading.report())
    assert [ranking.value for ranking in grading.run().rankings] == [1.0]
    assert "t2.board: Accuracy on the leaderboard. Accuracy: 1.0000" in shown(terminal.write_report, grading.report())


def test_a_leaderboard_keeps_its_place_in_the_numbers_of_the_rows_after_it(toy, toy_answers, sandbox, toy_source):
    first, second, third = toy.questions
    for place, numbers in ((2, ["2.1", "2.2"]), (1, ["2.1", "2.3"]), (0, ["2.2", "2.3"])):
        board = replace(second.leaderboards[0], place=place)
        moved = replace(toy, questions=(first, replace(second, leaderboards=(board,)), third))
        report = Grader(moved, toy_answers, sandbox).grade(submission_of(toy_source), ["t2"])
        assert [test["number"] for test in json.loads(gradescope.results(report))["tests"]] == [
            number.replace("2.", "1.") for number in numbers
        ]


def test_a_leaderboard_that_cannot_be_judged_is_staffs_to_fix_and_the_rest_is_graded(
    toy, toy_answers, sandbox, toy_source
):
    first, second, third = toy.questions
    board = second.leaderboards[0]
    nameless = replace(board, options=replace(board.options, labels="nowhere"))
    changed = replace(toy, questions=(first, replace(second, leaderboards=(nameless,)), third))
    report = Grader(changed, toy_answers, sandbox).grade(submission_of(toy_source))
    assert set(statuses(report).values()) == {"passed"} and report.score == 11
    assert report.failed_on == ["t2.board"] and report.rankings[0].value is None
    data = json.loads(gradescope.results(report))
    assert data["extra_data"]["findings"] == [{"check": "t2.board", "finding": "KeyError: 'nowhere'"}]
    assert data["output"].startswith("The autograder itself failed on t2.board.") and data["leaderboard"] == []


def test_a_check_that_builds_on_a_failed_one_is_skipped_but_may_pass(grade_toy, toy_source):
    wrong_double = with_function(toy_source, "def double(x):\n    return x")
    assert verdict_of(grade_toy(wrong_double), "t3.triple").status == "passed"
    both = {**wrong_double, "helper_free.py": "def triple(x):\n    return x"}
    verdict = verdict_of(grade_toy(both), "t3.triple")
    assert verdict.status == "skipped" and "t1.double" in verdict.message


STUBS = {
    "t3": ("failed", "Not written yet: t3: triple."),
    "t1": ("skipped", "Fix t1.double first; this check builds on it and is judged once that passes. So far: "),
}


@pytest.mark.parametrize("question", STUBS)
def test_a_stub_of_an_earlier_question_is_waited_for_and_an_own_one_is_called_what_it_is(
    grade_toy, toy_source, question
):
    status, words = STUBS[question]
    files = with_function(toy_source, 'def double(x):\n    raise NotImplementedError("t1: double")')
    stub = f'def triple(x):\n    raise NotImplementedError("{question}: triple")'
    verdict = verdict_of(grade_toy({**files, "helper_free.py": stub}), "t3.triple")
    assert verdict.status == status and verdict.message.startswith(words)


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        ("def double(x):\n    while True:\n        pass", "error", "Still running after 2 s"),
        ("import os\ndef double(x):\n    os._exit(0)", "error", "ended"),
        ("import sys\ndef double(x):\n    sys.exit(0)", "error", "SystemExit"),
        ("def double(x):\n    return double(x)", "error", "RecursionError"),
        ("def double(x):\n    return np.ones(70 * 2**30 // 8)", "error", "memory"),
        (
            "def double(x):\n    for _ in range(1000):\n        print('x' * 100_000)\n    return 2 * x",
            "error",
            "printed more",
        ),
        (
            "class Same:\n    def __eq__(self, other):\n        return True\ndef double(x):\n    return Same()",
            "failed",
            "Same",
        ),
        ("np.allclose = lambda *a, **k: True\ndef double(x):\n    return x", "failed", "value is 2, expected 4"),
        ("def double(x):\n    return None", "failed", "None"),
        ("def double(x):\n    return 1 / 0", "error", "ZeroDivisionError"),
    ],
    ids=[
        "loops",
        "exits",
        "sys.exit",
        "recurses",
        "70 GB",
        "100 MB printed",
        "equals all",
        "patches numpy",
        "None",
        "raises",
    ],
)
def test_a_function_that_misbehaves_loses_only_its_own_check(grade_toy, toy_source, code, status, words):
    report = grade_toy(with_function(toy_source, code))
    verdict = verdict_of(report, "t1.double")
    assert (verdict.status, verdict.score) == (status, 0.0)
    assert words in verdict.message
    assert verdict.hint == ("What is twice a number?" if "expected" in words else "")
    others = {check_id: status for check_id, status in statuses(report).items() if check_id != "t1.double"}
    assert set(others.values()) == {"passed"}


def test_a_traceback_holds_the_students_frames_and_none_of_ours(grade_toy, toy_source):
    code = """
    def double(x):
        return inner(x)

    def inner(x):
        return x / 0
    """
    message = verdict_of(grade_toy(with_function(toy_source, code)), "t1.double").message
    assert "in inner" in message and "ZeroDivisionError" in message and "return x / 0" in message
    for ours in ("autograder", "worker", "probes", "site-packages", "_sandbox"):
        assert ours not in message


def test_a_hidden_exception_tells_only_its_type_and_the_students_line(grade_toy, toy_source):
    code = "def scaled(x, k):\n    raise ValueError(f'k is {k}')"
    verdict = verdict_of(grade_toy(with_function(toy_source, code)), "t1.scaled")
    assert "ValueError" in verdict.brief and "raise ValueError" in verdict.brief
    assert "k is 2" not in verdict.brief and "k is 3" not in verdict.brief


def test_an_answer_that_is_missing_is_staffs_to_mend(toy, sandbox, toy_source):
    files = in_bytes(toy_source)
    report = Grader(toy, Answers({}), sandbox).grade(Submission("x", files), only=["t1.double"])
    verdict = report.lines[0].verdict
    assert verdict.status == "broken" and "autograder freeze" in verdict.staff_note
    assert "not your fault" in verdict.brief
    assert len(report.broken) == 1


def test_checks_beyond_the_total_time_are_skipped_and_say_why(toy, toy_answers, sandbox, toy_source):
    slow = with_function(toy_source, "import time\ndef double(x):\n    time.sleep(0.7)\n    return 2 * x")
    hurried = replace(toy, total_seconds=1.0)
    files = in_bytes(slow)
    report = Grader(hurried, toy_answers, sandbox).grade(Submission("slow", files))
    last = report.lines[-1].verdict
    assert last.status == "skipped" and "t1.double" in last.message


@pytest.mark.slow
def test_the_check_that_the_total_time_cuts_off_is_not_blamed_and_keeps_what_it_has(
    toy, toy_answers, sandbox, toy_source
):
    code = """
    import time
    seen = []

    def scaled(x, k):
        seen.append(x)
        while len(seen) > 1:
            time.sleep(0.1)
        return k * x
    """
    patient = with_limits(replace(toy, total_seconds=6.0), seconds=60.0)
    checks = ["t1.scaled", "t2.order"]
    report = Grader(patient, toy_answers, sandbox).grade(submission_of(with_function(toy_source, code)), checks)
    lines = {line.check.id: line for line in report.lines}
    told = r"the time limit of 6 s for the whole submission ran out; the slowest checks were t1\.scaled \(\d s\)"
    assert re.match(f"Not finished: {told}", lines["t1.scaled"].verdict.message)
    assert lines["t1.scaled"].verdict.brief == "Not finished: the time limit of 6 s for the whole submission ran out."
    assert lines["t1.scaled"].verdict.status == "skipped" and 0 < lines["t1.scaled"].verdict.score < 1
    assert re.match(f"Not reached: {told}", lines["t2.order"].verdict.message)
    assert "Stopped after" not in gradescope.summary(report) and report.unreached == []


@pytest.mark.parametrize("code", ["while True:\n        pass", "__import__('time').sleep(1000)"])
def test_a_loop_or_a_sleep_without_end_is_waited_for_once(toy, toy_answers, sandbox, toy_source, monkeypatch, code):
    workers = []
    start = sandbox.worker
    monkeypatch.setattr(sandbox, "worker", lambda *words: workers.append(words) or start(*words))
    endless = submission_of(with_function(toy_source, f"def double(x):\n    {code}"))
    report = Grader(with_limits(toy, seconds=0.2), toy_answers, sandbox).grade(endless, only=["t1.double"])
    assert verdict_of(report, "t1.double").status == "error" and len(workers) == 1


def test_a_check_that_the_machine_had_no_time_for_is_tried_again_alone_and_then_ours(
    toy, toy_answers, sandbox, toy_source, monkeypatch
):
    turns = []

    def kept_waiting(process):
        return lambda looking=True: clock.Reading(monotonic(), 0.0, monotonic(), blocked=False)

    @contextmanager
    def alone():
        turns.append("alone")
        yield

    monkeypatch.setattr(start, "meter_of", kept_waiting)
    monkeypatch.setattr(clock, "PATIENCE", 0)
    monkeypatch.setattr(clock, "LEAST_PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(turns_of, "alone", alone)
    endless = submission_of(with_function(toy_source, "def double(x):\n    while True:\n        pass"))
    report = Grader(toy, toy_answers, sandbox).grade(endless, only=["t1.double", "t1.scaled"])
    verdict = verdict_of(report, "t1.double")
    assert turns == ["alone"] and verdict.status == "broken" and "not your fault" in verdict.brief
    assert verdict.staff_note.startswith("StarvedError: the machine was too busy: a worker got 0.0 s of processor time")
    assert verdict_of(report, "t1.scaled").status == "passed"


@pytest.mark.parametrize("loop", ["while True:\n    pass", "import math\nmath.factorial(10**8)"])
def test_a_file_whose_import_does_not_end_is_tried_once_and_the_checks_without_it_are_graded(
    toy, toy_answers, sandbox, toy_source, monkeypatch, loop
):
    workers = []
    start = sandbox.worker
    monkeypatch.setattr(sandbox, "worker", lambda *words: workers.append(words) or start(*words))
    endless = submission_of({**toy_source, "toy.py": f"{toy_source['toy.py']}\n{loop}\n"})
    report = Grader(with_limits(toy, seconds=1.0), toy_answers, sandbox).grade(endless)
    assert statuses(report) == {
        **dict.fromkeys(("t1.double", "t1.scaled", "t2.order", "t2.classify"), "error"),
        "t1.slope": "skipped",
        "t3.triple": "passed",
    }
    first, second = verdict_of(report, "t1.double"), verdict_of(report, "t1.scaled")
    assert first.message.startswith("toy.py was still being imported after 1 s of computing, so it was stopped.")
    assert second.brief == (
        "toy.py could not be imported: it was still running after 1 s (see t1.double), so it was not tried again."
    )
    assert [bool(payload.endless) for payload, _ in workers].count(False) == 1


def test_a_skipped_check_names_what_is_at_the_bottom_of_it(toy, toy_answers, sandbox, toy_source):
    *others, last = toy.questions
    waiting = replace(last.checks[0], builds_on=("t1.double", "t1.slope"))
    deeper = replace(toy, questions=(*others, replace(last, checks=(waiting,))))
    files = {name: text.replace("k * x", "k + x") for name, text in toy_source.items()}
    files["helper_free.py"] = files["helper_free.py"].replace("3 * x", "x")
    submission = Submission("deep", in_bytes(files))
    lines = {line.check.id: line for line in Grader(deeper, toy_answers, sandbox).grade(submission).lines}
    assert lines["t1.slope"].blocked_by == ("t1.scaled",)
    assert "Fix t1.slope first; this check builds on it" in lines["t3.triple"].verdict.message
    assert lines["t3.triple"].blocked_by == ("t1.scaled",)


def test_progress_goes_from_the_first_check_to_the_last_and_the_report_is_complete_at_every_step(
    toy, toy_answers, sandbox, toy_source
):
    grading = Grader(toy, toy_answers, sandbox).start(submission_of(toy_source))
    seen = []
    grading.run(lambda *place: seen.append((place, grading.report())))
    rows = len(toy.checks)
    titles = [check.title for check in sorted(toy.checks, key=lambda check: not check.public)] + [""]
    assert [place for place, _ in seen] == [(number, rows, title) for number, title in enumerate(titles)]
    assert all(len(report.lines) == rows for _, report in seen)
    assert [len(report.unreached) for _, report in seen] == list(range(rows, -1, -1))
    assert seen[0][1].score == 0 and seen[-1][1].score == 11


def test_several_failures_that_stand_in_the_way_are_all_named(toy, toy_answers, sandbox, toy_source):
    *others, last = toy.questions
    files = {name: text.replace("2 * x", "x").replace("3 * x", "x") for name, text in toy_source.items()}
    files["toy.py"] = files["toy.py"].replace("k * x", "k + x")
    both = "t1.double and t1.scaled"
    for field, words in (
        ("builds_on", f"Fix {both} first; this check builds on them and is judged once they pass. So far: "),
        ("after", f"Not run yet: {both} must pass first."),
    ):
        waiting = replace(last.checks[0], **{"builds_on": (), field: ("t1.double", "t1.scaled")})
        deeper = replace(toy, questions=(*others, replace(last, checks=(waiting,))))
        report = Grader(deeper, toy_answers, sandbox).grade(submission_of(files))
        assert verdict_of(report, "t3.triple").message.startswith(words)


@pytest.mark.parametrize(
    ("function", "code", "check", "brief"),
    [
        ("scaled", "return np.ones((4, 140625))", "t1.scaled", "z has the wrong length along axes"),
        (
            "scaled",
            "y = k * x\n    y.flat[2] = np.nan\n    return y",
            "t1.scaled",
            "z has an entry that is nan. nan usually",
        ),
        ("classify", "return np.ones(140625)", "t2.classify", "The predictions have shape (…,), expected (…,)"),
        ("classify", "import os\n    os._exit(41)", "t2.classify", "Your code ended the whole program before it gave"),
    ],
)
def test_of_a_hidden_check_no_number_is_told_that_a_program_can_choose(
    grade_toy, toy_source, function, code, check, brief
):
    arguments = {"scaled": "x, k", "classify": "X"}[function]
    wrong = with_function(toy_source, f"import numpy as np\n\ndef {function}({arguments}):\n    {code}")
    said = verdict_of(grade_toy(wrong, only=[check]), check).brief
    assert said.startswith(brief) and not re.search(r"[2-9]", said.split(" (")[0])
