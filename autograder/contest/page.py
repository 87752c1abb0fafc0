"""A ranking as an HTML page that needs no other file, made from the ledger alone: the same ranking, the same bytes.

Rows bear pseudonyms. The id of a row is a token that only its owners are told, so that `page.html#TOKEN` shows them
their own row, and nobody else's name.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from autograder.records import RewardRules
from autograder.text.plural import counted
from autograder.writers.html import render

TEMPLATE = Path(__file__).with_name("page.html")
TOKEN_DIGITS = 16
WIDTH, HEIGHT, MARGIN = 88, 20, 4

StoredRanking: TypeAlias = "Mapping[str, Any]"
"""What the ledger keeps of a night or of the final: see `contest.rankings`."""

NIGHT_RULES = (
    "All bots were trained and tested on the same secret draws of each task.",
    "A bot's mean is its accuracy over all draws; a draw on which it failed or ran out of time counts 0.",
    "The rank is one more than the number of bots with a higher mean.",
    "A top takes in everybody up to its place, and everybody whom the bot in that place does not beat in a one-sided "
    "paired t test at 5 %: that bot and they cannot be told apart, and ≈ marks them.",
    "Scores of two nights are never compared: the best night counts, by its rank alone.",
)
FINAL_RULES = (
    "All bots were trained and tested on the same secret draws of each task, which no night has used.",
    "A bot's mean is its accuracy over all draws; a draw on which it failed or ran out of time counts 0.",
    "The rank is one more than the number of bots that surely beat yours: in a one-sided paired t test at 5 %, shared "
    "among all comparisons.",
    "Nobody stands above a bot with a higher mean, and a bot that failed on a draw is ranked by its mean alone.",
    "A staff bot is beaten by a higher mean.",
)


def page(
    title: str,
    ranking: StoredRanking,
    earlier: Sequence[StoredRanking],
    rules: RewardRules,
    secret: int,
    others: Sequence[StoredRanking],
) -> str:
    """The page of one ranking. ``earlier`` are the nights before it, ``others`` all rankings that have a page."""
    final = ranking["stage"] == "final"
    sentences = (*(FINAL_RULES if final else NIGHT_RULES), reward_sentence(rules))
    return render(
        TEMPLATE,
        title=f"{title}: {ranking_name(ranking)}",
        when=f"Closed {datetime.fromisoformat(ranking['closes']):%Y-%m-%d %H:%M %z}.",
        about=_about(ranking),
        page=ranking,
        rows=_rows(ranking, earlier, secret),
        rules=sentences,
        rewards_title="Staff bots beaten" if final else "Counts among",
        nights=[_link(other, file_of(other) == file_of(ranking)) for other in others],
    )


def _link(ranking: StoredRanking, current: bool) -> dict[str, Any]:
    """A ranking in the list of all that have a page; ``current`` is the one whose page it is."""
    return {"name": _short(ranking), "file": file_of(ranking), "current": current}


def _about(ranking: StoredRanking) -> str:
    """How many took part, and on what terms."""
    terms = f"{ranking['draws']} draws of each task, at least {ranking['seconds']:.1f} s to train"
    return f"{counted(len(ranking['entries']), 'bot')}, {terms}."


def ranking_name(ranking: StoredRanking) -> str:
    """The ranking in words: final, or the day of the night."""
    return "final" if ranking["stage"] == "final" else f"night of {ranking['closes'][:10]}"


def _short(ranking: StoredRanking) -> str:
    """The ranking's name among its neighbours."""
    return "Final" if ranking["stage"] == "final" else f"{datetime.fromisoformat(ranking['closes']):%b %d}"


def file_of(ranking: StoredRanking) -> str:
    """The name of the ranking's page."""
    return "final.html" if ranking["stage"] == "final" else f"night-{ranking['closes'][:10]}.html"


def token(owner: str, secret: int) -> str:
    """The id of an owner's row, which nobody can work out from a name."""
    return hmac.new(str(secret).encode(), owner.encode(), hashlib.sha256).hexdigest()[:TOKEN_DIGITS]


