"""A report as the ledger keeps it: all that the checks came to, without what is the submission's or the assignment's.

Names, notes and the late policy are added when a report is made of it again, so that two students with the same files
share one grading, and a later extension costs no rerun.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.batch.class_results import plain_tree
from autograder.records import (
    Assignment,
    Call,
    CallOutcome,
    Case,
    Error,
    HandIn,
    Line,
    Observation,
    Person,
    Previous,
    Ranking,
    Report,
    SlipDays,
    Submission,
    SubmissionInfo,
    Transcript,
    Verdict,
)

ERROR_DEFAULTS = {part.name: part.default for part in fields(Error)}


def packed(tree: Any) -> bytes:
    """A tree of plain values as compressed JSON."""
    return zlib.compress(json.dumps(tree, separators=(",", ":")).encode(), 6)


def unpacked(data: bytes) -> Any:
    """The tree that `packed` was given; tuples have become lists."""
    return json.loads(zlib.decompress(data))


def tree_of(report: Report) -> dict[str, Any]:
    """The report as a tree that JSON can hold, without arrays."""
    return {
        "fingerprint": dict(report.provenance),  # the name that it has in earlier ledgers
        "seconds": round(report.seconds, 3),
        "lines": [_line_tree(line) for line in report.lines],
        "rankings": [[ranking.leaderboard.id, ranking.value, ranking.staff_note] for ranking in report.rankings],
    }


def report_of(tree: Mapping[str, Any], assignment: Assignment, submission: Submission) -> Report:
    """The report of which `tree_of` made this tree, for a submission with that name and these notes.

    The assignment is that of `Limited`, whose checks have the limits of this report.
    """
    places = {check.id: (question, check) for question in assignment.questions for check in question.checks}
    boards = {board.id: board for board in assignment.leaderboards}
    lines = []
    for row in tree["lines"]:
        question, check = places[row["check"]]
        transcript = transcript_of(row["calls"])
        verdict, blocked_by = Verdict.from_plain(row["verdict"]), tuple(row["blocked_by"])
        paste = tuple(row["paste"])
        lines.append(Line(question, check, verdict, transcript, blocked_by, paste))
    return Report(
        assignment.id,
        assignment.title,
        submission.name,
        tuple(lines),
        submission.notes,
        tree["fingerprint"],
        tree["seconds"],
        rankings=tuple(Ranking(boards[name], value, note) for name, value, note in tree["rankings"]),
        by_hand=tuple(question for question in assignment.questions if question.by_hand),
    )


def transcript_of(rows: list[Any]) -> Transcript:
    """The calls, of which only the cases' names are known, with what was observed except the arrays."""
    return Transcript(tuple(call_of(*row[:2]) for row in rows), tuple(observation_of(*row[2:]) for row in rows))


@lru_cache(maxsize=4096)
def call_of(probe: str, case: str) -> Call:
    """A call of which only the case's name is known; all submissions of a class have the same."""
    return Call(probe, Case(case, {}))


def observation_of(
    outcome: CallOutcome,
    error: Mapping[str, Any] | None,
    seconds: float,
    processor: float,
    delayed: float,
    waited: bool,
) -> Observation:
    """The observation of which `observation_row` made these values."""
    known = None if error is None else Error(**error)
    return Observation(outcome, {}, known, seconds, processor=processor, delayed=delayed, waited=waited)


def observation_row(seen: Observation) -> list[Any]:
    """What was observed of a call, except the arrays and the printed text, as plain values."""
    times = (round(time, 6) for time in (seen.seconds, seen.processor, seen.delayed))
    return [seen.outcome, _error_tree(seen.error), *times, seen.waited]


def _line_tree(line: Line) -> dict[str, Any]:
    pairs = zip(line.transcript.calls, line.transcript.observations, strict=True)
    return {
        "check": line.check.id,
        "verdict": plain_tree(line.verdict),
        "blocked_by": list(line.blocked_by),
        "paste": list(line.paste),
        "seconds": line.check.limits.seconds,
        "calls": [[call.probe, call.case.name, *observation_row(seen)] for call, seen in pairs],
    }


def _error_tree(error: Error | None) -> dict[str, Any] | None:
    if error is None:
        return None
    return {name: value for name, value in vars(error).items() if value != ERROR_DEFAULTS[name]}


def hand_in_text(hand_in: HandIn) -> str:
    """Whose hand-in it is and what is known of its time, as text: enough to publish another grading of it."""
    info = asdict(hand_in.info)
    for name in ("created", "due"):
        info[name] = info[name] and info[name].isoformat()
    info["previous"] = [
        [earlier.submitted and earlier.submitted.isoformat(), earlier.failed] for earlier in hand_in.info.previous
    ]
    people = [asdict(person) for person in hand_in.people]
    return json.dumps({"name": hand_in.name, "people": people, "info": info, "missing": not _has_files(hand_in)})


def hand_in_of(key: str, text: str) -> HandIn:
    """The hand-in of which `hand_in_text` made this text, without its files."""
    tree = json.loads(text)
    info = tree["info"]
    times = {name: datetime.fromisoformat(info[name]) if info[name] else None for name in ("created", "due")}
    previous = tuple(Previous(datetime.fromisoformat(at) if at else None, failed) for at, failed in info["previous"])
    known = {**info, **times, "previous": previous, "unreadable_dates": tuple(info["unreadable_dates"])}
    known["members"] = tuple(tuple(names) for names in info.get("members", ()))
    known["slip_days"] = SlipDays(**info["slip_days"]) if info.get("slip_days") else None
    people = tuple(Person(**person) for person in tree["people"])
    path = None if tree["missing"] else Path(key)
    return HandIn(key, tree["name"], people, path, info=SubmissionInfo(**known))


def _has_files(hand_in: HandIn) -> bool:
    return hand_in.path is not None or bool(hand_in.files)
