"""The contest's ledger: whatever becomes of its file, a sentence says so; and rewards go to people, not to names."""

from __future__ import annotations

import random
import resource
import signal
import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from autograder.contest.draws import Draw
from autograder.contest.entries import Entry, owner_of, submission_digest
from autograder.contest.ledger import LEDGER_FILE, ContestLedger, ContestLedgerError
from autograder.contest.publish import rewards_table
from autograder.contest.trial import Trial
from autograder.records import Contest, Person, RewardRules, Submission
from tests.batch.killing import ended_well, forked

CLOSE = datetime(2026, 12, 4, 23, 59, tzinfo=timezone.utc)
RULES = RewardRules({1: 2.0, 3: 1.5, 10: 1.0}, {10: 1.0, 20: 0.5}, 0.25)
CONTEST = Contest("bot.py", 1, (), (CLOSE,), 5, 20, 4, "bots", RULES)


def filled(folder: Path) -> None:
    """A ledger with a few dozen entries and their trials."""
    chance = random.Random(3)
    with ContestLedger(folder, "one") as ledger:
        for number in range(40):
            submission = Submission("one", {"bot.py": chance.randbytes(3000)})
            people = (Person(f"S{number}", str(number)),)
            moment = CLOSE - timedelta(hours=number)
            entry = Entry(owner_of(people), submission_digest(submission), people, submission, moment, f"bot {number}")
            ledger.file([entry])
            ledger.keep(entry.digest, Draw("night", 0, 0), Trial("scored", 0.5, 1.0))
        ledger.keep_ranking("night", CLOSE.isoformat(), {"stage": "night", "entries": [], "text": "x" * 20_000})
    with sqlite3.connect(folder / LEDGER_FILE) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def use(folder: Path) -> None:
    """Read and write all that a closing does."""
    with ContestLedger(folder, "one") as ledger:
        known = ledger.entries()
        ledger.file(known)
        ledger.trials("night")
        ledger.keep("new", Draw("night", 0, 0), Trial("scored", 0.5, 1.0))
        ledger.keep_ranking("final", CLOSE.isoformat(), {"text": "y" * 200_000})
        list(ledger.rankings("night"))


@pytest.mark.parametrize("share", [0.001, 0.05, 0.25, 0.5, 0.75, 0.97])
def test_a_file_that_is_cut_off_is_told_in_a_sentence(tmp_path: Path, share: float) -> None:
    filled(tmp_path)
    path = tmp_path / LEDGER_FILE
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ContestLedgerError, match=r"contest\.sqlite cannot be used: .*(malformed|not a database)"):
        use(tmp_path)


def test_a_disk_that_fills_up_is_told_in_a_sentence_and_the_ledger_goes_on_later(tmp_path: Path) -> None:
    filled(tmp_path)

    def with_little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        room = (tmp_path / LEDGER_FILE).stat().st_size // 4
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            use(tmp_path)
        except Exception as error:
            (tmp_path / "said").write_text(f"{type(error).__name__}: {error}")

    ended_well(forked(with_little_room))
    said = (tmp_path / "said").read_text()
    assert said.startswith("ContestLedgerError: ") and "the same command goes on from there" in said
    use(tmp_path)


def ranking(stage: str, people: list[Person], **row: Any) -> dict[str, Any]:
    known = {"rank": None, "tops": [], "bots": 0, "people": [vars(person) for person in people]}
    return {"stage": stage, "entries": [{**known, **row}]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Person("Ada L", "1", "ada@example.edu"), Person("Ada Lovelace", "1", "ada@example.edu")),
        (Person("Ada L", "1", "old@example.edu"), Person("Ada Lovelace", "1", "ada@example.edu")),
        (Person("Ada L", "", "Ada@example.edu"), Person("Ada Lovelace", "1", "ada@example.edu")),
        (Person("Ada L", "", "ada@example.edu"), Person("Ada Lovelace", "", "ada@example.edu")),
    ],
)
def test_who_changes_name_address_or_gets_an_id_is_rewarded_once(before: Person, after: Person) -> None:
    rankings = [
        ranking("night", [before], rank=1, tops=[10, 20]),
        ranking("night", [after], rank=12, tops=[20]),
        ranking("final", [after], rank=1, bots=2),
    ]
    [row] = rewards_table(CONTEST, rankings)
    assert row == [after.name, after.id, after.email, "1", "10", "2", "2", "1", "0.5", "2.5"]
