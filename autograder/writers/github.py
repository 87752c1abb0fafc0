"""A report on GitHub: the step's summary, annotations at file and line, and what GitHub Classroom's reporter reads.

Whatever a student wrote is escaped. While other text is printed, workflow commands are switched off, so that no line of
it is taken for one.
"""

from __future__ import annotations

import base64
import html
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from autograder.records import Line, Report
from autograder.writers import overview, text

SUMMARY, OUTPUT = "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"
"""The files that a step may append to, as GitHub names them."""
MOST_ANNOTATIONS = 10
"""How many errors of one step GitHub shows."""
MAX_SUMMARY = 1_000_000
MARKS = {"passed": "✅", "failed": "❌", "error": "❌", "skipped": "➖", "broken": "⚠️"}
CLASSROOM_VERSION = 1


@contextmanager
def commands_off() -> Iterator[None]:
    """While this lasts, nothing that is printed is a workflow command."""
    token = secrets.token_hex(16)
    print(f"::stop-commands::{token}", flush=True)
    try:
        yield
    finally:
        print(f"::{token}::", flush=True)


def write(report: Report, environment: Mapping[str, str] = os.environ) -> None:
    """Print annotations, and append to the files that GitHub names in the environment."""
    for line in error_commands(report):
        print(line)
    if path := environment.get(SUMMARY):
        _append(Path(path), summary(report))
    if path := environment.get(OUTPUT):
        _append(Path(path), f"result={base64.b64encode(classroom(report)).decode()}\n")


def error_commands(report: Report) -> list[str]:
    """A workflow command for each check that fails for which no earlier check is to blame."""
    wrong = [line for line in report.lines if line.verdict.status in ("failed", "error")]
    return [_annotation(line) for line in wrong[:MOST_ANNOTATIONS]]


def summary(report: Report) -> str:
    """Markdown: a table of the questions, then each check that does not pass, its text escaped."""
    rows = ["| question | points | checks |", "|---|--:|--:|"]
    for score in overview.by_question(report):
        title = f"{score.question.id}: {_cell(score.question.title)}{' (optional)' if score.question.optional else ''}"
        rows.append(
            f"| {title} | {text.points(score.earned)}/{text.points(score.worth)} | {score.passed}/{len(score.lines)} |"
        )
    rows += [
        f"| {question.id}: {_cell(question.title)} | –/{text.points(question.points)} | by hand |"
        for question in report.by_hand
    ]
    notes = [f"- {html.escape(text.one_line('', note))}" for note in report.notes]
    parts = [f"## {_cell(report.title)}", *notes, "", *rows, ""]
    for line in report.lines:
        if line.verdict.status != "passed":
            parts.append(f"<details><summary>{MARKS[line.verdict.status]} {html.escape(_name(line))}</summary>")
            parts.append(f"\n<pre>{html.escape(text.for_student(line))}</pre>\n</details>\n")
    whole = "\n".join(parts) + "\n"
    return whole if len(whole.encode()) <= MAX_SUMMARY else "\n".join(rows) + "\n"


def classroom(report: Report) -> bytes:
    """What GitHub Classroom's reporter reads, before it is packed: the points of every check against their sum."""
    passed = all(line.verdict.status == "passed" for line in report.lines)
    tests = [
        {
            "name": _name(line),
            "status": {"passed": "pass", "broken": "error"}.get(line.verdict.status, "fail"),
            "score": round(line.points, 6),
            "message": text.for_student(line),
        }
        for line in report.lines
    ]
    status = "error" if report.failed_on else "pass" if passed else "fail"
    data = {"version": CLASSROOM_VERSION, "status": status, "max_score": report.out_of, "tests": tests}
    return json.dumps(data, allow_nan=False).encode()


def _annotation(line: Line) -> str:
    place = text.place_of(line)
    where = f"file={_property(place[0])},line={place[1]}," if place else ""
    return f"::error {where}title={_property(_name(line))}::{_data(text.for_student(line))}"


def _data(words: str) -> str:
    """A message of a workflow command, on one line."""
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def _name(line: Line) -> str:
    return f"{line.check.id}: {line.check.title}"


def _cell(words: str) -> str:
    return html.escape(words).replace("|", "\\|").replace("\n", " ")


def _append(path: Path, words: str) -> None:
    with path.open("a", encoding="utf-8", errors="replace") as file:
        file.write(words)
