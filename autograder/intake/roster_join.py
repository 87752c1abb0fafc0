"""The hand-ins of a class joined to its roster, on id, email address, or what else a platform knows a student by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.intake.exports.entries import listed
from autograder.intake.names import shown
from autograder.intake.roster import Owners, Student, owners
from autograder.records import ClassFolder, HandIn, Person, SlipDays, SubmissionInfo
from autograder.text.people import may_be_one

OWN_DUE = "the student's own due date on the roster"
DIFFERENT = "The roster gives their id and their address to different students"
BY_PART = "Joined to the roster by the part of an email address before the @ alone"
BY_LOGIN = "Joined to the roster by a login, which is the part of their email address before the @"
BY_NAME = "Joined to the roster by the name alone"
BY_NUMBER = "Joined to the roster by an id that differs in the zeros at its beginning"
OTHER_NAME = "Joined to the roster by an id, although the names differ"
TEST_STUDENT = "student, test"
"""Whom every gradebook of Canvas has, and who need not hand anything in."""
CHOSEN_LOGINS = ("github",)
"""The formats in which students are known by logins that they chose themselves."""
ONLY_NAMES = ("brightspace",)
"""The formats that name nobody by an id: students are known by their names, or by a login that stands before these."""


@dataclass(frozen=True)
class RosterMatch:
    """A person of a hand-in and the student on the roster, if there is one; ``doubt`` says why it may be another."""

    person: Person
    student: Student | None = None
    doubt: str = ""


def join(found: ClassFolder, students: Sequence[Student]) -> tuple[ClassFolder, tuple[Person, ...]]:
    """The class with everybody named as on the roster, and those who handed nothing in.

    What does not fit together becomes a note: people who are not on the roster, share an id, handed in twice, or may
    be somebody else.
    """
    roster = _Roster.of(students, found.format)
    pairs = [(hand_in, roster.members(hand_in)) for hand_in in found.hand_ins]
    hand_ins = tuple(
        replace(
            hand_in,
            people=tuple(one.student.described(one.person) if one.student else one.person for one in members),
            info=_info(hand_in.info, [one.student for one in members if one.student]),
        )
        for hand_in, members in pairs
    )
    everybody = [one for _, members in pairs for one in members]
    notes = [
        *found.notes,
        *listed("Not on the roster", [shown(one.person.called) for one in everybody if one.student is None]),
        *_doubts(everybody),
        *listed("On the roster several students share", [shown(word) for word in roster.shared()]),
        *listed("Handed in more than once, and each was graded", list(_twice(pairs))),
    ]
    came = {id(one.student) for one in everybody}
    absent = tuple(one.person for one in students if id(one) not in came and one.person.name.casefold() != TEST_STUDENT)
    return replace(found, hand_ins=hand_ins, notes=tuple(notes)), absent


@dataclass(frozen=True)
class _Roster:
    """The students by what they are known by, by the part of their addresses before the @, by what may be that part of
    another address, by their ids without the zeros at the beginning, which a spreadsheet takes away, and by the words
    of their names.
    """

    known: Owners
    by_part: Owners
    by_login: Owners
    by_number: Owners
    by_name: Owners

    @classmethod
    def of(cls, students: Sequence[Student], class_format: str) -> _Roster:
        """Where students chose their logins themselves, nobody is known by a part of anything; and by a name only where
        there is nothing else.
        """
        vague = () if class_format in CHOSEN_LOGINS else students
        named = students if class_format in ONLY_NAMES else ()
        return cls(
            owners(students, lambda student: student.words),
            owners(vague, lambda student: {address.partition("@")[0] for address in student.addresses}),
            owners(vague, lambda student: student.words),
            owners(vague, lambda student: {word.lstrip("0") for word in student.words if word.isdecimal()}),
            owners(named, lambda student: [_in_any_order(student.person.name)] if student.person.name else []),
        )

    def members(self, hand_in: HandIn) -> list[RosterMatch]:
        """The people of a hand-in, each student once: under two addresses, somebody may be named twice."""
        found: dict[object, RosterMatch] = {}
        for one in map(self.joined, hand_in.people or (_unnamed(hand_in),)):
            found.setdefault(id(one.student) if one.student else one.person, one)
        return list(found.values())

    def joined(self, person: Person) -> RosterMatch:
        """The person with the only student who is known by their id, email or name, else by a part of one of these."""
        sure = [student for word in (person.id, person.email) if word and (student := self._only(word.casefold()))]
        if len({id(student) for student in sure}) > 1:  # the address is that of an account, an id may be typed
            by_name = (student for student in sure if person.name and may_be_one([student.person.name], person.name))
            return RosterMatch(person, next(by_name, sure[-1]), DIFFERENT)
        words = [word.casefold() for word in (person.id, person.email, person.name) if word]
        if student := next(filter(None, map(self._only, words)), None):
            return RosterMatch(person, student, "" if _is_alike(person, student) else OTHER_NAME)
        vague = [(self.by_part.get(word, ()), BY_PART) for word in words]
        vague += [(self.by_login.get(person.email.casefold().partition("@")[0], ()), BY_LOGIN)]
        vague += [(self.by_number.get(word.lstrip("0"), ()), BY_NUMBER) for word in words]
        vague += [(self.by_name.get(_in_any_order(person.name), ()), BY_NAME), (self._after_a_login(person.name), "")]
        for those, doubt in vague:
            if len(those) == 1 and (doubt == BY_PART or _is_alike(person, those[0])):
                return RosterMatch(person, those[0], doubt)
        return RosterMatch(person)

    def _after_a_login(self, name: str) -> list[Student]:
        """The students of a name that stands behind a login of theirs: alovelace Ada Lovelace."""
        login, _, rest = name.casefold().partition(" ")
        return [student for student in self.by_name.get(_in_any_order(rest), ()) if login in student.words]

    def shared(self) -> list[str]:
        """The words by which several students are known."""
        return [word for word in self.known if len(self._owners(word)) > 1]

    def _only(self, word: str) -> Student | None:
        students = self._owners(word)
        return students[0] if len(students) == 1 else None

    def _owners(self, word: str) -> Sequence[Student]:
        """The students who are known by a word: by their id or address if there are any, else by another id."""
        students = self.known.get(word, ())
        return [student for student in students if word in student.keys] or students


def _is_alike(person: Person, student: Student) -> bool:
    """Whether nothing speaks against one being the other: the same address, or names that may be one person's."""
    own = {person.id.casefold(), person.email.casefold()}
    if any("@" in word and word in student.words for word in own) or person.name.casefold() in own:
        return True
    return not student.person.name or may_be_one([student.person.name], person.name)


