"""A proof in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.prove.claims import Claim, Mark, Matrix, MistakeRow, Proof

MARKS: dict[Mark, str] = {"own": "●", "caught": "○", "passed": "·", "skipped": "-"}
PLAIN_MARKS: dict[Mark, str] = {"own": "H", "caught": "x", "passed": ".", "skipped": "-"}
LEGEND = "{own} caught with its own hint   {caught} caught   {passed} not noticed   {skipped} waits for another check"
MOST = 40
"""Further problems are only counted."""
IDEA, FEWEST = 20, 8
"""The columns that an idea has at least, and the checks that a table has at least."""


def write(proof: Proof, out: Console) -> None:
    """Print the matrix, question by question, then every claim with its figures, groups and problems."""
    marks = MARKS if "utf" in (out.encoding or "").lower() else PLAIN_MARKS
    if proof.matrix.rows:
        out.print(Text(LEGEND.format(**marks), "dim"))
    for question in dict.fromkeys(row.question for row in proof.matrix.rows):
        for table in tables(question, proof.matrix, marks, out.width):
            out.print()
            out.print(table)
    for claim in proof.claims:
        _write_claim(claim, out)
    out.print()
    out.print(Text("Proved." if proof.proved else "Not proved.", "bold green" if proof.proved else "bold red"))


def checks_in(rows: Sequence[MistakeRow]) -> list[str]:
    """The checks that ran on any of these mistakes, in order."""
    return list(dict.fromkeys(check for row in rows for check in row.marks))


def tables(question: str, matrix: Matrix, marks: dict[Mark, str], width: int) -> Iterator[Table]:
    """The mistakes of a question by its checks. What is wider than the terminal goes on in a further table."""
    rows = matrix.of(question)
    checks = [check for check in checks_in(rows) if any(row.marks.get(check) not in (None, "passed") for row in rows)]
    names = min(max(len(row.mistake) for row in rows), width // 3)
    most = max(width - names - IDEA - 2, FEWEST)
    for first in range(0, max(len(checks), 1), most):
        part = dict(enumerate(checks[first : first + most], first + 1))
        title = question if len(checks) <= most else f"{question}, checks {first + 1} to {first + len(part)}"
        yield _table(title, rows, part, marks)


def _table(title: str, rows: Sequence[MistakeRow], checks: Mapping[int, str], marks: Mapping[Mark, str]) -> Table:
    """One table; ``checks`` are by their numbers."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0), show_header=True)
    table.add_column("mistake", overflow="fold")
    table.add_column("".join(str(number % 10) for number in checks), no_wrap=True)
    table.add_column("the idea", min_width=IDEA, overflow="fold")
    for row in rows:
        line = "".join(marks[row.marks[check]] if check in row.marks else " " for check in checks.values())
        table.add_row(Text(row.mistake), line, Text(row.idea))
    table.caption = "  ".join(f"{number} {check}" for number, check in checks.items())
    table.caption_justify = "left"
    return table


def _write_claim(claim: Claim, out: Console) -> None:
    out.print()
    out.print(
        Text(("proved      " if claim.proved else "NOT PROVED  ") + claim.title, "green" if claim.proved else "red")
    )
    for figure in claim.figures:
        out.print(Text(f"    {figure}"))
    for group in claim.groups:
        out.print(Text(f"    {group.title}"))
        for line in group.lines:
            out.print(Text(f"        {line}", "dim"))
    for finding in claim.findings[:MOST]:
        out.print(Text(f"    - {finding}"))
    if len(claim.findings) > MOST:
        out.print(Text(f"    and {len(claim.findings) - MOST} more"))
