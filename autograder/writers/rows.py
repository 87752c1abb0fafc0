"""A row for a check in the terminal, and the story below it, for the reader that it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.records import Line, Report, Status
from autograder.writers import overview, text

STYLES: Mapping[Status, str] = {
    "passed": "green",
    "failed": "red",
    "error": "red",
    "skipped": "yellow",
    "broken": "magenta",
}
MARKS: Mapping[Status, str] = {"passed": "✓", "failed": "✗", "error": "✗", "skipped": "–", "broken": "!"}
PLAIN_MARKS: Mapping[Status, str] = {"passed": "+", "failed": "x", "error": "x", "skipped": "-", "broken": "!"}
INDENT = 4
POINTS_WIDTH = 8
QUOTE = "| "


@dataclass(frozen=True)
class Quoted:
    """Text with a bar before each line on the screen: nothing that a student wrote into it can look like ours."""

    text: str

    def __bool__(self) -> bool:
        return bool(self.text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        for line in Text(self.text).wrap(console, max(1, options.max_width - len(QUOTE))):
            line.rstrip()
            yield Text(QUOTE) + line


@dataclass(frozen=True)
class Reader:
    """Who reads a report: what a check's story consists of for them. Points, and what is hidden, are for staff."""

    story: Callable[[Line], Sequence[Text | Quoted]]
    is_staff: bool


def _student_story(line: Line) -> Sequence[Text | Quoted]:
    """Message and hint, unquoted, since nobody else wrote the code; a failure of ours is shown whole, to pass it on."""
    return (Text(text.for_staff(line) if line.verdict.status == "broken" else text.for_student(line)),)


STAFF = Reader(lambda line: (Quoted(text.plain(line.verdict.message)), Text(text.beside(line))), is_staff=True)
STUDENT = Reader(_student_story, is_staff=False)


def write_rows(lines: Iterable[Line], report: Report, reader: Reader, out: Console) -> None:
    """A row for each check, and its story below; a story that checks share, such as a missing file, is printed once."""
    printed: set[tuple[str, str]] = set()
    for line in lines:
        row = Table.grid(padding=(0, 1), expand=True)
        row.add_column(no_wrap=True)
        row.add_column(ratio=1)
        row.add_column(justify="right", no_wrap=True, min_width=POINTS_WIDTH if reader.is_staff else 0)
        points = f"{text.points(line.points)}/{text.points(line.check.points)}" if reader.is_staff else ""
        style = "" if line.verdict.status == "passed" else "bold"
        hidden = " (hidden)" if reader.is_staff and not line.check.public else ""
        row.add_row(
            Text.assemble(" ", _mark(line, out)), Text(f"{line.check.id}: {line.check.title}{hidden}", style), points
        )
        out.print(row, width=overview.columns(out))
        deck = report.provenance.get("deck", "")
        command = text.staff_command(line, deck) if reader.is_staff else text.rerun_command(line, deck)
        rerun = f"This case alone: {command}" if command else ""
        if has_story(line) and (text.for_staff(line), rerun) not in printed:
            printed.add((text.for_staff(line), rerun))
            for part in [part for part in reader.story(line) if part]:
                out.print(Padding(part, (0, POINTS_WIDTH + 1, 0, INDENT)), width=overview.columns(out))
            if rerun:  # one line, so that it can be pasted
                out.print(Text(" " * INDENT + rerun), soft_wrap=True)
            if not reader.is_staff and line.paste:  # at the margin: Python's prompt takes no indented line
                head, _, code = text.paste_lines(line).partition("\n")
                out.print(Padding(head, (0, POINTS_WIDTH + 1, 0, INDENT)), width=overview.columns(out))
                out.print(Text(code), soft_wrap=True)


def write_brief(line: Line, out: Console) -> None:
    """A check on one line, cut where the screen ends."""
    row = Text.assemble(" ", _mark(line, out), f" {line.check.id}: {line.check.title}")
    if row.cell_len > overview.columns(out):
        row.truncate(overview.columns(out) - 3, overflow="crop")
        row.append("...")
    out.print(row)


def has_story(line: Line) -> bool:
    """Whether there is more to read than the row: the check does not pass, or has a note for staff."""
    return line.verdict.status != "passed" or bool(line.verdict.staff_note)


def _mark(line: Line, out: Console) -> Text:
    marks = MARKS if overview.speaks_unicode(out) else PLAIN_MARKS
    return Text(marks[line.verdict.status], STYLES[line.verdict.status])
