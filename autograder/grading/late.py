"""What lateness costs: a policy, two moments and a score in, a deduction out.

Nothing in here reads a clock: a submission that is graded again years later is as late as it was when it was handed in.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from autograder.records import DueDate, Lateness, Policy, SlipDays
from autograder.text.moments import on_the_clock, written
from autograder.text.plural import agreed, counted

DAY = timedelta(days=1)


def lateness(
    policy: Policy,
    created: datetime | None,
    due: DueDate | None,
    earned: float,
    out_of: float,
    slip_days: SlipDays | None = None,
) -> Lateness | None:
    """The lateness of a submission handed in at ``created``; None when it is on time or either moment is not known.

    ``slip_days`` are those that are left for the term, where the course counts them.
    """
    if created is None or due is None or created <= due.moment:
        return None
    days = late_days(created, due, timedelta(minutes=policy.grace_minutes))
    slipped = min(days, free_days(policy, slip_days))
    if is_cut_off(policy, days):
        return Lateness(policy, due, created - due.moment, days, 0, 100.0, max(0.0, earned), False, slip_days)
    percent = min(policy.percent_a_day * (days - slipped), policy.cap_percent)
    asked = earned * percent / 100
    kept = max(earned - asked, min(earned, out_of * policy.floor_percent / 100))
    points, floored = max(0.0, earned - kept), kept > earned - asked + 1e-9
    return Lateness(policy, due, created - due.moment, days, slipped, percent, points, floored, slip_days)


def free_days(policy: Policy, slip_days: SlipDays | None) -> int:
    """How many late days cost nothing: those of the policy, and no more than are left for the term."""
    if slip_days is None:
        return policy.slip_days or 0
    return slip_days.left if policy.slip_days is None else min(policy.slip_days, slip_days.left)


def is_cut_off(policy: Policy, days: int) -> bool:
    """Whether work this many late days late earns nothing."""
    return policy.cut_off_days is not None and days > policy.cut_off_days


def late_days(created: datetime, due: DueDate, grace: timedelta) -> int:
    """The calendar days that have begun since the due date: each ends at the time of day at which the work was due."""
    if created - grace <= due.moment:
        return 0
    return max(1, math.ceil(on_the_clock(created - grace, due.moment, due.zone) / DAY))


def in_words(late: Lateness) -> str:
    """The whole calculation, in sentences for the student."""
    policy = late.policy
    due = f"{written(late.due.moment, late.due.zone)} ({late.due.source})"
    words = [f"Handed in {duration(late.late_by)} after the due date, {due}."]
    if late.days == 0:
        minutes = agreed(policy.grace_minutes, "minute", f"{policy.grace_minutes:g} minutes")
        return f"{words[0]} That is within the {minutes} of grace, so it costs nothing."
    words.append(f"That counts as {_days(late.days)}.")
    if is_cut_off(policy, late.days):
        last = f"more than {_days(policy.cut_off_days)} late" if policy.cut_off_days else "late"
        return f"{' '.join(words)} Work that is {last} earns nothing."
    if late.slipped:
        words.append(f"{_days(late.slipped).capitalize()} of slip time {agreed(late.slipped, 'is', 'are')} used.")
    if late.slip_days:
        words.append(_left_for_the_term(late.slip_days, late.slipped))
    charged = late.days - late.slipped
    if charged:
        capped = policy.percent_a_day * charged > policy.cap_percent
        most = f", at most {policy.cap_percent:g} %" if capped else ""
        words.append(f"{_days(charged).capitalize()} at {policy.percent_a_day:g} % a day{most}: {late.percent:g} %.")
    if late.floored:
        words.append(f"Lateness never takes a score below {policy.floor_percent:g} % of the points.")
    return " ".join(words)


def duration(span: timedelta) -> str:
    """A length of time as people say it: 2 days 3 hours, 5 hours 10 minutes, under a minute."""
    minutes = int(span.total_seconds() // 60)
    parts = ((minutes // 1440, "day"), (minutes % 1440 // 60, "hour"), (minutes % 60, "minute"))
    said = [counted(count, unit) for count, unit in parts if count]
    return " ".join(said[:2]) or "under a minute"


def _left_for_the_term(slip_days: SlipDays, slipped: int) -> str:
    """How many slip days are left, before this work and after it."""
    left, whose = slip_days.left, " to the member of your group with the fewest" if slip_days.of_group else ""
    if not left:
        return f"No slip days are left for the term{whose}."
    after = f", and {left - slipped} after it" if slipped else ""
    return (
        f"Before this work {counted(left, 'slip day')} {agreed(left, 'was', 'were')} left for the term{whose}{after}."
    )


def _days(count: int) -> str:
    return counted(count, "late day")
