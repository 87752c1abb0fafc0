"""A report in the terminal. The doors are `write_report` for staff and `write_check` for a student at home."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console, ConsoleOptions
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.records import Line, Question, Report, Status
from autograder.text.plural import agreed, among
from autograder.writers import text

STYLES: Mapping[Status, str] = {
    "passed": "green",
    "failed": "red",
    "error": "red",
    "skipped": "yellow",
    "broken": "magenta",
}
MARKS: Mapping[Status, str] = {"passed": "✓", "failed": "✗", "error": "✗", "skipped": "–", "broken": "!"}
POINTS_WIDTH = 7
BAR = "| "
PLAIN_MARKS: Mapping[Status, str] = {"passed": "+", "failed": "x", "error": "x", "skipped": "-", "broken": "!"}


def console() -> Console:
    """Standard output, made safe for any name in any locale; 100 columns where there is no terminal."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    return Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else 100)


def write_report(report: Report, out: Console) -> None:
    """Every question with its checks, and under each check that did not pass its whole story."""
    out.print(Text(text.one_line(f"{report.title}: ", report.submission), "bold"))
    _notes(report, out)
    for finding in report.staff_notes:
        out.print(Text(text.one_line("For staff: ", finding), "magenta"))
    for lines in _by_question(report.lines):
        out.print()
        _write_question(lines, _deck(report), out)
    out.print()
    for ranking in report.rankings:
        out.print(Text(text.ranked(ranking)))
    out.print(Text(total(report), "bold"))
    out.print(Text(" · ".join(f"{key} {value}" for key, value in report.fingerprint.items()), "dim"))


def total(report: Report) -> str:
    """The sum, optional points apart."""
    required = sum(line.points for line in report.lines if not line.question.optional)
    optional = [line for line in report.lines if line.question.optional and line.check.points]
    extra = sum(line.points for line in optional)
    most = sum(line.check.points for line in optional)
    words = f"Total {text.points(required)} of {text.points(report.out_of)}"
    words += (
        f", and {text.points(extra)} of {text.points(most)} optional {agreed(most, 'point', 'points')}"
        if optional
        else ""
    )
    return f"{words}; less {text.points(report.late.points)} for lateness" if report.late else words


def write_check(report: Report, out: Console) -> None:
    """A student's view: the first failure, whole; then a line or two for each question; then what to do next.

    What is wrong comes before what is not written yet, and that before what waits for an earlier check.
    """
    _notes(report, out)
    first = next((lines[0] for lines in _not_passed(report.lines).values() if lines), None)
    if first:
        out.print(
            Text(f"{_mark(first, out)} {first.check.id}: {first.check.title}", f"bold {STYLES[first.verdict.status]}")
        )
        told = text.for_staff(first) if first.verdict.status == "broken" else text.for_student(first)
        _write_story([Text(told)], text.replay(first, _deck(report)), 4, out)
        out.print()
    for lines in _by_question(report.lines):
        out.print(_question_line(lines, out))
    out.print()
    out.print(Text(_next_step(report, first), "bold"))


def _next_step(report: Report, first: Line | None) -> str:
    if first is None:
        return "All public checks pass. Hidden checks try other inputs when you hand it in."
    if first.verdict.status == "skipped":
        return _mend_first(first)
    return f"Next: {first.question.id}. Mend it and run `python -m autograder check {first.question.id}` again."


def _mend_first(line: Line) -> str:
    ids = line.blocked_by
    if not ids:
        return "Next: what it waits for. Run `python -m autograder check` without a name to see what comes first."
    what = agreed(len(ids), "is wrong with it", "is wrong with them")
    return f"Next: {' and '.join(ids)}. `python -m autograder check {' '.join(ids)}` says what {what}; mend that first."


def _question_line(lines: Sequence[Line], out: Console) -> Text:
    question = lines[0].question
    passed = sum(line.verdict.status == "passed" for line in lines)
    row = Text(f"{question.id:<8}")
    for line in lines:
        row.append(_mark(line, out), STYLES[line.verdict.status])
    row.append(f"  {among(passed, len(lines), 'public check', 'passes', 'pass')}: {question.title}")
    named = "; ".join(f"{word}: {', '.join(ids)}" for word, ids in _open(lines).items() if ids)
    return row.append(f"\n{'':<8}{named}" if named else "")


