"""A report in the terminal, for staff and for a student at home: the questions first, then what does not pass.

Each of the two has a short form and a whole one, which lists the checks that pass as well.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.records import NOT_REACHED, Line, Question, Report, Status
from autograder.text.moments import written
from autograder.text.plural import agreed, among
from autograder.writers import overview, text
from autograder.writers.overview import Progress

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
SHOWN = 10
"""How many further failures a student reads of in the short form."""


def console() -> Console:
    """Standard output, made safe for any name in any locale; 100 columns where there is no terminal."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    return Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else 100)


def write_report(report: Report, out: Console) -> None:
    """For staff: the questions, then every check that does not pass, with its whole story."""
    _staff_head(report, out)
    for question in overview.by_question(report):
        wrong = _by_kind(question.lines)["wrong"]
        shown = [
            line
            for line in question.lines
            if line in wrong or line.verdict.carried or (line.verdict.status == "passed" and _has_story(line))
        ]
        later = list(_later([line for line in question.lines if not line.verdict.carried]))
        if shown or later:
            _question_head(question, out)
            _write_rows(shown, report, STAFF, out)
        for words in later:
            out.print(Padding(Text(words), (0, POINTS_WIDTH + 1, 0, 1)), width=overview.columns(out))
    if any(line.verdict.status == "passed" for line in report.lines):
        out.print("\nThe other checks pass; --all lists them too.")
    _staff_foot(report, out)


def write_whole_report(report: Report, out: Console) -> None:
    """For staff: the questions, then every check, with its whole story where it does not pass."""
    _staff_head(report, out)
    for question in overview.by_question(report):
        _question_head(question, out)
        _write_rows(question.lines, report, STAFF, out)
    _staff_foot(report, out)


def write_check(report: Report, out: Console, questions: Sequence[Question] = ()) -> None:
    """For a student: the questions, then the check to fix first with its whole story.

    What else does not pass follows briefly. ``questions`` are all there are, of which the report may hold a part.
    """
    _notes(report, out)
    out.print(overview.table(report, out))
    kinds = _by_kind(report.lines)
    kinds["wrong"] = _decisive_first(report.lines, kinds["wrong"])
    to_fix = [line for lines in kinds.values() for line in lines]
    if to_fix:
        out.print()
        _write_rows(to_fix[:1], report, STUDENT, out)
    also = kinds["wrong"][1:]
    if also:
        out.print("\nAlso wrong:")
    for line in also[:SHOWN]:
        _write_brief(line, out)
    if len(also) > SHOWN:
        out.print(f"   and {len(also) - SHOWN} more: --all shows them.")
    for words in _later(report.lines) if len(report.lines) > 1 else ():
        out.print(Text(f"\n{words}"), width=overview.columns(out))
    _foot(report, "public check", _next_for_student(to_fix, report, questions), out)


def write_whole_check(report: Report, out: Console, questions: Sequence[Question] = ()) -> None:
    """For a student: the questions, then every public check, with its whole story where it does not pass."""
    _notes(report, out)
    out.print(overview.table(report, out))
    for question in overview.by_question(report):
        _question_head(question, out)
        _write_rows(question.lines, report, STUDENT, out)
    kinds = _by_kind(report.lines)
    kinds["wrong"] = _decisive_first(report.lines, kinds["wrong"])
    to_fix = [line for lines in kinds.values() for line in lines]
    _foot(report, "public check", _next_for_student(to_fix, report, questions), out)


def total(report: Report) -> str:
    """The sum, optional points apart."""
    required = sum(line.points for line in report.lines if not line.question.optional)
    optional = [line for line in report.lines if line.question.optional and line.check.points]
    extra = sum(line.points for line in optional)
    most = sum(line.check.points for line in optional)
    words = f"Total {text.points(required)} of {text.points(report.out_of)}"
    if optional:
        words += f", and {text.points(extra)} of {text.points(most)} optional {agreed(most, 'point', 'points')}"
    if report.by_hand:
        words += f"; {text.in_points(sum(one.points for one in report.by_hand))} more by hand"
    return f"{words}; less {text.points(report.late.points)} for lateness" if report.late else words


