"""What the circumstances of a submission change in its report: lateness and the hint budget. The door is `applied`."""

from __future__ import annotations

from dataclasses import replace

from autograder.hint_budget import rationed
from autograder.late import lateness
from autograder.metadata import Metadata
from autograder.records import Assignment, Report


def applied(report: Report, assignment: Assignment, metadata: Metadata) -> Report:
    """The report under the assignment's late policy and hint budget, for a submission with this metadata.

    The platform's due date, a student's own first, comes before the one in assignment.yaml.
    """
    report = rationed(report, metadata, assignment.hints_per_day)
    if assignment.late is None:
        return report
    due = metadata.due or assignment.due
    return replace(report, late=lateness(assignment.late, metadata.created, due, report.score, report.out_of))
