"""The page of a ranking: the same bytes for the same ranking, fit for a thousand entries, a phone and every reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.contest.page import FINAL_RULES, NIGHT_RULES, links, page, token
from autograder.records import RewardRules
from tests.support.browser import SCREENS, complaints, screen_name

RULES = RewardRules({1: 2.0, 3: 1.5, 10: 1.0}, {10: 1.0, 20: 0.5}, 0.25)
SECRET = 12345
MANY = 1000


def entry(number: int, rank: int | None, mean: float, **more: Any) -> dict[str, Any]:
    person = {"name": f"Student {number}", "id": str(number), "email": f"{number}@example.edu"}
    row = {
        "owner": f"{number:016x}",
        "digest": "",
        "people": [person],
        "pseudonym": f"Bot {number}",
        "handed_in": "",
        "mean": mean,
        "tasks": [mean, mean],
        "rank": rank,
        "best": rank,
        "worst": rank,
        "tops": [10] if rank and rank <= 10 else [],
        "bots": 1,
        "failed": [],
    }
    return {**row, **more}


def ranking(day: int, entries: list[dict[str, Any]], stage: str = "night") -> dict[str, Any]:
    bots = [
        {"name": "two layers", "mean": 0.75, "tasks": [0.7, 0.8]},
        {"name": "linear", "mean": 0.1, "tasks": [0.1, 0.1]},
    ]
    return {
        "stage": stage,
        "closes": f"2026-12-{day:02}T23:59:00-08:00",
        "draws": 5,
        "seconds": 3.0,
        "tasks": ["Digits", "Spiral"],
        "entries": entries,
        "bots": bots,
    }


def written(nights: list[dict[str, Any]]) -> str:
    return page("A course", nights[-1], nights[:-1], RULES, SECRET, nights)


@pytest.fixture(scope="module")
def season() -> list[dict[str, Any]]:
    nights = []
    for day in range(4, 9):
        order = sorted(range(MANY), key=lambda number: (number * (day + 7919)) % 1009)
        rows = [entry(number, place + 1, 0.99 - place / 2000) for place, number in enumerate(order)]
        nights.append(ranking(day, rows))
    return nights


def test_the_same_ranking_gives_the_same_bytes(season: list[dict[str, Any]]) -> None:
    assert written(season) == written(season)


def test_a_thousand_entries_fit_into_few_bytes(season: list[dict[str, Any]]) -> None:
    assert len(written(season).encode()) < 400_000


def test_no_name_is_on_the_page_and_only_owners_know_their_row(season: list[dict[str, Any]]) -> None:
    text = written(season)
    assert "Student" not in text
    assert "@example.edu" not in text
    addresses = {person["id"]: address for person, address in links(season[-1], SECRET)}
    assert len(set(addresses.values())) == MANY
    assert f'id="{addresses["7"].partition("#")[2]}"' in text
    assert token("one", SECRET) != token("one", SECRET + 1)
    assert season[-1]["entries"][0]["owner"] not in text


def test_what_a_student_chose_cannot_write_the_page() -> None:
    text = written([ranking(4, [entry(1, 1, 0.9, pseudonym="<script>alert(1)</script>")])])
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_staff_bots_stand_where_their_mean_puts_them() -> None:
    text = written([ranking(4, [entry(1, 1, 0.9), entry(2, 2, 0.5), entry(3, None, 0.0)])])
    places = [text.index(name) for name in ("Bot 1", "two layers", "Bot 2", "linear", "Bot 3")]
    assert places == sorted(places)


def test_changes_since_the_last_night_are_told() -> None:
    first = ranking(4, [entry(1, 1, 0.9), entry(2, 2, 0.8), entry(3, 3, 0.7), entry(5, None, 0.0)])
    second = ranking(5, [entry(2, 1, 0.9), entry(1, 2, 0.8), entry(3, 3, 0.7), entry(4, 4, 0.1), entry(5, None, 0.0)])
    text = written([first, second])
    rows = {number: text.split(f"Bot {number}<")[0].rpartition("<tr")[2] for number in (1, 2, 3, 4, 5)}
    assert "▼ 1" in rows[1]
    assert "▲ 1" in rows[2]
    assert ">=<" in rows[3]
    assert ">new<" in rows[4]
    assert ">none<" in rows[5]


def test_who_failed_reads_on_which_draw_and_why() -> None:
    failed = [{"task": 1, "draw": 2, "outcome": "timed out", "why": "It was still running when its time was up."}]
    text = written([ranking(4, [entry(1, 1, 0.9, failed=failed)])])
    assert "no score on 1 draw, first on draw 3 of Spiral: It was still running" in text


def test_who_is_in_a_top_only_because_nobody_can_tell_them_from_it_is_shown() -> None:
    text = written([ranking(4, [entry(1, 10, 0.9), entry(2, 13, 0.8, tops=[10, 20]), entry(3, 30, 0.7)])])
    rows = [text.split(f"Bot {number}<")[1].split("</tr>")[0] for number in (1, 2, 3)]
    assert [">top 10<" in row for row in rows] == [True, False, False]
    assert [">≈ top 10<" in row for row in rows] == [False, True, False]


def test_the_page_says_how_many_draws_there_were_and_how_long_a_bot_could_train() -> None:
    assert "1 bot, 5 draws of each task, at least 3.0 s to train." in written([ranking(4, [entry(1, 1, 0.9)])])


def test_the_rule_is_told_in_six_sentences() -> None:
    assert len(NIGHT_RULES) + 1 == len(FINAL_RULES) + 1 == 6
    text = written([ranking(4, [entry(1, 1, 0.9)])])
    assert (
        "in the final rank 1 earns 2, to rank 3 earns 1.5, to rank 10 earns 1; in any night the top 10 earns 1" in text
    )


@pytest.fixture
def opened(browser: Any, season: list[dict[str, Any]], tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    width, scheme = request.param
    path = tmp_path / "night.html"
    path.write_text(written(season), encoding="utf-8")
    shown = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    shown.asked = []
    shown.on("request", lambda asked: shown.asked.append(asked.url))
    mine = token(season[-1]["entries"][500]["owner"], SECRET)
    shown.goto(f"{path.as_uri()}#{mine}")
    shown.mine = mine
    yield shown
    shown.close()


@pytest.mark.slow
@pytest.mark.parametrize("opened", SCREENS, indirect=True, ids=screen_name)
def test_a_thousand_entries_in_a_browser(opened: Any) -> None:
    assert (
        opened.asked == [opened.url.partition("#")[0]]
        or [one for one in opened.asked if not one.startswith("file:")] == []
    )
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = opened.locator(f"[id='{opened.mine}']").bounding_box()
    assert 0 <= box["y"] < 900  # the link leads to the row
    opened.evaluate("document.querySelectorAll('tbody tr:nth-child(n+40)').forEach(row => row.remove())")
    assert complaints(opened) == []
