"""The hand-ins of a class joined to its roster, on id, email address, or what else a platform knows a student by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.intake.exports.entries import listed
from autograder.intake.names import shown
from autograder.intake.roster import Student
from autograder.records import ClassFolder, HandIn, Person, SlipDays, SubmissionInfo

OWN_DUE = "the student's own due date on the roster"


def join(found: ClassFolder, students: Sequence[Student]) -> tuple[ClassFolder, tuple[Person, ...]]:
    """The class with everybody named as on the roster, and those who handed nothing in.

    What does not fit together becomes a note: people who are not on the roster, share an id, handed in twice, or are
    known by no more than the part of an address before the @.
    """
    known: dict[str, list[Student]] = {}
    locals_: dict[str, list[Student]] = {}
    for student in students:
        for word in student.words:
            known.setdefault(word, []).append(student)
        if found.format != "github":  # a login there is the student's own choice
            locals_.setdefault(student.person.email.casefold().partition("@")[0], []).append(student)
    pairs = [
        (hand_in, [(person, _student_of(person, known, locals_)) for person in hand_in.people or (_unnamed(hand_in),)])
        for hand_in in found.hand_ins
    ]
    joined = [
        replace(
            hand_in,
            people=tuple(student.described(person) if student else person for person, student in members),
            info=_info(hand_in.info, [student for _, student in members if student]),
        )
        for hand_in, members in pairs
    ]
    own = [(person, student, hand_in.key) for hand_in, members in pairs for person, student in members if student]
    strangers = [shown(person.called) for _, members in pairs for person, student in members if student is None]
    notes = [*found.notes, *listed("Not on the roster", strangers), *_doubts(own, known)]
    came = {id(student) for _, student, _ in own}
    absent = tuple(student.person for student in students if id(student) not in came)
    return replace(found, hand_ins=tuple(joined), notes=tuple(notes)), absent


def _doubts(own: Sequence[tuple[Person, Student, str]], known: Mapping[str, Sequence[Student]]) -> list[str]:
    """Notes on hand-ins that were joined to the roster and may not belong there."""
    vague = [
        f"{shown(person.called)} as {shown(student.person.called)}"
        for person, student, _ in own
        if _student_of(person, known, {}) is None
    ]
    return [
        *listed("Joined to the roster by the part of an email address before the @ alone", vague),
        *listed(
            "On the roster several students share", [shown(word) for word in known if len(_owners(word, known)) > 1]
        ),
        *listed("Handed in more than once, and each was graded", _twice([(student, key) for _, student, key in own])),
    ]


def _unnamed(hand_in: HandIn) -> Person:
    """Who handed in where the platform names nobody: somebody known by the hand-in's name."""
    return Person(id=hand_in.name)


def _twice(own: Sequence[tuple[Student, str]]) -> list[str]:
    """The students with several hand-ins, each with the keys of these."""
    keys: dict[int, list[str]] = {}
    for student, key in own:
        keys.setdefault(id(student), []).append(key)
    names = {id(student): shown(student.person.called) for student, _ in own}
    return [f"{names[student]} ({', '.join(own_keys)})" for student, own_keys in keys.items() if len(own_keys) > 1]


def _student_of(
    person: Person, known: Mapping[str, Sequence[Student]], parts: Mapping[str, Sequence[Student]]
) -> Student | None:
    """The only student who is known by the person's id, email or name; else the only one whose email address has one of
    these before the @.
    """
    words = [word.casefold() for word in (person.id, person.email, person.name) if word]
    candidates = [*(_owners(word, known) for word in words), *(parts.get(word, ()) for word in words)]
    return next((students[0] for students in candidates if len(students) == 1), None)


def _owners(word: str, known: Mapping[str, Sequence[Student]]) -> Sequence[Student]:
    """The students who are known by a word: by their id or address if there are any, else by another id."""
    students = known.get(word, ())
    return [student for student in students if word in student.keys] or students


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
