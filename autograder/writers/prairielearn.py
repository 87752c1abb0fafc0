"""A report as PrairieLearn's results.json, which an external grader writes to /grade/results."""

from __future__ import annotations

import json
from typing import Any

from autograder.records import Line, Report
from autograder.writers import text

PATH = "/grade/results/results.json"
MAX_BYTES = 1_000_000
CUT = "Some outputs were left out: the whole would be too long."


def results(report: Report) -> bytes:
    """The bytes of results.json. The score is a share of at most 1; optional points can only make up for others.

    A report that the grader failed on is not gradable, so that it costs the student no attempt.
    """
    tests = [_test(line) for line in report.lines]
    share = report.final / report.out_of if report.out_of else 0.0
    data = {
        "gradable": not report.failed_on,
        "score": round(min(max(share, 0.0), 1.0), 6),
        "message": f"{text.points(report.final)} of {text.points(report.out_of)} points",
        "output": "\n".join(text.one_line("", note) for note in report.notes),
        "tests": tests,
    }
    if report.failed_on:
        data["format_errors"] = [f"The autograder itself failed on {', '.join(report.failed_on)}; tell course staff."]
    whole = _bytes(data)
    if len(whole) > MAX_BYTES:
        data["output"] = CUT
        whole = _bytes({**data, "tests": [{**test, "output": test["output"][:200]} for test in tests]})
    return whole


def refusal(reason: str) -> bytes:
    """The results.json of a submission that could not be opened: it is no attempt."""
    words = text.one_line("", reason)
    return _bytes({"gradable": False, "score": 0, "format_errors": [words], "message": words, "tests": []})


def _test(line: Line) -> dict[str, Any]:
    """One check. Optional points stand on top of a maximum of 0."""
    return {
        "name": f"{line.check.id}: {line.check.title}",
        "description": line.question.title,
        "points": round(line.points, 6),
        "max_points": 0 if line.check.optional else line.check.points,
        "message": line.verdict.status,
        "output": text.for_student(line),
    }


def _bytes(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, indent=1, allow_nan=False) + "\n").encode()
