"""Who is in the class: the ledger keeps the roster that was given last, so that no later command forgets it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from autograder.batch import stored
from autograder.batch.ledger import Ledger, LedgerEntry
from autograder.batch.slip_days import with_slip_days
from autograder.intake.roster import Student, from_plain, plain
from autograder.intake.roster_join import join
from autograder.records import ClassFolder, HandIn
from autograder.spec.term import Term

NOTE = "roster"
"""Under this name the ledger keeps the roster."""


@dataclass(frozen=True)
class Roster:
    """The students on a roster, with the file's name, which is empty where there was none, and notes on what in it
    cannot be used. ``format`` is that of the class that was joined.
    """

    file: str = ""
    students: tuple[Student, ...] = ()
    notes: tuple[str, ...] = ()
    format: str = ""


def keep_roster(ledger: Ledger, roster: Roster) -> None:
    """Keep a roster in place of an earlier one."""
    ledger.keep_notes({NOTE: {**vars(roster), "students": plain(roster.students)}})


def kept_roster(ledger: Ledger) -> Roster | None:
    """The roster that was given last; None in a ledger that does not say whether there was one."""
    tree = ledger.note(NOTE)
    if tree is None:
        return None
    return Roster(tree["file"], tuple(from_plain(tree["students"])), tuple(tree["notes"]), tree["format"])


def known_now(ledger: Ledger, entries: Iterable[LedgerEntry], term: Term | None, assignment: str) -> tuple[HandIn, ...]:
    """The hand-ins as the ledger knows them, with the slip days that roster and term leave to their people now."""
    hand_ins = tuple(stored.hand_in_of(entry.key, entry.about) for entry in entries)
    roster = kept_roster(ledger)
    if roster is not None:
        hand_ins = tuple(replace(hand_in, info=replace(hand_in.info, slip_days=None)) for hand_in in hand_ins)
    if roster is not None and roster.file:
        hand_ins = join(ClassFolder(roster.format, hand_ins), roster.students)[0].hand_ins
    return hand_ins if term is None else with_slip_days(hand_ins, term, assignment)
