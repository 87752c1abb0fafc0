"""A season from the first night to the rewards, held against a few independent lines."""

from __future__ import annotations

import csv
import json
import sqlite3
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from tests.contest.conftest import CRASHES, ENTRANTS, FINAL_DRAWS, NIGHT_DRAWS, NIGHTS, ClosedSeason, closes
from tests.support.warm import run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("season")]


def read(season: ClosedSeason, question: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(season.out / "contest.sqlite") as base:
        return base.execute(question).fetchall()


def rankings(season: ClosedSeason, stage: str) -> list[dict[str, Any]]:
    rows = read(season, f"SELECT ranking FROM rankings WHERE stage = '{stage}' ORDER BY closes")
    return [json.loads(text) for (text,) in rows]


def chosen(season: ClosedSeason, night: int) -> dict[str, str]:
    """By student: the source of the latest bot handed in by the close of a night, out of all exports so far."""
    found: dict[str, tuple[datetime, str]] = {}
    for upload in (one for export in season.uploads[: night + 1] for one in export):
        [student] = upload.students
        if upload.created <= closes(night) and (student not in found or found[student][0] < upload.created):
            found[student] = (upload.created, upload.files["bot.py"])
    return {student: source for student, (_, source) in found.items()}


def values(season: ClosedSeason, ranking: dict[str, Any]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Students, their accuracies on each draw (0 where the bot failed), and where it failed."""
    trials = {
        (digest, number): (outcome, accuracy)
        for digest, number, outcome, accuracy in read(
            season, f"SELECT entry, number, outcome, accuracy FROM trials WHERE stage = '{ranking['stage']}'"
        )
    }
    students = [row["people"][0]["id"] for row in ranking["entries"]]
    found = [[trials[row["digest"], number] for number in range(ranking["draws"])] for row in ranking["entries"]]
    accuracies = np.array([[accuracy for _, accuracy in row] for row in found])
    return students, accuracies, np.array([[outcome != "scored" for outcome, _ in row] for row in found])


def test_every_night_ranks_the_latest_bot_that_was_there_at_the_close(season: ClosedSeason) -> None:
    nights = rankings(season, "night")
    assert [night["closes"] for night in nights] == [closes(number).isoformat() for number in range(NIGHTS)]
    late = 0
    for number, night in enumerate(nights):
        expected = chosen(season, number)
        assert {row["people"][0]["id"] for row in night["entries"]} == set(expected)
        late += sum(upload.created > closes(number) for upload in season.uploads[number])
        for row in night["entries"]:
            failed = expected[row["people"][0]["id"]] == CRASHES
            assert (row["rank"] is None) == failed
    assert late > 5
    assert len(nights[-1]["entries"]) > 0.9 * ENTRANTS


def test_ranks_and_tops_of_every_night_are_those_worked_out_anew(season: ClosedSeason) -> None:
    ttest = pytest.importorskip("scipy.stats").ttest_rel
    for night in rankings(season, "night"):
        students, accuracies, failed = values(season, night)
        assert accuracies.shape[1] == NIGHT_DRAWS
        means = {s: row.mean() for s, row, bad in zip(students, accuracies, failed, strict=True) if not bad.all()}
        rank = {student: 1 + sum(other > mean for other in means.values()) for student, mean in means.items()}
        assert {row["people"][0]["id"]: row["rank"] for row in night["entries"] if row["rank"]} == rank
        for top in (10, 20):
            if len(means) < top:
                continue
            cut = max((student for student in rank if rank[student] <= top), key=lambda one: rank[one])
            on_cut = accuracies[students.index(cut)]
            for row in night["entries"]:
                student = row["people"][0]["id"]
                mine = accuracies[students.index(student)]
                if student in rank and rank[student] > top and np.ptp(on_cut - mine) > 1e-9:
                    beaten = ttest(on_cut, mine, alternative="greater").pvalue < 0.05
                    assert (top in row["tops"]) == (not beaten)
                elif student in rank and rank[student] <= top:
                    assert top in row["tops"]
                elif student not in rank:
                    assert top not in row["tops"]


def test_the_final_is_ranked_on_draws_of_its_own(season: ClosedSeason) -> None:
    ttest = pytest.importorskip("scipy.stats").ttest_rel
    [final] = rankings(season, "final")
    students, accuracies, failed = values(season, final)
    assert accuracies.shape[1] == FINAL_DRAWS
    whole = [number for number in range(len(students)) if not failed[number].any()]
    assert failed.any(axis=1).tolist() == failed.all(axis=1).tolist()  # a bot here fails always or never
    raw = {}
    for one in whole:
        beats = [
            ttest(accuracies[other], accuracies[one], alternative="greater").pvalue < 0.05 / (len(whole) - 1)
            for other in whole
            if np.ptp(accuracies[other] - accuracies[one]) > 1e-9
        ]
        raw[one] = 1 + sum(beats)
    expected = {
        students[one]: min(raw[other] for other in whole if accuracies[other].mean() <= accuracies[one].mean())
        for one in whole
    }
    assert {row["people"][0]["id"]: row["rank"] for row in final["entries"] if row["rank"]} == expected
    assert len(set(expected.values())) > 3


def test_rewards_are_those_of_the_rules(season: ClosedSeason) -> None:
    done = run("contest", "rewards", "--assignment", season.staff, "--out", season.out)
    assert done.returncode == 0, done.stderr
    text = (season.out / "rewards.csv").read_text(encoding="utf-8-sig")
    rows = {row["id"].lstrip("'"): row for row in csv.DictReader(text.splitlines())}
    tops: dict[str, set[int]] = {}
    for night in rankings(season, "night"):
        for row in night["entries"]:
            tops.setdefault(row["people"][0]["id"], set()).update(row["tops"])
    [final] = rankings(season, "final")
    seen = set()
    for row in final["entries"]:
        student, rank = row["people"][0]["id"], row["rank"]
        ranked = 0 if rank is None else 2 if rank == 1 else 1.5 if rank <= 3 else 1 if rank <= 10 else 0
        night = 1 if 10 in tops[student] else 0.5 if 20 in tops[student] else 0
        bots = 0 if rank is None else 0.25 * sum(row["mean"] > bot["mean"] for bot in final["bots"])
        assert float(rows[student]["points"]) == max(ranked, night) + bots
        seen.add(float(rows[student]["points"]))
    assert len(rows) == len(final["entries"])
    assert len(seen) > 4


def test_a_closed_night_stays_as_it_is(season: ClosedSeason) -> None:
    pages = {path.name: path.read_bytes() for path in (season.out / "pages").iterdir()}
    trials = read(season, "SELECT count(*) FROM trials")
    at = closes(NIGHTS - 1).isoformat()
    where = season.out.parent / "class"
    again = run("contest", "close", where, "--assignment", season.staff, "--out", season.out, "--at", at)
    assert again.returncode == 0
    assert again.stdout.count("is ranked already; nothing was run.") == 2
    assert {path.name: path.read_bytes() for path in (season.out / "pages").iterdir()} == pages
    assert read(season, "SELECT count(*) FROM trials") == trials
    assert len(pages) == NIGHTS + 2


def test_ranking_a_night_again_runs_no_bot_twice(season: ClosedSeason) -> None:
    before = rankings(season, "night")[-1]
    trials = read(season, "SELECT entry, stage, number, accuracy FROM trials ORDER BY 1, 2, 3")
    at, where = closes(NIGHTS - 1).isoformat(), season.out.parent / "class"
    again = run("contest", "close", where, "--assignment", season.staff, "--out", season.out, "--at", at, "--again")
    assert again.returncode == 0, again.stderr
    assert read(season, "SELECT entry, stage, number, accuracy FROM trials ORDER BY 1, 2, 3") == trials
    assert {**rankings(season, "night")[-1], "seconds": 0} == {**before, "seconds": 0}
