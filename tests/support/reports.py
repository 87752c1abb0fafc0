"""What tests ask of a report, and of what becomes one."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

from rich.console import Console

from autograder.grading.attempts import identity, recall
from autograder.records import AnswerKey, Assignment, Case, Check, Report, Submission, Transcript, Verdict


def submission_of(files: Mapping[str, str | bytes], name: str = "student") -> Submission:
    """These files, handed in."""
    return Submission(name, in_bytes(files))


def in_bytes(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """Files as they are handed in."""
    return {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}


def check_of(assignment: Assignment, check_id: str) -> Check:
    """The assignment's check of that id."""
    return next(check for check in assignment.checks if check.id == check_id)


def verdict_of(report: Report, check: str) -> Verdict:
    """The verdict on the check of that id."""
    return next(line.verdict for line in report.lines if line.check.id == check)


def statuses(report: Report) -> dict[str, str]:
    """Each check's status, in the report's order."""
    return {line.check.id: line.verdict.status for line in report.lines}


def shown(write: Callable[[Report, Console], None], report: Report, encoding: str = "utf-8", width: int = 100) -> str:
    """What a writer prints in a terminal of that encoding and width."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="backslashreplace")
    write(report, Console(file=stream, width=width, highlight=False, markup=False, emoji=False))
    stream.flush()
    return raw.getvalue().decode(encoding)


def rejudge(check: Check, cases: Sequence[Case], key: AnswerKey, transcript: Transcript) -> Verdict:
    """The verdict on what was observed before, by the settings, answers and laws of now."""
    calls = zip(transcript.calls, transcript.observations, strict=True)
    return recall(check, cases, key, [(identity(call), observation) for call, observation in calls])[0]
