"""The gradebooks of Canvas, Moodle, Brightspace and Blackboard, recognised by their headers.

What each column means is in the header in the language of the site, and an import reads a wrong header in its own way:
Canvas makes a new assignment of it. So English headers are known here, and others are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from autograder.errors import UsageError
from autograder.text.delimited import Row, Table, decode, tables


class GradebookError(UsageError):
    """A gradebook that cannot be filled in; the message says where, what, and what to do."""


@dataclass(frozen=True)
class Column:
    """A column of grades: its place, its header and short name, and its points possible where the file says so.

    ``refusal`` says why nothing may be written there; empty for a column that takes grades. ``id`` is the platform's
    number in the header.
    """

    place: int
    header: str
    name: str
    points: float | None = None
    refusal: str = ""
    id: str = ""


@dataclass(frozen=True)
class Gradebook:
    """An exported gradebook: what it came from, its table, who stands in which row, and its columns of grades.

    ``students`` are the rows of students; all others are copied. ``ids`` are the columns that identify a student, the
    surest first, ``names`` those that hold parts of the name. ``locked`` says why a student's row takes no grade.
    ``above`` is what the platform does with points above the points possible, where it does not take them.
    """

    platform: str
    table: Table
    students: tuple[int, ...]
    ids: tuple[int, ...]
    names: tuple[int, ...]
    columns: tuple[Column, ...]
    locked: Callable[[Row], str]
    above: Literal["", "refused", "cut"] = ""


CANVAS_TITLE = re.compile(r"(?P<name>.+) \((?P<id>\d+)\)\Z", re.DOTALL)
CANVAS_IDS = ("sis user id", "sis login id", "integration id", "id")
BRIGHTSPACE_TITLE = re.compile(
    r"(?P<name>.+?) Points Grade(?: <(?P<kind>\w+)(?: MaxPoints:(?P<points>[\d.,]+))?.*>)?\Z"
)
BLACKBOARD_TITLE = re.compile(
    r"(?P<name>.+?) \[Total Pts: (?P<upto>up to )?(?P<points>[\d.,]+) (?P<shown>[^\]]+)\]\s*\|(?P<id>\d+)\Z"
)
END_OF_LINE = "end-of-line indicator"
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:(,)\d{3}(?:,\d{3})*\.\d+|(\.)\d{3}(?:\.\d{3})*,\d+)|[+-]?[1-9]\d{0,2}(,)\d{3}")


def read_gradebook(data: bytes, file: str) -> Gradebook:
    """The gradebook in these bytes. Raises `GradebookError` when no known platform exports such a header."""
    candidates, troubles = tables(data)
    if not candidates:
        raise GradebookError(f"{file} cannot be read: {troubles[0]} Export the gradebook again.")
    for candidate in candidates:
        if not candidate.rows:
            raise GradebookError(f"{file} is empty. Export the gradebook again.")
        for recognise in (canvas, moodle, brightspace, blackboard):
            if found := recognise(candidate, _heads(candidate.rows[0]), file):
                return found
    if troubles:
        raise GradebookError(f"{file} cannot be read: {troubles[0]} Export the gradebook again.")
    first = decode(data)[2].splitlines()[0][:120]
    raise GradebookError(
        f"{file} is not a gradebook of a known format: its header is {first!r}. Known are the exports of Canvas, "
        f"Moodle (the grading worksheet of the assignment), Brightspace and Blackboard with English headers. If yours "
        f"is in another language, set your own language on the platform to English and export it again."
    )


def number(text: str) -> float | None:
    """The number in a cell, with a point or a comma for the decimals, and the other one at thousands; None for any
    other text. A comma with three digits after it, and no decimals, stands at thousands.
    """
    plain = text.strip()
    if thousands := THOUSANDS.fullmatch(plain):
        plain = plain.replace(thousands[1] or thousands[2] or thousands[3], "")
    plain = plain.replace(",", ".") if plain.count(",") + plain.count(".") <= 1 else ""
    return float(plain) if re.fullmatch(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+", plain) else None


def points_text(value: float) -> str:
    """Points as platforms compare them, with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _heads(row: Row) -> list[str]:
    return [cell.value.strip().casefold() for cell in row.cells]


def _places(heads: Sequence[str], wanted: Sequence[str]) -> tuple[int, ...]:
    return tuple(heads.index(name) for name in wanted if name in heads)


def _never(row: Row) -> str:
    return ""


