"""Hints for hidden checks, apply_hint_budget: only the first submissions within a day bring them. The door is
`apply_hint_budget`.

A submission over the budget is graded and counts like any other; it is only not told what is wrong with a hidden check,
so that many submissions are not a way to ask the hidden checks many questions.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from autograder.records import Line, Report, SubmissionInfo
from autograder.text.plural import agreed

WITHHELD = "It does not pass. Hidden checks say what is wrong {times} within 24 hours, and this is submission {number}."
DAY = timedelta(days=1)


def apply_hint_budget(report: Report, metadata: SubmissionInfo, allowed: int | None) -> Report:
    """The report without what hidden checks would say, when this submission is one too many."""
    number = number_within_a_day(metadata)
    if allowed is None or number <= allowed:
        return report
    words = WITHHELD.format(times=agreed(allowed, "once", f"{allowed} times"), number=number)
    return replace(report, lines=tuple(_withheld(line, words) for line in report.lines))


def number_within_a_day(metadata: SubmissionInfo) -> int:
    """Which submission this is within the 24 hours before it was handed in; one that the grader failed on is none."""
    created = metadata.created
    if created is None:
        return 1
    earlier = [one.submitted for one in metadata.previous if one.submitted and not one.failed]
    return 1 + sum(created - DAY < moment <= created for moment in earlier)


def _withheld(line: Line, words: str) -> Line:
    judged = line.verdict.status in ("failed", "error") or (line.verdict.status == "skipped" and line.transcript.calls)
    if line.check.public or not judged:
        return line
    transcript = replace(line.transcript, observations=())  # where it was stopped, too, would say something
    return replace(line, verdict=replace(line.verdict, brief=words, hint=""), transcript=transcript)
