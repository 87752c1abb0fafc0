"""What assignment.yaml says, in words: points, checks and their tolerances, dates, lateness, hints.

The door is `words`: what a source may name.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from autograder.checks import KINDS
from autograder.feedback.compare import TOLERANCE
from autograder.records import Assignment, Check, Leaderboard, Policy, Question
from autograder.spec import loader, staff_folder, yaml_document
from autograder.text import moments

from .numbers import number, scientific
from .places import SOLUTION

NO_POLICY = "What lateness costs is told in class."
NO_DATE = "The platform shows the due date, your own if you have an extension."
REPLACED = "A due date on the platform replaces this one; if you have an extension there, the later date counts."
COSTS_NOTHING = "Lateness costs nothing."
NO_BREAK = "&nbsp;"


def words() -> Mapping[str, Any]:
    """What a source may name."""
    assignment = loader.load(SOLUTION)
    questions = {question.id: question for question in assignment.questions}
    return {
        "assignment": assignment,
        "total": number(sum(question.points for question in assignment.questions if not question.optional)),
        "extra": number(sum(one.points if one.optional else one.extra for one in assignment.questions)),
        "file_list": ", ".join(f"`{name}`" for name in assignment.files),
        "dates": lambda: dates(assignment, due_as_written()),
        "hints": lambda: hints(assignment.hints_per_day),
        "overview": lambda: overview(assignment),
        "policy": policy,
        "asked": lambda name: name in questions,
        "question": lambda name: questions[name],
        "points": points,
        "heading": lambda name, title: heading(questions.get(name), name, title),
        "graded": lambda name: graded(questions[name]) if name in questions else "",
    }


def points(value: float) -> str:
    """A number of points in words: "1 point", "16 points"."""
    return f"{number(value)} point{'' if value == 1 else 's'}"


def due_as_written() -> str | None:
    """The due date as it stands in assignment.yaml: the parsed one no longer knows its offset."""
    data = yaml_document.read((SOLUTION / staff_folder.SPEC_NAME).read_text(encoding="utf-8")).data
    return (data.get("dates") or {}).get("due")


def policy() -> str:
    """The lines of assignment.yaml that are about dates, lateness and hints, as YAML."""
    text = (SOLUTION / staff_folder.SPEC_NAME).read_text(encoding="utf-8")
    settings = re.findall(r"^(?:dates|late|hints_per_day):.*\n(?: +.*\n)*", text, re.M)
    return "```yaml\n" + "".join(settings) + "```"


def dates(assignment: Assignment, due: str | None) -> str:
    """When it is due and what lateness costs, as far as assignment.yaml says so."""
    known = f"**Due: {moment(due)}.** {REPLACED}" if due else NO_DATE
    return " ".join([known, *([NO_POLICY] if assignment.late is None else late_policy(assignment.late))])


def moment(text: str) -> str:
    """A date of assignment.yaml in words: "2026-12-01 23:59 -0800" is Tuesday 1 December 2026, 23:59 (UTC-08:00)."""
    when, written = moments.moment(text), moments.MOMENT.match(text.strip())
    assert when is not None and written is not None, f"{text} is no date; the spec takes none that is not"
    offset = written.groups()[-1]
    zone = datetime.timezone.utc if offset in (None, "Z", "UTC") else datetime.datetime.strptime(offset, "%z").tzinfo
    local = when.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} ({local.tzinfo})"


def hints(per_day: int | None) -> str:
    """How many submissions a day are told what is wrong with a hidden check, where that is limited."""
    if per_day is None:
        return ""
    return (
        f" What is wrong with a hidden check is told for the first {per_day} submissions within 24 hours; more "
        f"may follow."
    )


def late_policy(late: Policy) -> list[str]:
    """The late policy in sentences."""
    if not (late.percent_a_day and late.cap_percent) and late.cut_off_days is None:
        return [COSTS_NOTHING]
    grace, slip = late.grace_minutes, late.slip_days
    minutes = "minute after the due date is" if grace == 1 else f"{grace:g} minutes after the due date are"
    days = "Late days" if slip is None else "1 late day" if slip == 1 else f"{slip} late days"
    are, of_all = ("is", "it is") if slip == 1 else ("are", "they are")
    term = f", as long as {of_all} left of your slip days for the term" if late.term else ""
    every = "Every further" if slip or term else "Every"
    said = [
        (grace, f"The first {minutes} free."),
        (slip or (slip is None and term), f"{days} {are} free{term}; every started day counts as one."),
        (True, f"{every} started day costs {late.percent_a_day:g} % of the points you have earned."),
        (late.cap_percent < 100, f"All of them together cost {late.cap_percent:g} % at most."),
        (
            late.floor_percent,
            f"Lateness alone never takes you below {late.floor_percent:g} % of the assignment's points.",
        ),
        (late.cut_off_days is not None, f"After {late.cut_off_days} late days nothing can be earned any more."),
    ]
    return [sentence for applies, sentence in said if applies]


def heading(question: Question | None, name: str, title: str) -> str:
    """A question's heading with what it is worth."""
    worth = f" [{_worth(question)}]{{.points}}" if question else ""
    return f"## {name.upper()}. {title}{worth} {{#{name}}}"


def _worth(question: Question) -> str:
    return ("+" if question.optional else "") + points(question.points)


def overview(assignment: Assignment) -> str:
    """All questions in one table: what they are worth, and how much of it can be seen at home."""
    rows = [
        f"| [{question.id.upper()}](#{question.id}) | {question.title} | {_worth(question).replace(' ', NO_BREAK)} "
        f"| {number(sum(check.points for check in question.checks if check.public))} |"
        for question in assignment.questions
        if question.points
    ]
    head = ["| No. | Question | Worth | At home |", "|:---|:-----------------------------|--------:|-------:|"]
    return "\n".join(head + rows)


def graded(question: Question) -> str:
    """What is graded, as a table: one row a check, in the words that the report uses."""
    rows = [f"| {' | '.join(_graded_row(entry))} |" for entry in question.entries]
    lines = ["| Check | Compared with | Where | Points |", f"|:{'-' * 110}|:{'-' * 38}|:{'-' * 15}|{'-' * 12}:|"]
    return "::: graded\n" + "\n".join(lines + rows) + "\n:::"


def _graded_row(entry: Check | Leaderboard) -> tuple[str, str, str, str]:
    if isinstance(entry, Leaderboard):
        return plain(entry.title), "ranking only", "hidden", number(0)
    return plain(entry.title), how(entry), "at home" if entry.public else "hidden", number(entry.points)


def plain(text: str) -> str:
    """Text as it stands: nothing in it is Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>$|^~#@])", r"\\\1", text)


def how(check: Check) -> str:
    """What a check holds an answer against, in its kind's words, with its tolerance or its two ends."""
    said, options = KINDS[check.kind].words, check.options
    if getattr(options, "exact", None):
        return f"{said}, exactly"
    if getattr(options, "rtol", None) or getattr(options, "atol", None):
        return f"{said}, ${scientific(options.rtol or options.atol)}$ in each entry"
    if hasattr(options, "tolerance"):
        return f"{said}, ${scientific(options.tolerance or TOLERANCE)}$"
    if hasattr(options, "full"):
        return f"{said}, {options.none:.0%} to {options.full:.0%}"
    return said