def reward_sentence(rules: RewardRules) -> str:
    """The rules of rewards, and that the highest counts."""
    final = _bands(rules.final, "rank {}", "to rank {}")
    nights = _bands(rules.nights, "the top {}", "the top {}")
    return (
        f"Rewards: in the final {final}; in any night {nights}; the highest of these counts alone, and each staff bot "
        f"beaten in the final adds {rules.staff_bot:g}."
    )


def _bands(bands: Mapping[int, float], first: str, later: str) -> str:
    parts = [
        f"{(first if number == 0 else later).format(rank)} earns {points:g}"
        for number, (rank, points) in enumerate(bands.items())
    ]
    return ", ".join(parts) or "there are none"


def _rows(ranking: StoredRanking, earlier: Sequence[StoredRanking], secret: int) -> list[dict[str, Any]]:
    """The entries in order, with the staff bots as lines across at the place of their mean."""
    ranks = [{row["owner"]: row["rank"] for row in night["entries"]} for night in earlier]
    entries = [_row(row, ranks, ranking, secret) for row in ranking["entries"]]
    bots = [{"staff": True, **bot} for bot in ranking["bots"]]
    rows: list[dict[str, Any]] = []
    waiting = sorted(bots, key=lambda bot: -bot["mean"])
    for entry in entries:
        while waiting and waiting[0]["mean"] >= entry["mean"]:
            rows.append(waiting.pop(0))
        rows.append(entry)
    return rows + waiting


def _row(
    row: StoredRanking, nights: Sequence[Mapping[str, int]], ranking: StoredRanking, secret: int
) -> dict[str, Any]:
    owner, rank = row["owner"], row["rank"]
    history = [ranks.get(owner) for ranks in nights] + [rank]
    known = [earlier for earlier in history if earlier is not None]
    points = _polyline(history, max(len(ranking["entries"]), *known, 2)) if len(known) > 1 else []
    return {
        "staff": False,
        "token": token(owner, secret),
        "rank": rank,
        "open": f"{row['best']}–{row['worst']}" if rank else "",
        "change": _change(history),
        "name": row["pseudonym"],
        "mean": row["mean"],
        "tasks": row["tasks"],
        "reward": _reward(row, ranking),
        "trouble": _trouble(row, ranking),
        "points": " ".join(f"{x},{y}" for x, y in points),
        "last": points[-1] if points else (0, 0),
        "story": "Ranks so far: " + ", ".join("none" if earlier is None else str(earlier) for earlier in history),
    }


def _change(history: Sequence[int | None]) -> str:
    """The change of rank since the night before, in signs and numbers."""
    if len(history) < 2 or history[-2] is None or history[-1] is None:
        return "new" if history[-1] is not None and all(earlier is None for earlier in history[:-1]) else ""
    gained = history[-2] - history[-1]
    return f"▲ {gained}" if gained > 0 else f"▼ {-gained}" if gained < 0 else "="


def _polyline(history: Sequence[int | None], lowest: int) -> list[tuple[int, int]]:
    """Places in the small picture, rank 1 at its top."""
    step = (WIDTH - 2 * MARGIN) / max(1, len(history) - 1)
    return [
        (round(MARGIN + number * step), round(MARGIN + (HEIGHT - 2 * MARGIN) * (rank - 1) / max(1, lowest - 1)))
        for number, rank in enumerate(history)
        if rank is not None
    ]


def _reward(row: StoredRanking, ranking: StoredRanking) -> str:
    if ranking["stage"] == "final":
        return str(row["bots"])
    if not row["tops"]:
        return ""
    top = min(row["tops"])
    return f"{'≈ ' if row['rank'] > top else ''}top {top}"


def _trouble(row: StoredRanking, ranking: StoredRanking) -> str:
    """On which draws the bot has no score, in words."""
    failed = row["failed"]
    if not failed:
        return ""
    first = failed[0]
    where = f"first on draw {first['draw'] + 1} of {ranking['tasks'][first['task']]}: {first['why']}"
    return f"no score on {counted(len(failed), 'draw')}, {where}"


def links(ranking: StoredRanking, secret: int) -> Iterable[tuple[Mapping[str, str], str]]:
    """Every person of a ranking, and the address of their own row."""
    for row in ranking["entries"]:
        for person in row["people"]:
            yield person, f"{file_of(ranking)}#{token(row['owner'], secret)}"
