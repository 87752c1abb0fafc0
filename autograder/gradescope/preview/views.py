"""A results.json as four readers see it.

The platform's rules: a test's own visibility overrides the file's; students see no total while any test is hidden from
them; staff see everything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.writers.text import plain, points

MAX_OUTPUT = 20_000


@dataclass(frozen=True)
class Viewer:
    """Who reads, when, and which visibilities they see then."""

    id: str
    name: str
    sees: frozenset[str]


READERS = (
    Viewer("before", "Student, before the due date", frozenset({"visible"})),
    Viewer("after", "Student, after the due date", frozenset({"visible", "after_due_date"})),
    Viewer("published", "Student, after publishing", frozenset({"visible", "after_due_date", "after_published"})),
    Viewer("staff", "Staff", frozenset({"visible", "after_due_date", "after_published", "hidden"})),
)


@dataclass(frozen=True)
class TestRow:
    """A test as a reader sees it."""

    name: str
    status: str
    score: str
    output: str
    format: str
    tags: tuple[str, ...]
    visibility: str


@dataclass(frozen=True)
class View:
    """What one reader sees; ``total`` is empty while it is hidden from them, ``kept_back`` counts the hidden tests.

    ``extra`` is for staff alone: what the verdicts depend on, findings, and the commands that run a failing case alone.
    """

    reader: Viewer
    total: str
    output: str
    rows: tuple[TestRow, ...]
    kept_back: int
    leaderboard: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]


def views(results: Mapping[str, Any]) -> list[View]:
    """One view for each reader, in the order of time."""
    return [_view(results, reader) for reader in READERS]


def visibility_of(test: Mapping[str, Any], results: Mapping[str, Any]) -> str:
    """The test's own visibility, else the file's, else visible."""
    return str(test.get("visibility") or results.get("visibility") or "visible")


def total_of(results: Mapping[str, Any]) -> float:
    """The file's own score, which overrides the sum of the tests."""
    score = results.get("score")
    return number(score) if _is_number(score) else summed(results)


def summed(results: Mapping[str, Any]) -> float:
    """The sum of the tests' points."""
    return sum(number(test.get("score")) for test in tests_of(results))


def most_of(results: Mapping[str, Any]) -> float:
    """The sum of the tests' largest points."""
    return sum(number(test.get("max_score")) for test in tests_of(results))


def tests_of(results: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The tests that are JSON objects; the linter reports everything else."""
    found = results.get("tests")
    return [test for test in found if isinstance(test, dict)] if isinstance(found, list) else []


def _view(results: Mapping[str, Any], reader: Viewer) -> View:
    tests = tests_of(results)
    shown = [test for test in tests if visibility_of(test, results) in reader.sees]
    kept_back = len(tests) - len(shown)
    board, data = results.get("leaderboard"), results.get("extra_data")
    return View(
        reader=reader,
        total="" if kept_back else f"{points(total_of(results))} / {points(most_of(results))}",
        output=plain(str(results.get("output") or ""), MAX_OUTPUT),
        rows=tuple(_row(test, results) for test in shown),
        kept_back=kept_back,
        leaderboard=tuple(
            (plain(str(row.get("name") or "")), plain(str(row.get("value"))))
            for row in (board if isinstance(board, list) else ())
            if isinstance(row, dict)
        ),
        extra=tuple(
            (plain(str(key)), plain(_as_text(value), MAX_OUTPUT))
            for key, value in (data.items() if reader.id == "staff" and isinstance(data, dict) else ())
            if value
        ),
    )


def _row(test: Mapping[str, Any], results: Mapping[str, Any]) -> TestRow:
    score, most = test.get("score"), test.get("max_score")
    full = not _is_number(score) or number(score) >= number(most)
    tags = test.get("tags")
    return TestRow(
        name=plain(str(test.get("name") or "")),
        status=str(test.get("status") or ("passed" if full else "failed")),
        score=f"{points(number(score))} / {points(number(most))}" if _is_number(score) else "",
        output=plain(str(test.get("output") or ""), MAX_OUTPUT),
        format=str(test.get("output_format") or results.get("test_output_format") or "text"),
        tags=tuple(plain(str(tag)) for tag in tags) if isinstance(tags, list) else (),
        visibility=visibility_of(test, results),
    )


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{key}: {item}" for key, item in value.items())
    if isinstance(value, list):
        return "\n".join(_as_text(item).replace("\n", ", ") for item in value)
    return str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def number(value: Any) -> float:
    """A number as a float, infinite beyond the largest float; 0 for anything else."""
    try:
        return float(value) if _is_number(value) else 0.0
    except OverflowError:
        return math.inf if value > 0 else -math.inf
