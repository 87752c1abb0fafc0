"""Two bots that are copies are shown to staff; bots that share what everybody was handed are not."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

from autograder.contest.copies import write_copies
from autograder.contest.entries import Entry, owner_of, submission_digest
from autograder.records import Person, Submission
from autograder.spec.loader import load
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION

HANDED = (SOLUTION / "bot.py").read_text(encoding="utf-8")
TOP = (SOLUTION / "bots" / "dropout_and_batch_norm.py").read_text(encoding="utf-8")


def entry(name: str, source: str) -> Entry:
    submission, people = Submission(name, {"bot.py": source.encode()}), (Person(name, name),)
    moment = datetime(2026, 12, 4, tzinfo=timezone.utc)
    return Entry(owner_of(people), submission_digest(submission), people, submission, moment, f"bot of {name}")


def pairs(tmp_path: Path, sources: dict[str, str]) -> int:
    assignment = load(SOLUTION)
    assert assignment.contest is not None
    entries = [entry(name, source) for name, source in sources.items()]
    return write_copies(tmp_path, entries, assignment, assignment.contest, StaffFolder(SOLUTION))


def test_a_copy_with_other_names_is_shown(tmp_path: Path) -> None:
    renamed = TOP.replace("network", "net").replace("momentum", "mover").replace("dropout", "drop")
    assert pairs(tmp_path, {"Ada": TOP, "Bob": f"# mine\n{renamed}", "Cleo": HANDED}) == 1
    text = (tmp_path / "similar" / "index.html").read_text(encoding="utf-8")
    assert "Ada (bot of Ada)" in text
    assert "Cleo" not in text.partition("</table>")[0]


def test_the_bot_that_everybody_was_handed_is_no_copy(tmp_path: Path) -> None:
    assert pairs(tmp_path, {"Ada": HANDED, "Bob": HANDED + "\n# unchanged\n"}) == 0
