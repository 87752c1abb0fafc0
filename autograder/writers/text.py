"""What students and staff may read of a line, as plain text that cannot trick a terminal or a page."""

from __future__ import annotations

from autograder.records import Line, Ranking
from autograder.text import sanitize
from autograder.text.plural import agreed

MAX_CHARACTERS = 6000
PRINTED_HEAD, PRINTED_TAIL, PRINTED_WIDTH = 5, 10, 200
"""How much is shown of what a student's code printed: lines at its start and at its end, and characters of a line."""
PASTE = "To try it by hand, start `python` in the folder of your files and paste:"
KIT_DECK = "0"
"""The deck that students have at home, as a report's provenance names it."""


def plain(text: str, limit: int = MAX_CHARACTERS) -> str:
    """``text`` without escape sequences and control characters, cut after ``limit`` characters."""
    text = sanitize.sanitized(text, instead="\ufffd")
    return text if len(text) <= limit else text[:limit] + "\n… (cut)"


def for_student(line: Line) -> str:
    """Message, what the code printed, and hint: the whole story of a public check, the safe part of a hidden one."""
    verdict = line.verdict
    message = verdict.message if line.check.public else verdict.brief
    hint = f"Hint: {verdict.hint}" if verdict.hint else ""
    return plain("\n".join(part for part in (message, printed(line), hint) if part))


def printed(line: Line) -> str:
    """What a student's code printed in the call that the message of a public check is about, its middle left out.

    A bar before each line keeps it from looking like ours. For a hidden check nothing is shown, whatever was printed.
    """
    verdict, observations = line.verdict, line.transcript.observations
    place = verdict.case_index or 0
    if not line.check.public or verdict.status not in ("failed", "error") or place >= len(observations):
        return ""
    rows = plain(observations[place].printed).rstrip().splitlines()
    if not any(rows):
        return ""
    if len(rows) > PRINTED_HEAD + PRINTED_TAIL + 1:
        left = f"... {len(rows) - PRINTED_HEAD - PRINTED_TAIL} lines more ..."
        rows[PRINTED_HEAD:-PRINTED_TAIL] = [left]
    short = (row if len(row) <= PRINTED_WIDTH else f"{row[:PRINTED_WIDTH]} ..." for row in rows)
    return "\n".join(["Your code printed:", *(f"| {row}" for row in short)])


def for_staff(line: Line) -> str:
    """The whole story of any check, with the note for staff."""
    return "\n".join(part for part in (plain(line.verdict.message), beside(line)) if part)


def ranked(ranking: Ranking) -> str:
    """A leaderboard with the submission's number on it, on one line."""
    board = ranking.leaderboard
    head = f"{board.id}: {board.title}. "
    if ranking.staff_note:
        return one_line(f"{head}For staff: ", ranking.staff_note)
    if ranking.value is None:
        return f"{head}No number yet: {board.options.of} must run first."
    return f"{head}{board.options.label}: {ranking.value:.4f}"


def beside(line: Line) -> str:
    """What we add below a message: the hint and the note for staff, each on a line of its own."""
    verdict = line.verdict
    parts = (f"Hint: {plain(verdict.hint)}" if verdict.hint else "", one_line("For staff: ", verdict.staff_note))
    return "\n".join(part for part in parts if part)


def one_line(head: str, text: str) -> str:
    """A heading of ours and text that may come from a student, on one line, so that none of it looks like ours."""
    return head + " ".join(plain(text).split()) if text else ""


def rerun_line(line: Line, deck: str) -> str:
    """A line with the command that runs only the case that the message describes; empty when it describes none."""
    command = rerun_command(line, deck)
    return f"This case alone: {command}" if command else ""


def at_home_line(line: Line) -> str:
    """A line for a student whose work was graded on another deck than the kit's: random inputs differ at home."""
    command = rerun_command(line, KIT_DECK)
    if not command or not line.check.public:
        return ""
    if line.check.home_cases:
        return f"This check at home, on other inputs: python kit check {line.check.id}"
    return f"This case at home, where random inputs have other numbers: {command}"


def rerun_command(line: Line, deck: str) -> str:
    """The command of `rerun_line` alone: for a student's own machine if the deck is the kit's, else for staff."""
    if not line.check.public or deck != KIT_DECK or not line.case or line.verdict.status == "passed":
        return staff_command(line, deck)
    return f'python kit check {line.check.id} --case "{plain(line.case)}"'


def staff_command(line: Line, deck: str) -> str:
    """The command for staff, who fill in where the submission and the assignment are."""
    if not line.case or line.verdict.status == "passed":
        return ""
    which = f'-q {line.check.id} --deck {deck} --case "{plain(line.case)}"'
    return f"python -m autograder grade PATH --assignment FOLDER {which}"


def paste_lines(line: Line) -> str:
    """The lines that make the call of a public check which failed at Python's own prompt, and what to do with them."""
    if not line.paste or not line.check.public:
        return ""
    return "\n".join([PASTE, *(plain(code) for code in line.paste)])


def place_of(line: Line) -> tuple[str, int] | None:
    """The student's own file and line that a check ended in, where they are known and not a notebook's."""
    errors = [seen.error for seen in line.transcript.observations if seen.error is not None]
    return next(((error.file, error.line) for error in errors if error.file and error.line and not error.place), None)


def points(value: float) -> str:
    """Points with at most two decimals: 2, 1.5, 0.33."""
    return f"{round(value, 2):g}"


def in_points(value: float) -> str:
    """Points with their unit: 1 point, 1.5 points."""
    return f"{points(value)} {agreed(round(value, 2), 'point', 'points')}"


__all__ = [
    "at_home_line",
    "beside",
    "for_staff",
    "for_student",
    "in_points",
    "one_line",
    "paste_lines",
    "place_of",
    "plain",
    "points",
    "printed",
    "ranked",
    "rerun_command",
    "rerun_line",
    "staff_command",
]
