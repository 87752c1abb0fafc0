"""What the circumstances of a submission change in its report: the late policy and the hint budget."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from autograder.grading.late import lateness
from autograder.records import Assignment, DueDate, Line, Report, SubmissionInfo
from autograder.text.plural import agreed

UNKNOWN_LATENESS = "No late penalty was applied: {why}, so lateness is unknown."
UNKNOWN_NUMBER = "Hidden checks gave their hints: {why}, so the number of submissions within a day is unknown."
UNREADABLE = "The platform gives a due date that cannot be read ({dates}); used instead: {source}."
NO_MOMENT = "the metadata has no readable time of submission"
NO_DUE_DATE = "neither the metadata nor assignment.yaml has a due date"
WITHHELD = "This check fails. Hidden checks say what is wrong {times} within 24 hours, and this is submission {number}."
DAY = timedelta(days=1)


def apply_policy(report: Report, assignment: Assignment, info: SubmissionInfo) -> Report:
    """The report under the assignment's late policy and hint budget.

    A due date of the platform replaces the one in assignment.yaml. Where lateness or the number of submissions cannot
    be known, a note tells staff.
    """
    report = apply_hint_budget(report, info, assignment.hints_per_day)
    no_moment = "" if info.created else info.trouble or NO_MOMENT
    if assignment.hints_per_day is not None and no_moment:
        report = _with_note(report, UNKNOWN_NUMBER.format(why=no_moment))
    if assignment.late is None:
        return report
    due = due_date(assignment, info)
    if due and info.unreadable_dates:
        report = _with_note(report, UNREADABLE.format(dates="; ".join(info.unreadable_dates), source=due.source))
    why = no_moment or ("" if due else NO_DUE_DATE)
    if why:
        return _with_note(report, UNKNOWN_LATENESS.format(why=why))
    late = lateness(assignment.late, info.created, due, report.score, report.out_of, info.slip_days)
    if late and info.slip_days and info.slip_days.staff_note:
        report = _with_note(report, info.slip_days.staff_note)
    return replace(report, late=late, on_time_for=None if late else due)


def due_date(assignment: Assignment, info: SubmissionInfo) -> DueDate | None:
    """The due date that counts, and its source; None where neither the platform nor assignment.yaml has one."""
    if info.due:
        return DueDate(info.due, info.due_source or "the due date on the platform", assignment.zone)
    if assignment.due:
        return DueDate(assignment.due, f"the due date of the assignment, because {info.no_due}", assignment.zone)
    return None


def apply_hint_budget(report: Report, info: SubmissionInfo, allowed: int | None) -> Report:
    """The report without what hidden checks would say, when more than ``allowed`` submissions came within a day.

    Such a submission is graded and counts like any other. Its hidden checks do not say what is wrong, so that many
    submissions are not a way to ask the hidden checks many questions.
    """
    number = number_within_a_day(info)
    if allowed is None or number <= allowed:
        return report
    words = WITHHELD.format(times=agreed(allowed, "once", f"{allowed} times"), number=number)
    return replace(report, lines=tuple(withhold(line, words) for line in report.lines))


def number_within_a_day(info: SubmissionInfo) -> int:
    """This submission's ordinal within the preceding 24 hours, not counting ones the grader itself failed on."""
    created = info.created
    if created is None:
        return 1
    earlier = [previous.submitted for previous in info.previous if previous.submitted and not previous.failed]
    return 1 + sum(created - DAY < moment <= created for moment in earlier)


def withhold(line: Line, words: str) -> Line:
    """A hidden check's line with ``words`` in place of what it says. Public checks keep their words."""
    judged = line.verdict.status in ("failed", "error") or (line.verdict.status == "skipped" and line.transcript.calls)
    if line.check.public or not judged:
        return line
    transcript = replace(line.transcript, observations=())  # where it was stopped, too, would say something
    return replace(line, verdict=replace(line.verdict, brief=words, hint=""), transcript=transcript)


def _with_note(report: Report, note: str) -> Report:
    return replace(report, staff_notes=(*report.staff_notes, note))
