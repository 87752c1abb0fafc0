"""When a check must wait: for an earlier check that has not passed,
or because the time for the whole submission is over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from autograder.checks.conclude import CASE_INDEPENDENT
from autograder.records import Diagnosis, Line, Question, Transcript, Verdict
from autograder.text.plural import agreed

STUB = re.compile(r"([a-z0-9_]+): ")
"""How the message of a stub begins: with its question."""


def not_passed(ids: Iterable[str], lines: Mapping[str, Line]) -> list[Line]:
    """The lines of these checks that have not passed; a check that is not graded stands in nobody's way."""
    return [lines[one] for one in ids if one in lines and lines[one].verdict.status != "passed"]


def blocked_by(blocking: Iterable[Line]) -> tuple[str, ...]:
    """The checks to fix first: the blocking checks or, where one of them waits itself, the checks that it waits for."""
    return tuple(dict.fromkeys(one for line in blocking for one in line.blocked_by or (line.check.id,)))


def not_run(blocking: Sequence[Line]) -> Verdict:
    """The verdict on a check that comes after checks which have not passed."""
    text = f"Not run yet: {_listed(blocking)} must pass first."
    return Verdict("skipped", 0.0, message=text, brief=text)


def blame_earlier(verdict: Verdict, blocking: Sequence[Line]) -> Verdict:
    """A failure that an earlier one may have caused: skipped instead of wrong, and what it earned stays.

    It gets no hint: the numbers may come from the earlier failure, whose own hint is the one to follow.
    """
    passes = agreed(len(blocking), "passes", "pass")
    text = (
        f"Fix {_listed(blocking)} first; this check builds on {agreed(len(blocking), 'it', 'them')} and is judged once"
    )
    text += f" {agreed(len(blocking), 'that', 'they')} {passes}. So far:"
    message, brief = f"{text} {verdict.message}", f"{text} {verdict.brief}"
    return replace(verdict, status="skipped", message=message, brief=brief, hint="", diagnosis=Diagnosis())


def explains_itself(transcript: Transcript, question: Question) -> bool:
    """Whether a failure has a cause of its own: a missing file or a stub of this question is no earlier check's fault.

    A stub of an earlier question, such as a layer that a network runs into, is.
    """
    for error in (one.error for one in transcript.observations if one.error is not None):
        stub = STUB.match(error.message) if error.fault == "unwritten" else None
        if error.fault in CASE_INDEPENDENT and (stub is None or stub.group(1) == question.id):
            return True
    return False


def out_of_time(what: str, total_seconds: float, lines: Iterable[Line]) -> Verdict:
    """The verdict on a check that the time for the whole submission did not suffice for; names the slowest checks."""
    slowest = sorted(lines, key=lambda line: -line.transcript.seconds)[:3]
    names = [f"{line.check.id} ({line.transcript.seconds:.0f} s)" for line in slowest if line.transcript.seconds >= 0.5]
    most = f", most of them by {', '.join(names)}" if names else ""
    text = f"{what}: the {total_seconds:g} s for the whole submission were used up{most}."
    return Verdict("skipped", 0.0, message=text, brief=text)


def _listed(lines: Sequence[Line]) -> str:
    *most, last = [line.check.id for line in lines]
    return f"{', '.join(most)} and {last}" if most else last