def canvas(one: Table, heads: Sequence[str], file: str) -> Gradebook | None:
    """Canvas' gradebook: comma or semicolon, and the points possible in a row of their own."""
    names = _places(heads, ("student", "lastname", "firstname", "last name", "first name"))
    if "id" not in heads or "section" not in heads or not names:
        return None
    if one.delimiter == "\t" or one.encoding.startswith("utf-16"):
        raise GradebookError(
            f"{file} is a gradebook of Canvas that another program has saved: Canvas reads commas or semicolons, and "
            f"no UTF-16. Export the gradebook again and do not save it in a spreadsheet."
        )
    top = next((n for n, row in enumerate(one.rows[:4]) if row[0].casefold() == "points possible"), 0)
    points = one.rows[top] if top else Row((), 0, 0, 0)
    columns = []
    for place in range(heads.index("section") + 1, len(heads)):
        header = one.rows[0][place]
        title = CANVAS_TITLE.match(header)
        refusal = "" if title else "its header has no id in brackets, so Canvas would make a new assignment of it"
        if "read only" in points[place].casefold():
            refusal = "Canvas computes it (read only)"
        name, id_ = (title["name"], title["id"]) if title else (header, "")
        columns.append(Column(place, header, name, number(points[place]), refusal, id_))
    own = heads.index("id")
    students = tuple(n for n, row in enumerate(one.rows) if n > top and row[own])
    return Gradebook("Canvas", one, students, _places(heads, CANVAS_IDS), names, tuple(columns), _never)


def moodle(one: Table, heads: Sequence[str], file: str) -> Gradebook | None:
    """The grading worksheet of one assignment in Moodle."""
    if not {"identifier", "grade"} <= set(heads):
        return None
    if one.delimiter != "," or one.encoding != "utf-8":
        raise GradebookError(
            f"{file} is a grading worksheet of Moodle that another program has saved: Moodle reads commas and UTF-8 "
            f"only. Download the worksheet again and do not save it in a spreadsheet."
        )
    most, may = (
        heads.index(name) if name in heads else len(heads) for name in ("maximum grade", "grade can be changed")
    )
    place = heads.index("grade")
    students = tuple(n for n, row in enumerate(one.rows) if n and row[heads.index("identifier")])
    scales = {row[most] for row in (one.rows[n] for n in students)} - {""}
    points = number(next(iter(scales))) if len(scales) == 1 else None
    refusal = f"its maximum grade is {', '.join(sorted(scales))}, not a single number" if scales and not points else ""
    column = Column(place, one.rows[0][place], "Grade", points, refusal)

    def locked(row: Row) -> str:
        return "the grade cannot be changed in Moodle" if row[may].casefold() == "no" else ""

    ids = _places(heads, ("identifier", "id number", "email address"))
    return Gradebook("Moodle", one, students, ids, _places(heads, ("full name",)), (column,), locked, "refused")


def brightspace(one: Table, heads: Sequence[str], file: str) -> Gradebook | None:
    """Brightspace's export: an item's points possible are in its header."""
    ids = _places(heads, ("orgdefinedid", "username", "email"))
    titles = [BRIGHTSPACE_TITLE.match(cell.value.strip()) for cell in one.rows[0].cells]
    if not _places(heads, ("orgdefinedid", "username")) or not (any(titles) or END_OF_LINE in heads):
        return None
    columns = [
        Column(
            place,
            title.string,
            title["name"],
            number(title["points"] or ""),
            "" if title["kind"] in (None, "Numeric") else f"it is a {title['kind']} item and takes no points",
        )
        for place, title in enumerate(titles)
        if title
    ]
    students = tuple(n for n, row in enumerate(one.rows) if n and any(row[place] for place in ids))
    names = _places(heads, ("last name", "first name"))
    return Gradebook("Brightspace", one, students, ids, names, tuple(columns), _never, "cut")


def blackboard(one: Table, heads: Sequence[str], file: str) -> Gradebook | None:
    """Blackboard's file to work offline: tabs and UTF-16, or commas; a column is known by the number in its header."""
    titles = list(_blackboard_titles(one.rows[0]))
    if "username" not in heads or not titles:
        return None
    students = tuple(n for n, row in enumerate(one.rows) if n and row[heads.index("username")])
    ids, names = _places(heads, ("username", "student id")), _places(heads, ("last name", "first name"))
    return Gradebook("Blackboard", one, students, ids, names, tuple(titles), _never)


def _blackboard_titles(row: Row) -> Iterator[Column]:
    for place, cell in enumerate(row.cells):
        if title := BLACKBOARD_TITLE.match(cell.value.strip()):
            refusal = "" if title["shown"] == "Score" else f"Blackboard shows it as {title['shown']}, not as Score"
            if title["upto"]:
                refusal = "Blackboard computes it"
            yield Column(place, title.string, title["name"], number(title["points"]), refusal, title["id"])
