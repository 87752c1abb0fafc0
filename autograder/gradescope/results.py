"""A report as Gradescope's results.json.

gradescope-utils owns the format: its ``JSONTestRunner`` replays finished verdicts, each as a test method with the
library's decorators. No student code runs here, and no verdict can be skipped or lost. The post-processor adds what the
runner cannot express: the total with optional points, and the format of texts.
"""

from __future__ import annotations

import io
import json
import unittest
from collections.abc import Callable, Iterator
from typing import Any

from gradescope_utils.autograder_utils import decorators
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

from autograder.grading.late import duration, in_words
from autograder.records import Leaderboard, Line, Question, Report
from autograder.text.moments import written
from autograder.text.plural import counted
from autograder.writers import text

PLACEHOLDER_OUTPUT = "The autograder did not finish. This is not your fault; please tell the course staff."
BY_HAND = "Course staff grade this question; its points are not among those above."
NOT_YOUR_FAULT = "This is not your fault; course staff will run it again."


def placeholder() -> bytes:
    """A valid results.json to show until there is something to report."""
    return _json({"score": 0, "output": PLACEHOLDER_OUTPUT, "output_format": "text", "tests": []})


def refusal(reason: str) -> bytes:
    """The results.json of a submission that could not be opened, with the reason."""
    return _json(
        {"score": 0, "output": text.plain(f"Nothing was graded. {reason}"), "output_format": "text", "tests": []}
    )


def results(report: Report) -> bytes:
    """The bytes of results.json."""
    taken: dict[str, Any] = {}

    def take(data: dict[str, Any]) -> None:
        """Complete what the runner made of the verdicts, and leave it nothing to write in a form of its own."""
        _complete(data, report)
        taken.update(data)
        data.clear()

    runner = JSONTestRunner(stream=io.StringIO(), failure_prefix="", stdout_visibility="hidden", post_processor=take)
    runner.run(unittest.TestSuite(_replay(report)))
    return _json(taken)


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, indent=1, allow_nan=False) + "\n").encode()


def _replay(report: Report) -> list[unittest.TestCase]:
    """One test for each check, in order, and one for each number on a leaderboard.

    A row's number is its question's place in the report, and its own in the question; a leaderboard takes a place too.
    """
    questions = {line.question.id: line.question for line in report.lines}
    reported = {line.check.id for line in report.lines} | {ranking.leaderboard.id for ranking in report.rankings}
    rows = [[entry.id for entry in question.entries if entry.id in reported] for question in questions.values()]
    numbers = {id_: f"{number}.{place}" for number, row in enumerate(rows, 1) for place, id_ in enumerate(row, 1)}
    checks = [_check_method(line, numbers[line.check.id]) for line in report.lines]
    boards = [
        _leaderboard_method(ranking.leaderboard, ranking.value)
        for ranking in report.rankings
        if ranking.value is not None
    ]
    return [_Replay(method) for method in checks + boards]


class _Replay(unittest.TestCase):
    """A test that is a function of its own. One class is enough: to make one for each takes as long as to run it."""

    def __init__(self, method: Callable[..., None]) -> None:
        self.runTest = method
        super().__init__()


def _leaderboard_method(board: Leaderboard, value: float) -> Callable[..., None]:
    @decorators.leaderboard(board.options.label, board.options.order)
    def replay(set_leaderboard_value: Callable[[float], None]) -> None:
        set_leaderboard_value(round(value, 6))

    return replay


def _check_method(line: Line, number: str) -> Callable[..., None]:
    """Optional points are a bonus on top of a ``max_score`` of 0, so that the maxima add up to the total.

    The message of a public check that failed ends with what runs its case at home: a command, and lines of Python.
    """

    @decorators.partial_credit(0.0 if line.check.optional else line.check.points)
    @decorators.number(number)
    @decorators.visibility(line.check.visibility)
    @decorators.tags(line.question.id, line.verdict.status, *(["carried forward"] if line.verdict.carried else []))
    def replay(set_score: Callable[[float], None]) -> None:
        set_score(round(line.points, 6))
        message = text.for_student(line)
        if line.verdict.status != "passed":
            again = (text.at_home_line(line), text.paste_lines(line)) if line.check.public else ()
            raise AssertionError("\n".join(part for part in (message, *again) if part))
        print(message)

    replay.__doc__ = test_name(line)
    return replay


