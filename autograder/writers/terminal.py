"""A report in the terminal, for staff and for a student at home: the questions first, then what does not pass.

Each of the two has a short form and a whole one, which lists the checks that pass as well.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from autograder.records import Question, Report
from autograder.text.moments import written
from autograder.text.plural import agreed, among
from autograder.writers import overview, text
from autograder.writers.next_step import by_kind, decisive_first, next_for_staff, next_for_student, still_to_come
from autograder.writers.overview import QuestionScore
from autograder.writers.rows import POINTS_WIDTH, STAFF, STUDENT, has_story, write_brief, write_rows

OTHERS_AT_HOME = "The leaderboard's own data are others than those at home: expect other numbers there."
SHOWN = 10
"""How many further failures the short form names for a student."""


def console() -> Console:
    """Standard output, made safe for any name in any locale; 100 columns where there is no terminal."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    return Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else 100)


def write_report(report: Report, out: Console) -> None:
    """For staff: the questions, then every check that does not pass, with its whole story."""
    _staff_head(report, out)
    for score in overview.by_question(report):
        wrong = by_kind(score.lines)["wrong"]
        shown = [
            line
            for line in score.lines
            if line in wrong or line.verdict.carried or (line.verdict.status == "passed" and has_story(line))
        ]
        later = list(still_to_come([line for line in score.lines if not line.verdict.carried]))
        if shown or later:
            _question_head(score, out)
            write_rows(shown, report, STAFF, out)
        for words in later:
            out.print(Padding(Text(words), (0, POINTS_WIDTH + 1, 0, 1)), width=overview.columns(out))
    if any(line.verdict.status == "passed" for line in report.lines):
        out.print("\nThe other checks pass; --all lists them too.")
    _staff_foot(report, out)


def write_whole_report(report: Report, out: Console) -> None:
    """For staff: the questions, then every check, with its whole story where it does not pass."""
    _staff_head(report, out)
    for score in overview.by_question(report):
        _question_head(score, out)
        write_rows(score.lines, report, STAFF, out)
    _staff_foot(report, out)


def write_check(report: Report, out: Console, questions: Sequence[Question] = ()) -> None:
    """For a student: the questions, then the check to fix first with its whole story, and the others in brief.

    ``questions`` are those of the assignment, of which the report may hold a part.
    """
    _notes(report, out)
    out.print(overview.question_table(report, out))
    kinds = by_kind(report.lines)
    kinds["wrong"] = decisive_first(report.lines, kinds["wrong"])
    to_fix = [line for lines in kinds.values() for line in lines]
    if to_fix:
        out.print()
        write_rows(to_fix[:1], report, STUDENT, out)
    also = kinds["wrong"][1:]
    if also:
        out.print("\nAlso wrong:")
    for line in also[:SHOWN]:
        write_brief(line, out)
    if len(also) > SHOWN:
        out.print(f"   and {len(also) - SHOWN} more: --all shows them.")
    for words in still_to_come(report.lines) if len(report.lines) > 1 else ():
        out.print(Text(f"\n{words}"), width=overview.columns(out))
    _rankings_at_home(report, out)
    _foot(report, "public check", next_for_student(to_fix, report, questions), out)


def write_whole_check(report: Report, out: Console, questions: Sequence[Question] = ()) -> None:
    """For a student: the questions, then every public check, with its whole story where it does not pass."""
    _notes(report, out)
    out.print(overview.question_table(report, out))
    for score in overview.by_question(report):
        _question_head(score, out)
        write_rows(score.lines, report, STUDENT, out)
    kinds = by_kind(report.lines)
    kinds["wrong"] = decisive_first(report.lines, kinds["wrong"])
    to_fix = [line for lines in kinds.values() for line in lines]
    _rankings_at_home(report, out)
    _foot(report, "public check", next_for_student(to_fix, report, questions), out)


def total(report: Report) -> str:
    """The sum, optional points apart."""
    required = sum(line.points for line in report.lines if not line.check.optional)
    optional = [line for line in report.lines if line.check.optional and line.check.points]
    extra = sum(line.points for line in optional)
    most = sum(line.check.points for line in optional)
    words = f"Total {text.points(required)} of {text.points(report.out_of)}"
    if optional:
        words += f", and {text.points(extra)} of {text.points(most)} optional {agreed(most, 'point', 'points')}"
    if report.by_hand:
        words += f"; {text.in_points(sum(question.points for question in report.by_hand))} more by hand"
    return f"{words}; less {text.points(report.late.points)} for lateness" if report.late else words


def _notes(report: Report, out: Console) -> None:
    for note in report.notes:
        out.print(Text(text.one_line("Note: ", note), "yellow"), width=overview.columns(out))


def _staff_head(report: Report, out: Console) -> None:
    """The title and what the verdicts depend on, notes, and the table of questions."""
    between = " · " if overview.speaks_unicode(out) else ", "
    provenance = between.join(f"{key} {value}" for key, value in report.provenance.items())
    out.print(Text(text.one_line(f"{report.title}: ", report.submission), "bold"), width=overview.columns(out))
    out.print(Text(provenance, "dim"), width=overview.columns(out))
    _notes(report, out)
    for note in report.staff_notes:
        out.print(Text(text.one_line("For staff: ", note), "magenta"), width=overview.columns(out))
    out.print()
    out.print(overview.question_table(report, out))


def _question_head(score: QuestionScore, out: Console) -> None:
    out.print(Text(f"\n{score.question.id} {score.question.title}", "bold"), width=overview.columns(out))


def _rankings(report: Report, out: Console) -> None:
    """The numbers for the leaderboards, a line for each."""
    if report.rankings:
        out.print()
    for ranking in report.rankings:
        out.print(Text(text.ranked(ranking)), width=overview.columns(out))


def _rankings_at_home(report: Report, out: Console) -> None:
    """The numbers for the leaderboards, and a note if the leaderboards themselves have other cases."""
    _rankings(report, out)
    ranked = {ranking.leaderboard.options.of for ranking in report.rankings}
    if any(line.check.id in ranked and line.check.home_cases for line in report.lines):
        out.print(Text(OTHERS_AT_HOME), width=overview.columns(out))


def _staff_foot(report: Report, out: Console) -> None:
    """The leaderboards, the total, and what to do next."""
    _rankings(report, out)
    if report.on_time_for:
        due = report.on_time_for
        out.print(Text(f"\nOn time: due {written(due.moment, due.zone)} ({due.source})."), width=overview.columns(out))
    out.print(Text(f"\n{total(report)}", "bold"), end="")
    _foot(report, "check", next_for_staff(report), out)


def _foot(report: Report, noun: str, step: str, out: Console) -> None:
    """The questions as a strip, how many checks pass, how long it took, and what to do next."""
    passed = sum(line.verdict.status == "passed" for line in report.lines)
    tally = (
        f"   {among(passed, len(report.lines), noun, 'passes', 'pass')}, {overview.seconds_in_words(report.seconds)}"
    )
    out.print()
    out.print(overview.strip(report, out) + tally)
    out.print(Text(step, "bold"), soft_wrap=True)
