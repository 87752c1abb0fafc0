"""Who takes part in a night, and with what."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from autograder.contest.entries import Entry, at_close, collected, owner_of, pseudonym_of, submission_digest
from autograder.intake.files import IntakeError
from autograder.records import Contest, HandIn, Person, RewardRules, Submission, SubmissionInfo

CLOSE = datetime(2026, 12, 4, 23, 59, tzinfo=timezone.utc)
CONTEST = Contest("bot.py", 1, (), (CLOSE,), 5, 20, 4, "bots", RewardRules({}, {}, 0))
ADA, BOB = Person("Ada", "1"), Person("Bob", "2")


def entry(*people: Person, hours: float, bot: bytes = b"x", name: str = "") -> Entry:
    submission = Submission("one", {"bot.py": bot})
    moment = CLOSE - timedelta(hours=hours)
    return Entry(owner_of(people), submission_digest(submission), people, submission, moment, name)


def bots(entries: list[Entry]) -> dict[tuple[str, ...], bytes]:
    return {tuple(person.name for person in one.people): one.submission.files["bot.py"] for one in entries}


def test_the_latest_by_the_close_counts() -> None:
    known = [entry(ADA, hours=5, bot=b"old"), entry(ADA, hours=1, bot=b"new"), entry(ADA, hours=-0.01, bot=b"late")]
    assert bots(at_close(known, CLOSE)) == {("Ada",): b"new"}


def test_a_bot_of_the_very_moment_of_the_close_counts() -> None:
    assert bots(at_close([entry(ADA, hours=0)], CLOSE)) == {("Ada",): b"x"}


def test_many_entries_of_one_person_are_one() -> None:
    elsewhere = Person("ADA", "1", "other@example.edu")
    known = [entry(ADA, hours=3, bot=b"a"), entry(elsewhere, hours=2, bot=b"b"), entry(ADA, hours=1, bot=b"c")]
    assert len(at_close(known, CLOSE)) == 1


def test_a_member_who_left_the_group_takes_part_alone_and_the_others_keep_the_groups_bot() -> None:
    known = [entry(ADA, BOB, hours=5, bot=b"group"), entry(BOB, hours=1, bot=b"bob")]
    assert bots(at_close(known, CLOSE)) == {("Ada",): b"group", ("Bob",): b"bob"}
    assert bots(at_close(known[:1], CLOSE)) == {("Ada", "Bob"): b"group"}


def test_a_group_is_the_same_owner_in_whatever_order_it_is_listed() -> None:
    assert owner_of((ADA, BOB)) == owner_of((BOB, ADA)) != owner_of((ADA,))


def test_people_without_an_id_are_told_apart_by_their_address_and_then_by_their_name() -> None:
    known = [entry(Person("Kim", "", "a@example.edu"), hours=2), entry(Person("Kim", "", "b@example.edu"), hours=1)]
    assert len(at_close(known, CLOSE)) == 2
    assert len(at_close([entry(Person("Kim"), hours=2), entry(Person("Kim"), hours=1)], CLOSE)) == 1


def test_who_gets_an_id_in_the_middle_of_the_season_takes_part_once() -> None:
    first, later = Person("Kim", "", "Kim@example.edu"), Person("Kim Lee", "7", "kim@example.edu")
    known = [entry(first, hours=2, bot=b"old"), entry(later, hours=1, bot=b"new")]
    assert bots(at_close(known, CLOSE)) == {("Kim Lee",): b"new"}
    shared = [entry(Person(name, name, "team@example.edu"), hours=1) for name in ("8", "9")]
    assert len(at_close([*shared, entry(Person("Lou", "", "team@example.edu"), hours=1)], CLOSE)) == 3


def test_who_has_no_name_at_all_is_known_by_the_hand_in() -> None:
    hand_ins = [HandIn(key, key, (Person(),)) for key in ("3", "4")]
    found, _ = collected(hand_ins, CONTEST, CLOSE, lambda one: Submission("one", {"bot.py": b""}))
    assert len(at_close(found, CLOSE)) == 2


def test_the_first_to_choose_a_pseudonym_keeps_it() -> None:
    names = set()
    for number in range(12):  # whoever's digest comes first
        own, newcomer = Person("A", f"a{number}"), Person("B", f"b{number}")
        known = [entry(own, hours=5, name="Ada"), entry(newcomer, hours=2, name="ada"), entry(own, hours=1, name="Ada")]
        names |= {(one.people[0].name, one.pseudonym) for one in at_close(known, CLOSE)}
    assert names == {("A", "Ada"), ("B", "ada (2)")}


def test_pseudonyms_are_told_apart() -> None:
    known = [
        entry(Person("A", "1"), hours=1, name="Deep Thought"),
        entry(Person("B", "2"), hours=1, name="deep thought"),
        entry(Person("C", "3"), hours=1, name="Deep Thought (2)"),
        entry(Person("D", "4"), hours=1),
    ]
    names = [one.pseudonym for one in at_close(known, CLOSE)]
    assert len({name.casefold() for name in names}) == 4
    assert any(name.startswith("bot ") for name in names)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (b'PSEUDONYM = "Gradient Descender"\n', "Gradient Descender"),
        (b"import numpy\nPSEUDONYM = 'a' + 'b'\n", ""),
        (b"PSEUDONYM = 3\n", ""),
        (b'PSEUDONYM: str = "Typed"\n', "Typed"),
        (b'PSEUDONYM: str\nPSEUDONYM = "Later"\n', "Later"),
        (b'PSEUDONYM = "\\x1b[31mred\\u202e\\n  two"\n', "red two"),
        (b'PSEUDONYM = "' + b"x" * 100 + b'"\n', "x" * 24),
        (b'PSEUDONYM = "<b>&"\n', "<b>&"),
        (b"def f(:\n", ""),
        (b"\0", ""),
        (b"# no name\n", ""),
    ],
)
def test_a_bot_names_itself(source: bytes, name: str) -> None:
    assert pseudonym_of(source) == name


def test_what_is_no_bot_is_said_and_everybody_else_takes_part() -> None:
    def opened(hand_in: HandIn) -> Submission:
        if hand_in.key == "zip":
            raise IntakeError("This is not a zip.")
        files = {"empty": {}, "large": {"bot.py": b"x" * 1500}, "fine": {"bot.py": b"x" * 1000}}
        return Submission(hand_in.name, files[hand_in.key])

    hand_ins = [HandIn(key, key) for key in ("zip", "empty", "large", "fine")] + [
        HandIn("gone", "gone", trouble="Gone.")
    ]
    entries, notes = collected(hand_ins, CONTEST, CLOSE, opened)
    assert [one.people for one in entries] == [(Person("fine"),)]
    assert notes == [
        "zip: This is not a zip.",
        "empty: bot.py was not handed in.",
        "large: all its files together have 1.5 kB, and may have 1 kB.",
        "gone: Gone.",
    ]


def test_a_hand_in_without_a_time_is_as_old_as_it_was_first_seen() -> None:
    hand_in = HandIn("one", "one", (ADA,), Path("one"))
    timed = replace(hand_in, info=SubmissionInfo(created=CLOSE - timedelta(days=1)))
    found, _ = collected([hand_in, timed], CONTEST, CLOSE, lambda one: Submission("one", {"bot.py": b""}))
    assert [one.moment for one in found] == [CLOSE, CLOSE - timedelta(days=1)]
