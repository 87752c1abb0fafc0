"""What a student handed in, and what a platform says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Submission:
    """What a student handed in: file names and bytes, so that it travels to any machine.

    ``notes`` are sentences for the student about the files themselves: misnamed, nested, left out.
    """

    name: str
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Previous:
    """An earlier submission by the same people, and whether the grader failed on it."""

    submitted: datetime | None = None
    failed: bool = False


@dataclass(frozen=True)
class SlipDays:
    """The slip days that are left for the term: ``of_group`` where those of the member with the fewest count.

    ``staff_note`` says why they are not surely known.
    """

    left: int
    of_group: bool = False
    staff_note: str = ""


@dataclass(frozen=True)
class SubmissionInfo:
    """What a platform says about one submission; None and empty values were not given.

    ``due`` is the due date for these people, the latest of the assignment's and of each member's own, so that nobody is
    late because of a partner, or because a deadline moved for the class. ``due_source`` says in words which of them it
    is, and ``no_due`` why there is none. ``unreadable_dates`` are due dates that are not dates, as text. ``trouble``
    says why nothing at all is known. ``members`` are the people, each with the ids and addresses that the platform
    knows; ``slip_days`` are those that are left to them for the term, where the course counts them.
    """

    submission: str = ""
    created: datetime | None = None
    due: datetime | None = None
    due_source: str = ""
    no_due: str = "the platform names none"
    unreadable_dates: tuple[str, ...] = ()
    previous: tuple[Previous, ...] = ()
    trouble: str = ""
    members: tuple[tuple[str, ...], ...] = ()
    slip_days: SlipDays | None = None


NOT_GIVEN = SubmissionInfo(trouble="no metadata was given")
