"""A ranking in the terminal, and what a closing would take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from autograder.contest.entries import Entry
from autograder.contest.ledger import ContestLedger
from autograder.contest.night import Night, expected_seconds, missing_trials
from autograder.contest.page import ranking_name
from autograder.text.moments import written
from autograder.text.plural import counted

HOUR = 3600


def plan(night: Night, ledger: ContestLedger, entries: Sequence[Entry], hours: float | None) -> str:
    """What would be run, for how long, and how many draws fit into ``hours``."""
    missing = len(missing_trials(night, ledger, entries))
    seconds = expected_seconds(night, ledger, missing)
    need = (
        f"The {night.stage} of {written(night.closes)}: {counted(missing, 'trial')} to run, about "
        f"{seconds / HOUR:.2f} h on {counted(night.runner.size, 'sandbox')}."
    )
    if hours is None or seconds <= hours * HOUR:
        return need
    fits = int(night.draws * hours * HOUR / seconds)
    enough = f"--draws {fits} would fit" if fits >= 2 else "not even 2 draws would fit"
    return f"{need} That is more than {hours:g} h: {enough}. Decide before the night is closed."


def standings(ranking: Mapping[str, Any], names: bool) -> Table:
    """The ranking as a table, with the staff bots below; ``names`` shows who is behind the pseudonyms."""
    shown = Table(title=ranking_name(ranking))
    for heading in ("rank", "open", "bot", "mean", *ranking["tasks"], *(["who"] if names else [])):
        shown.add_column(heading, overflow="fold")
    for row in ranking["entries"]:
        open_ranks = f"{row['best']}–{row['worst']}" if row["rank"] else ""
        people = [", ".join(p["name"] or p["id"] or p["email"] for p in row["people"])] if names else []
        numbers = [f"{value:.4f}" for value in (row["mean"], *row["tasks"])]
        shown.add_row(str(row["rank"] or "none"), open_ranks, row["pseudonym"], *numbers, *people)
    for bot in ranking["bots"]:
        numbers = [f"{value:.4f}" for value in (bot["mean"], *bot["tasks"])]
        shown.add_row("", "", f"staff bot: {bot['name']}", *numbers, *([""] if names else []), style="dim")
    return shown
