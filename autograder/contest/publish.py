"""The ledger → pages, and the table of the owners' own links. Made anew each time, from the ledger alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.batch.gradebook_match import Grade
from autograder.batch.tables import csv_table
from autograder.contest.draws import STAGES
from autograder.contest.entries import identities
from autograder.contest.ledger import ContestLedger
from autograder.contest.page import file_of, links, page
from autograder.contest.rewards import Season, reward
from autograder.records import Contest, Person
from autograder.writers.files import write_whole

PAGES, LINKS, REWARDS = "pages", "links.csv", "rewards.csv"
INDEX = "index.html"
PERSON = ("name", "id", "email")


def publish(out: Path, title: str, contest: Contest, secret: int, rankings: Sequence[dict[str, Any]]) -> Path:
    """Write a page for each ranking, ``index.html`` for the latest, and ``links.csv`` beside them for staff.

    Returns the path of the latest page. ``pages/`` may be put on the web as it is; ``links.csv`` names everybody.
    """
    nights = [ranking for ranking in rankings if ranking["stage"] == "night"]
    folder = out / PAGES
    folder.mkdir(parents=True, exist_ok=True)
    latest = b""
    for ranking in rankings:
        earlier = nights[: nights.index(ranking)] if ranking in nights else nights
        latest = page(title, ranking, earlier, contest.rewards, secret, rankings).encode()
        write_whole(folder / file_of(ranking), latest)
    write_whole(folder / INDEX, latest)
    rows = [[person[field] for field in PERSON] + [link] for person, link in links(rankings[-1], secret)]
    write_whole(out / LINKS, csv_table([*PERSON, "link"], rows))
    return folder / file_of(rankings[-1])


def everything(ledger: ContestLedger) -> list[dict[str, Any]]:
    """All rankings: the nights in order, then the final."""
    return [ranking for stage in STAGES for _, ranking in ledger.rankings(stage)]


def rewards_table(contest: Contest, rankings: Sequence[dict[str, Any]]) -> list[list[str]]:
    """A row for each person who was ever ranked: who, the parts of the reward, and the points.

    A member of a group earns what the group's entry earned; nights count by person, so that nobody loses by a change of
    group or name. Everybody has the name of their last entry.
    """
    seen = [
        (Person(**person), ranking["stage"], row)
        for ranking in rankings
        for row in ranking["entries"]
        for person in row["people"]
    ]
    who = identities(person for person, _, _ in seen)
    called = {who(person): (person.name, person.id, person.email) for person, _, _ in seen}
    final = {who(person): row for person, stage, row in seen if stage == "final"}
    tops: dict[Person, set[int]] = {}
    for person, _, row in seen:
        tops.setdefault(who(person), set()).update(row["tops"])  # those of the final are empty
    return [
        _reward_row(contest, called[person], final.get(person), frozenset(tops[person]))
        for person in sorted(called, key=called.__getitem__)
    ]


def grades(rows: Sequence[Sequence[str]]) -> list[Grade]:
    """The points of `rewards_table`, for a gradebook. Extra points are out of nothing: any column will do."""
    places = {name: place for place, name in enumerate(REWARD_HEAD)}
    return [
        Grade(
            row[places["name"]] or row[places["id"]],
            tuple(text for text in (row[places["id"]], row[places["email"]]) if text),
            float(row[places["points"]]),
            0.0,
        )
        for row in rows
    ]


REWARD_HEAD = (*PERSON, "final_rank", "best_top", "staff_bots", "final_points", "night_points", "bot_points", "points")


def _reward_row(contest: Contest, who: Sequence[str], row: dict[str, Any] | None, tops: frozenset[int]) -> list[str]:
    season = Season(row["rank"] if row else None, tops, row["bots"] if row else 0)
    earned = reward(contest.rewards, season)
    best = str(min(tops)) if tops else ""
    ranks = [str(season.rank or ""), best, str(season.bots)]
    points = [f"{value:g}" for value in (earned.final, earned.night, earned.bots, earned.points)]
    return [*who, *ranks, *points]