def test_name(line: Line) -> str:
    """A test's name: the check's id and title, and its points if they are a bonus."""
    bonus = f" (+{text.points(line.check.points)} optional)" if line.check.optional and line.check.points else ""
    return f"{line.check.id}: {line.check.title}{bonus}"


def _complete(data: dict[str, Any], report: Report) -> None:
    data["score"] = round(report.final, 6)
    data.pop("execution_time", None)  # a program could pass on information by sleeping
    data["output"] = summary(report)
    data["output_format"] = "text"
    deck = report.provenance.get("deck", "")
    data["extra_data"] = {
        "fingerprint": dict(report.provenance),  # the name by which readers of results.json know it
        "findings": _staff_notes(report),
        "replays": {line.check.id: command for line in report.lines if (command := text.staff_command(line, deck))},
        "carried": {
            line.check.id: round(line.check.points * line.verdict.carried, 6)
            for line in report.lines
            if line.verdict.carried
        },
        "seconds": round(report.seconds, 3),
    }
    for test in data["tests"]:
        test["output"] = test.get("output", "").strip("\n")
        test["output_format"] = "text"
        test["name_format"] = "text"
    data["tests"] += [_by_hand_row(question) for question in report.by_hand]
    data["tests"] += _rows_about_time(report)


def _by_hand_row(question: Question) -> dict[str, Any]:
    """A row that only tells: points that people give are entered on the platform, as a question of its own there."""
    bonus = " optional" if question.optional else ""
    return {
        "name": f"{question.id}: {question.title} ({text.in_points(question.points)}{bonus}, by hand)",
        "name_format": "text",
        "output": text.plain(question.about or BY_HAND),
        "output_format": "text",
        "visibility": "visible",
        "tags": [question.id, "by hand"],
    }


def _rows_about_time(report: Report) -> list[dict[str, Any]]:
    """A row without a score where the work had a due date: which one counted, and what lateness costs.

    The cost is in the total, which overrides the sum of the rows.
    """
    if report.late:
        lost = round(report.late.points, 2)
        cost = f"-{text.in_points(lost)}" if lost else "no points lost"
        name, status = f"Late by {duration(report.late.late_by)}: {cost}", "failed" if lost else "passed"
        output, tags = in_words(report.late), ["late"]
    elif due := report.on_time_for:
        name, status, tags = "On time", "passed", ["due"]
        output = f"The due date that counts is {written(due.moment, due.zone)} ({due.source})."
    else:
        return []
    formats = {"name_format": "text", "output_format": "text"}
    return [{"name": name, "status": status, "output": output, "visibility": "visible", "tags": tags, **formats}]


def summary(report: Report) -> str:
    """The text above all tests: notes about the files, time-outs, and what the verdicts depend on."""
    lines = [text.one_line("", note) for note in report.notes]
    if report.failed_on:
        lines.append(f"The autograder itself failed on {', '.join(report.failed_on)}. {NOT_YOUR_FAULT}")
    if report.unreached:
        count = f"{len(report.unreached)} of {counted(len(report.lines), 'check')}"
        lines.append(f"Grading was stopped before it had reached {count}. {NOT_YOUR_FAULT}")
    lines += _time_outs(report)
    lines.append(" · ".join(f"{key} {value}" for key, value in report.provenance.items()))
    return text.plain("\n".join(lines))


def _time_outs(report: Report) -> Iterator[str]:
    """Which visible checks ran out of time, and where the student's code was; their own rows say the same.

    A verdict without a case blames no check: the total time had ended.
    """
    for line in report.lines:
        timed_out = [seen for seen in line.transcript.observations if seen.outcome == "timed out"]
        if line.check.visibility == "visible" and line.case and timed_out:
            errors = [seen.error for seen in timed_out if seen.error and seen.error.line]
            place = f" at {errors[0].where}" if errors else ""
            yield f"Stopped after {line.check.limits.seconds:g} s: {line.question.id}, check {line.check.id}{place}."


def _staff_notes(report: Report) -> list[dict[str, str]]:
    """Notes for staff; Gradescope stores ``extra_data`` and does not show it to students."""
    notes = [(line.check.id, line.verdict.staff_note) for line in report.lines]
    notes += [(ranking.leaderboard.id, ranking.staff_note) for ranking in report.rankings]
    return [
        *({"finding": text.plain(note)} for note in report.staff_notes),
        *({"check": row_id, "finding": text.plain(note)} for row_id, note in notes if note),
    ]
