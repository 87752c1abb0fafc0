"""The problems of a results.json, found before a student sees it."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from autograder.gradescope.preview.views import most_of, summed, tests_of, total_of, visibility_of
from autograder.gradescope.schema import problems_of
from autograder.writers.text import in_points, points

MAX_FILE_BYTES, MAX_OUTPUT_CHARACTERS = 2_000_000, 10_000
TELLING_DIGITS, TELLING_ELSEWHERE = 6, 8
"""A number with fewer digits may equal an expected number of its own check, or of any hidden check, by chance."""
COST = re.compile(r"-(\d+(?:\.\d+)?) points?")
TOP = "The text above the tests"
NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d+(?:e[-+]?\d+)?(?![\w]|\.\d)")

Secrets: TypeAlias = Mapping[str, np.ndarray]
"""The expected numbers of each hidden check, by its id."""


@dataclass(frozen=True)
class Issue:
    """Something to fix (``wrong``), or only to know (``notice``)."""

    level: Literal["wrong", "notice"]
    message: str


def lint(raw: bytes, total_points: float | None = None, secrets: Secrets | None = None) -> list[Issue]:
    """All issues in the bytes of a results.json.

    ``total_points`` is the assignment's total on the platform, without optional points.
    """
    constants: list[str] = []
    try:
        data = json.loads(raw, parse_constant=constants.append)
    except (ValueError, RecursionError) as error:
        return [_wrong(f"This is not JSON, so the platform says that the autograder failed: {error}.")]
    issues = [_wrong(f"{word} is not a JSON number; the platform refuses the whole file.") for word in set(constants)]
    data = _without_nulls(data)
    issues += [_wrong(message) for message in problems_of(data)]
    if isinstance(data, dict):
        issues += [*_totals(data, total_points), *_hidden(data), *_sizes(raw, data), *_leaks(data, secrets or {})]
    return issues


def _without_nulls(data: Any) -> Any:
    """The same results without the fields that are null:
    the platform stores every field that was not written as null.
    """
    if isinstance(data, list):
        return [_without_nulls(item) for item in data]
    if not isinstance(data, dict):
        return data
    return {
        key: value if key == "extra_data" else _without_nulls(value) for key, value in data.items() if value is not None
    }


def _wrong(message: str) -> Issue:
    return Issue("wrong", message)


def _totals(data: Mapping[str, Any], total_points: float | None) -> Iterator[Issue]:
    most, total = most_of(data), total_of(data)
    if total_points is not None and tests_of(data) and not math.isclose(most, total_points, abs_tol=1e-6):
        yield _wrong(
            f"The tests add up to {in_points(most)}, the assignment is worth {points(total_points)}: the platform "
            "refuses results whose maxima do not match, and students see a wrong total."
        )
    if total < 0:
        yield _wrong(f"The score is {points(total)}: a score cannot be negative.")
    late_rows = [test for test in tests_of(data) if isinstance(tags := test.get("tags"), list) and "late" in tags]
    costs = [float(cost) for test in late_rows for cost in COST.findall(_name(test))]
    late = sum(costs) if late_rows else None
    if tests_of(data) and not math.isclose(summed(data) - (late or 0.0), total, abs_tol=1e-3 if late is None else 0.01):
        why = "no row says why" if late is None else f"lateness takes off {points(late)}"
        yield _wrong(f"The score is {points(total)}, but the tests add up to {points(summed(data))}, and {why}.")


def _hidden(data: Mapping[str, Any]) -> Iterator[Issue]:
    """Tests that hide the total, for students see none while a test is hidden from them."""
    kept: dict[str, list[str]] = {}
    for test in tests_of(data):
        kept.setdefault(visibility_of(test, data), []).append(_name(test))
    for visibility, students in (
        ("hidden", "Students never see their total"),
        ("after_due_date", "Students do not see their total before the due date"),
        ("after_published", "Students do not see their total before scores are published"),
    ):
        if names := kept.get(visibility):
            ids = [name.split(":")[0] for name in names]
            more = f" and {len(ids) - 4} more" if len(ids) > 4 else ""
            yield Issue("notice", f"{students}; {visibility}: {', '.join(ids[:4])}{more}.")


def _sizes(raw: bytes, data: Mapping[str, Any]) -> Iterator[Issue]:
    if len(raw) > MAX_FILE_BYTES:
        yield _wrong(f"The file has {len(raw) / 1e6:.1f} MB; a page of that size loads slowly or not at all.")
    texts = [(TOP, data.get("output"))]
    texts += [(f"{_name(test)}: its output", test.get("output")) for test in tests_of(data)]
    for where, text in texts:
        size = len(str(text or ""))
        if size > MAX_OUTPUT_CHARACTERS:
            yield _wrong(f"{where} has {size} characters, which nobody reads.")


def _leaks(data: Mapping[str, Any], secrets: Secrets) -> Iterator[Issue]:
    """Expected numbers of hidden checks where a student can ever read them; the first in each place."""
    for where, text, own in _readable(data):
        leaks = ((word, check) for word in NUMBER.findall(text) for check in _expecting(word, own, secrets))
        for word, check in itertools.islice(leaks, 1):
            whose = "this hidden check" if check == own else f"the hidden check {check}"
            yield _wrong(f"{where}: students can read {word}, which is an expected number of {whose}.")


def _readable(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every place that students read, with its text and the id of its check."""
    yield TOP, str(data.get("output") or ""), ""
    for test in tests_of(data):
        if visibility_of(test, data) != "hidden":
            yield _name(test), f"{_name(test)}\n{test.get('output') or ''}", _name(test).split(":")[0]
    board = data.get("leaderboard")
    for row in board if isinstance(board, list) else ():
        if isinstance(row, dict):
            yield "The leaderboard", f"{row.get('name')}\n{row.get('value')}", ""


def _expecting(word: str, own: str, secrets: Secrets) -> Iterator[str]:
    """The hidden checks that expect this number, in the precision it was written with.

    Other checks than its own count only if it has too many digits for chance.
    """
    digits = len(re.sub(r"e.*|\D", "", word).lstrip("0"))
    mantissa, _, exponent = word.partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    for check, expected in secrets.items():
        enough = digits >= (TELLING_DIGITS if check == own else TELLING_ELSEWHERE)
        if enough and np.any(np.abs(np.abs(expected) - abs(float(word))) <= 0.5000001 * unit):
            yield check


def _name(test: Mapping[str, Any]) -> str:
    return str(test.get("name") or "a test without a name")