def _open(lines: Sequence[Line]) -> dict[str, list[str]]:
    """The ids of a question's open checks, by what they are; none where a question is not begun."""
    kinds = _not_passed(lines)
    begun = kinds["open"] or any(line.verdict.status == "passed" for line in lines)
    return {word: [line.check.id for line in kind] for word, kind in kinds.items() if begun}


def _not_passed(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The checks that do not pass, by what they are, in the order in which one should look at them."""
    kinds: dict[str, list[Line]] = {"open": [], "not written yet": [], "waiting": []}
    for line in lines:
        if line.verdict.status == "skipped":
            kinds["waiting"].append(line)
        elif line.verdict.status != "passed":
            kinds["not written yet" if _is_unwritten(line) else "open"].append(line)
    return kinds


def _is_unwritten(line: Line) -> bool:
    """Whether the verdict tells of a stub: it tells of no case, and a call ended in a stub."""
    errors = [seen.error for seen in line.transcript.observations if seen.error is not None]
    return line.verdict.case_index is None and any(error.fault == "unwritten" for error in errors)


def _notes(report: Report, out: Console) -> None:
    for note in report.notes:
        out.print(Text(text.one_line("Note: ", note), "yellow"))


def _by_question(lines: Sequence[Line]) -> Iterator[list[Line]]:
    for _, group in groupby(lines, key=lambda line: line.question.id):
        yield list(group)


def _write_question(lines: Sequence[Line], deck: str, out: Console) -> None:
    """A question's checks, each with its story; a story that several share, such as a missing file, is told once."""
    question = lines[0].question
    earned, worth = sum(line.points for line in lines), sum(line.check.points for line in lines)
    optional = " (optional)" if question.optional else ""
    out.print(_row(question, Text(question.id), Text(f"{question.title}{optional}"), earned, worth, "bold"))
    told: set[tuple[str, str]] = set()
    for line in lines:
        mark = Text(_mark(line, out), STYLES[line.verdict.status], justify="right")
        out.print(_row(question, mark, _title(line), line.points, line.check.points))
        story, replay = text.for_staff(line), text.replay(line, deck)
        worth_telling = line.verdict.status != "passed" or line.verdict.staff_note
        if worth_telling and (story, replay) not in told:
            parts = (_Quoted(text.plain(line.verdict.message)), Text(text.beside(line)))
            _write_story(parts, replay, len(question.id) + 3, out)
            out.print()
            told.add((story, replay))


def _row(question: Question, first: Text, title: Text, points: float, worth: float, style: str = "") -> Table:
    """A line of a question's table, with the same columns for all of them."""
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(no_wrap=True, style=style, min_width=len(question.id))
    table.add_column(ratio=1, style=style)
    table.add_column(justify="right", no_wrap=True, style=style, min_width=POINTS_WIDTH)
    table.add_row(first, title, f"{text.points(points)}/{text.points(worth)}")
    return table


@dataclass(frozen=True)
class _Quoted:
    """Text with a bar before each line as it stands on the screen: nothing that a student wrote into it can look like ours."""

    text: str

    def __bool__(self) -> bool:
        return bool(self.text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        for line in Text(self.text).wrap(console, max(1, options.max_width - len(BAR))):
            yield Text(BAR) + line


def _write_story(parts: Iterable[Text | _Quoted], replay: str, indent: int, out: Console) -> None:
    """What there is to say of a check, and under it the command that runs its case: one line, so that it can be pasted."""
    for part in parts:
        if part:
            out.print(Padding(part, (0, POINTS_WIDTH + 1, 0, indent)))
    if replay:
        out.print(Text(" " * indent + replay), soft_wrap=True)


def _deck(report: Report) -> str:
    return report.fingerprint.get("deck", "")


def _title(line: Line) -> Text:
    return Text(f"{line.check.id}: {line.check.title}" + ("" if line.check.public else " (hidden)"))


def _mark(line: Line, out: Console) -> str:
    return (MARKS if "utf" in (out.encoding or "").lower() else PLAIN_MARKS)[line.verdict.status]