def _in_any_order(name: str) -> str:
    """A name as it is compared: Lovelace, Ada is Ada Lovelace."""
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))


def _doubts(everybody: Sequence[RosterMatch]) -> Iterator[str]:
    """Notes on those who were joined to the roster and may not belong there."""
    for doubt in (DIFFERENT, BY_PART, BY_LOGIN, BY_NUMBER, BY_NAME, OTHER_NAME):
        yield from listed(
            doubt,
            [
                f"{shown(one.person.called)} as {shown(one.student.person.called)}"
                for one in everybody
                if one.student and one.doubt == doubt
            ],
        )


def _unnamed(hand_in: HandIn) -> Person:
    """Who handed in where the platform names nobody: somebody known by the hand-in's name."""
    return Person(id=hand_in.name)


def _twice(pairs: Iterable[tuple[HandIn, Sequence[RosterMatch]]]) -> Iterator[str]:
    """The students with several hand-ins, each with the keys of these."""
    keys: dict[int, tuple[Student, list[str]]] = {}
    for hand_in, members in pairs:
        for one in members:
            if one.student:
                keys.setdefault(id(one.student), (one.student, []))[1].append(hand_in.key)
    for student, own in keys.values():
        if len(own) > 1:
            yield f"{shown(student.person.called)} ({', '.join(own)})"


def _info(info: SubmissionInfo, students: Sequence[Student]) -> SubmissionInfo:
    """What the platform says, with the latest of the members' own due dates, a time where the platform has none, and
    the fewest slip days that any member has left.
    """
    dues = [student.due for student in students if student.due]
    times = [student.submitted for student in students if student.submitted]
    if dues and (info.due is None or max(dues) > info.due):
        info = replace(info, due=max(dues), due_source=OWN_DUE)
    if times and info.created is None:
        info = replace(info, created=max(times), trouble="")
    left = [student.slip_days for student in students if student.slip_days is not None]
    return replace(info, slip_days=SlipDays(min(left), len(students) > 1)) if left else info
