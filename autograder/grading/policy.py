"""What the circumstances of a submission change in its report: lateness and the hint budget. The door is `applied`."""

from __future__ import annotations

from dataclasses import replace

from autograder.grading.hint_budget import apply_hint_budget
from autograder.grading.late import lateness
from autograder.records import Assignment, DueDate, Report, SubmissionInfo

UNKNOWN = "Whether it is late is not known, so the late policy took nothing off: {why}."
UNCOUNTED = (
    "How many submissions came before within a day is not known, so the hidden checks said what is wrong: {why}."
)
UNREADABLE = "The platform gives a due date that cannot be read ({dates}); what counted is {source}."
NO_MOMENT = "the metadata has no readable time of submission"


def applied(report: Report, assignment: Assignment, metadata: SubmissionInfo) -> Report:
    """The report under the assignment's late policy and hint budget, for a submission with this metadata.

    The platform's due date, a student's own first, comes before the one in assignment.yaml. Where lateness or the
    number of submissions cannot be known, staff are told.
    """
    report = apply_hint_budget(report, metadata, assignment.hints_per_day)
    if assignment.hints_per_day is not None and metadata.created is None:
        report = _found(report, UNCOUNTED.format(why=metadata.trouble or NO_MOMENT))
    if assignment.late is None:
        return report
    due = due_date(assignment, metadata)
    if due and metadata.unreadable_dates:
        report = _found(report, UNREADABLE.format(dates="; ".join(metadata.unreadable_dates), source=due.source))
    why = _unknown(metadata, due)
    if why:
        return _found(report, UNKNOWN.format(why=why))
    return replace(report, late=lateness(assignment.late, metadata.created, due, report.score, report.out_of))


def due_date(assignment: Assignment, metadata: SubmissionInfo) -> DueDate | None:
    """The due date that counts, and where it comes from;
    None where neither the platform nor assignment.yaml has one.
    """
    if metadata.due:
        return DueDate(metadata.due, metadata.due_source or "the due date on the platform", assignment.zone)
    if assignment.due:
        return DueDate(assignment.due, f"the due date of the assignment, because {metadata.no_due}", assignment.zone)
    return None


def _found(report: Report, finding: str) -> Report:
    return replace(report, staff_notes=(*report.staff_notes, finding))


def _unknown(metadata: SubmissionInfo, due: DueDate | None) -> str:
    """Why nobody can say whether a submission is late; empty when one can."""
    if metadata.created is None:
        return metadata.trouble or NO_MOMENT
    return "" if due else "neither the metadata nor assignment.yaml has a due date"