def _by_kind(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The checks that do not pass, by what they are, in the order in which to look at them."""
    kinds: dict[str, list[Line]] = {"wrong": [], "not written yet": [], "waiting": [], "not reached": []}
    for line in lines:
        if line.verdict.status == "skipped":
            kinds["not reached" if line.verdict == NOT_REACHED else "waiting"].append(line)
        elif line.verdict.status != "passed":
            kinds["not written yet" if _is_unwritten(line) else "wrong"].append(line)
    return kinds


def _decisive_first(lines: Sequence[Line], wrong: Sequence[Line]) -> list[Line]:
    """The wrong checks, first the one that most others wait for or fail with, or the earliest that fails like it."""

    def explained(line: Line) -> int:
        return sum(line.check.id in other.blocked_by for other in lines) + sum(_fail_alike(line, one) for one in wrong)

    if not wrong:
        return []
    most = max(wrong, key=explained)
    first = next(place for place, line in enumerate(wrong) if line is most or _fail_alike(line, most))
    return [wrong[first], *wrong[:first], *wrong[first + 1 :]]


def _fail_alike(one: Line, other: Line) -> bool:
    """Whether two checks fail by one known mistake, or by the same line of a file."""
    if set(one.verdict.diagnosis.certain) & set(other.verdict.diagnosis.certain):
        return True
    places = [
        {(seen.error.file, seen.error.line, seen.error.type) for seen in line.transcript.observations if seen.error}
        for line in (one, other)
    ]
    return any(file for file, _, _ in places[0] & places[1])


def _is_unwritten(line: Line) -> bool:
    """Whether the verdict is about a stub: it applies to every case, and a call ended in a stub."""
    errors = [seen.error for seen in line.transcript.observations if seen.error is not None]
    return line.verdict.case_index is None and any(error.fault == "unwritten" for error in errors)


def _later(lines: Sequence[Line]) -> Iterator[str]:
    """What is not wrong but still to come, each kind in a paragraph."""
    for kind, those in _by_kind(lines).items():
        if those and kind != "wrong":
            yield f"{kind.capitalize()}: {', '.join(line.check.id for line in those)}"


def _notes(report: Report, out: Console) -> None:
    for note in report.notes:
        out.print(Text(text.one_line("Note: ", note), "yellow"), width=overview.columns(out))


def _staff_head(report: Report, out: Console) -> None:
    """The title and what the verdicts depend on, notes, and the table of questions."""
    between = " · " if overview.speaks_unicode(out) else ", "
    fingerprint = between.join(f"{key} {value}" for key, value in report.fingerprint.items())
    out.print(Text(text.one_line(f"{report.title}: ", report.submission), "bold"), width=overview.columns(out))
    out.print(Text(fingerprint, "dim"), width=overview.columns(out))
    _notes(report, out)
    for note in report.staff_notes:
        out.print(Text(text.one_line("For staff: ", note), "magenta"), width=overview.columns(out))
    out.print()
    out.print(overview.table(report, out))


def _question_head(question: Progress, out: Console) -> None:
    out.print(Text(f"\n{question.question.id} {question.question.title}", "bold"), width=overview.columns(out))


def _write_rows(lines: Iterable[Line], report: Report, reader: Reader, out: Console) -> None:
    """A row for each check, and its story below; a story that several share, such as a missing file, is told once."""
    told: set[tuple[str, str]] = set()
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
        deck = report.fingerprint.get("deck", "")
        command = text.staff_command(line, deck) if reader.is_staff else text.rerun_command(line, deck)
        rerun = f"This case alone: {command}" if command else ""
        if _has_story(line) and (text.for_staff(line), rerun) not in told:
            told.add((text.for_staff(line), rerun))
            for part in [part for part in reader.story(line) if part]:
                out.print(Padding(part, (0, POINTS_WIDTH + 1, 0, INDENT)), width=overview.columns(out))
            if rerun:  # one line, so that it can be pasted
                out.print(Text(" " * INDENT + rerun), soft_wrap=True)
            if not reader.is_staff and line.paste:  # at the margin: Python's prompt takes no indented line
                head, _, code = text.paste_lines(line).partition("\n")
                out.print(Padding(head, (0, POINTS_WIDTH + 1, 0, INDENT)), width=overview.columns(out))
                out.print(Text(code), soft_wrap=True)


def _write_brief(line: Line, out: Console) -> None:
    """A check on one line, cut where the screen ends."""
    row = Text.assemble(" ", _mark(line, out), f" {line.check.id}: {line.check.title}")
    if row.cell_len > overview.columns(out):
        row.truncate(overview.columns(out) - 3, overflow="crop")
        row.append("...")
    out.print(row)


def _has_story(line: Line) -> bool:
    """Whether there is more to read than the row: the check does not pass, or has a note for staff."""
    return line.verdict.status != "passed" or bool(line.verdict.staff_note)


@dataclass(frozen=True)
class Quoted:
    """Text with a bar before each line as it stands on the screen:
    nothing a student wrote into it can look like ours.
    """

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
    """Message and hint, unquoted, since nobody else wrote the code; a failure of ours comes whole, to be passed on."""
    return (Text(text.for_staff(line) if line.verdict.status == "broken" else text.for_student(line)),)


STAFF = Reader(lambda line: (Quoted(text.plain(line.verdict.message)), Text(text.beside(line))), is_staff=True)
STUDENT = Reader(_student_story, is_staff=False)


def _staff_foot(report: Report, out: Console) -> None:
    """The leaderboards, the total, and what to do next."""
    if report.rankings:
        out.print()
    for ranking in report.rankings:
        out.print(Text(text.ranked(ranking)), width=overview.columns(out))
    if report.on_time_for:
        due = report.on_time_for
        out.print(Text(f"\nOn time: due {written(due.moment, due.zone)} ({due.source})."), width=overview.columns(out))
    out.print(Text(f"\n{total(report)}", "bold"), end="")
    _foot(report, "check", _next_for_staff(report), out)


def _foot(report: Report, noun: str, step: str, out: Console) -> None:
    """The questions as a strip, how many checks pass, how long it took, and what to do next."""
    passed = sum(line.verdict.status == "passed" for line in report.lines)
    tally = f"   {among(passed, len(report.lines), noun, 'passes', 'pass')}, {overview.duration(report.seconds)}"
    out.print()
    out.print(overview.strip(report, out) + tally)
    out.print(Text(step, "bold"), soft_wrap=True)


def _next_for_staff(report: Report) -> str:
    if report.failed_on:
        return f"Next: {report.failed_on[0]}, where the grader failed, not the student."
    if report.unreached:
        return f"Next: grade this submission again, for it was stopped before {report.unreached[0].check.id}."
    wrong = [line for lines in _by_kind(report.lines).values() for line in lines]
    return f"Next: {wrong[0].check.id}, the first check to look at." if wrong else "Every check passes."


def _next_for_student(to_fix: Sequence[Line], report: Report, questions: Sequence[Question]) -> str:
    if not to_fix:
        return _next_where_all_passes(report, questions)
    first = to_fix[0]
    if first.verdict.status != "skipped":
        return f"Next: {first.check.id}. Fix it and run `python -m autograder check {first.question.id}` again."
    ids = first.blocked_by
    if not ids:
        return "Next: what it waits for. Run `python -m autograder check` without a name to see what comes first."
    what = agreed(len(ids), "is wrong with it", "is wrong with them")
    return f"Next: {' and '.join(ids)}. `python -m autograder check {' '.join(ids)}` says what {what}; fix that first."


def _next_where_all_passes(report: Report, questions: Sequence[Question]) -> str:
    """What to run next: the rest of a question, the question after it, or all of them; nothing after a whole run."""
    run = {line.check.id for line in report.lines}
    left = [question.id for question in questions if not run.issuperset(check.id for check in question.checks)]
    if not left:
        return "All public checks pass. Hidden checks try other inputs when you hand it in."
    ids = [question.id for question in questions]
    last = report.lines[-1].question.id
    passed = " and ".join(
        dict.fromkeys(line.question.id if line.question.id not in left else line.check.id for line in report.lines)
    )
    verb = agreed(len(report.lines), "passes", "pass")
    after = next((one for one in left if ids.index(one) >= ids.index(last)), "")
    return f"{passed} {verb}. Next: {after or 'everything'}, `python -m autograder check{after and ' ' + after}`."


def _mark(line: Line, out: Console) -> Text:
    marks = MARKS if overview.speaks_unicode(out) else PLAIN_MARKS
    return Text(marks[line.verdict.status], STYLES[line.verdict.status])
