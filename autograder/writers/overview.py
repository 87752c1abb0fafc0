"""A report at a glance: a table of the questions, a bar for each, and all of them as one strip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.records import Line, Question, Report
from autograder.writers import text

WIDEST = 112
"""Columns a report fills at most: longer lines are hard to read."""
ROOM_FOR_BARS = 72
"""Columns from which a row has room for its bar."""
BAR_CELLS = 10
STRIP_CELLS = 2
FULL, HALF, EMPTY = "█▒░"
PLAIN_CELLS = {FULL: "#", HALF: "+", EMPTY: "."}


@dataclass(frozen=True)
class QuestionScore:
    """The results of a question's checks. ``share``, 0 to 1, is that of its points, or of its checks if it has none."""

    question: Question
    lines: Sequence[Line]

    @property
    def earned(self) -> float:
        """The points earned."""
        return sum(line.points for line in self.lines)

    @property
    def worth(self) -> float:
        """The points that make the whole; those of optional checks come on top, unless all are optional."""
        return sum(line.check.points for line in self.lines if self.question.optional or not line.check.optional)

    @property
    def passed(self) -> int:
        """How many checks pass."""
        return sum(line.verdict.status == "passed" for line in self.lines)

    @property
    def share(self) -> float:
        return self.earned / self.worth if self.worth else self.passed / len(self.lines)

    @property
    def style(self) -> str:
        """Green when every check passes, red when none of the question is done, yellow between."""
        if self.passed == len(self.lines):
            return "green"
        return "yellow" if self.share else "red"


def by_question(report: Report) -> Iterator[QuestionScore]:
    """The report's questions in order, each with its checks."""
    for _, group in groupby(report.lines, key=lambda line: line.question.id):
        lines = list(group)
        yield QuestionScore(lines[0].question, lines)


def question_table(report: Report, out: Console) -> Table:
    """A row for each question: title, points, a bar, how many checks pass, and at home the points of hidden ones."""
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(no_wrap=True)
    has_hidden = any(line.question.hidden_points for line in report.lines)
    rows.add_column(max_width=max(20, columns(out) - (62 if has_hidden else 48)))
    for score in by_question(report):
        hidden = score.question.hidden_points
        optional = " (optional)" if score.question.optional else ""
        points = f"{text.points(score.earned)}/{text.points(score.worth)}"
        cells = [
            Text(score.question.id, "bold"),
            Text(f"{score.question.title}{optional}"),
            Text(points, justify="right"),
            *([bar(score, out)] if out.width >= ROOM_FOR_BARS else []),
            Text(f"{score.passed} of {len(score.lines)}", score.style, justify="right"),
            *(
                [Text(f"+ {text.points(hidden)} hidden" if hidden else "", "dim", justify="right")]
                if has_hidden
                else []
            ),
        ]
        rows.add_row(*cells)
    for question in report.by_hand:
        worth = Text(f"–/{text.points(question.points)}", justify="right")
        bars = [Text("")] if out.width >= ROOM_FOR_BARS else []
        by_hand = Text("by hand", "dim", justify="right")
        rows.add_row(Text(question.id, "bold"), Text(question.title), worth, *bars, by_hand)
    return rows


def bar(score: QuestionScore, out: Console) -> Text:
    """A question's share in ten cells. Only a whole question fills them, and the smallest share shows in one."""
    full = min(int(score.share * BAR_CELLS + 1e-9), BAR_CELLS)
    full = max(full, 1) if score.share else 0
    return Text.assemble((drawable(FULL * full, out), score.style), (drawable(EMPTY * (BAR_CELLS - full), out), "dim"))


def strip(report: Report, out: Console) -> Text:
    """All questions in one line, from the first one's id to the last one's: full, begun or empty."""
    scores = list(by_question(report))
    cells = Text()
    for score in scores:
        cell = {"green": FULL, "yellow": HALF, "red": EMPTY}[score.style]
        cells.append(drawable(cell * STRIP_CELLS, out), score.style)
    if len(scores) < 2:
        return cells
    return Text(f"{scores[0].question.id} ") + cells + f" {scores[-1].question.id}"


def drawable(cells: str, out: Console) -> str:
    """The cells of a bar, in characters that the terminal has."""
    return cells if speaks_unicode(out) else "".join(PLAIN_CELLS.get(cell, cell) for cell in cells)


def speaks_unicode(out: Console) -> bool:
    """Whether the terminal takes any character."""
    return "utf" in (out.encoding or "").lower()


def columns(out: Console) -> int:
    """How many columns a report fills here."""
    return min(out.width, WIDEST)


def seconds_in_words(seconds: float) -> str:
    """8.3 s, or 2 min 5 s."""
    if round(seconds, 1) < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"
