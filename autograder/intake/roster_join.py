"""The hand-ins of a class joined to its roster, on id, email address, or what else a platform knows a student by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.intake.exports.entries import listed
from autograder.intake.names import shown
from autograder.intake.roster import Student
from autograder.records import ClassFolder, Person, SlipDays, SubmissionInfo

OWN_DUE = "the student's own due date on the roster"


def join(found: ClassFolder, students: Sequence[Student]) -> tuple[ClassFolder, tuple[Person, ...]]:
    """The class with everybody named as on the roster, and those who handed nothing in.

    What does not fit together becomes a note: somebody who is not on the roster, two who share an id, one who handed in
    twice, and who is known by no more than the part of an address before the @.
    """
    known: dict[str, list[Student]] = {}
    locals_: dict[str, list[Student]] = {}
    for student in students:
        for word in student.words:
            known.setdefault(word, []).append(student)
        if found.format != "github":  # a login there is the student's own choice
            locals_.setdefault(student.person.email.casefold().partition("@")[0], []).append(student)
    everybody = [(one, one.people or (Person(id=one.name),)) for one in found.hand_ins]
    pairs = [(one, [(person, _student_of(person, known, locals_)) for person in people]) for one, people in everybody]
    joined = [
        replace(
            one,
            people=tuple(student.described(person) if student else person for person, student in members),
            info=_info(one.info, [student for _, student in members if student]),
        )
        for one, members in pairs
    ]
    own = [(person, student, one.key) for one, members in pairs for person, student in members if student]
    strangers = [shown(person.called) for _, members in pairs for person, student in members if student is None]
    vague = [
        f"{shown(person.called)} as {shown(student.person.called)}"
        for person, student, _ in own
        if _student_of(person, known, {}) is None
    ]
    notes = [
        *found.notes,
        *listed("Not on the roster", strangers),
        *listed("Joined to the roster by the part of an email address before the @ alone", vague),
        *listed(
            "On the roster several students share", [shown(word) for word in known if len(_owners(word, known)) > 1]
        ),
        *listed("Handed in more than once, and each was graded", _twice([(student, key) for _, student, key in own])),
    ]
    came = {id(student) for _, student, _ in own}
    absent = tuple(one.person for one in students if id(one) not in came)
    return replace(found, hand_ins=tuple(joined), notes=tuple(notes)), absent


def _twice(own: Sequence[tuple[Student, str]]) -> list[str]:
    keys: dict[int, list[str]] = {}
    for student, key in own:
        keys.setdefault(id(student), []).append(key)
    names = {id(student): shown(student.person.called) for student, _ in own}
    return [f"{names[one]} ({', '.join(those)})" for one, those in keys.items() if len(those) > 1]


def _student_of(
    person: Person, known: Mapping[str, Sequence[Student]], parts: Mapping[str, Sequence[Student]]
) -> Student | None:
    """The one student who is known by the person's id, email or, where a folder's name is all there is, name; else the
    one whose email address begins so.
    """
    words = [word.casefold() for word in (person.id, person.email, person.name) if word]
    those = [*(_owners(word, known) for word in words), *(parts.get(word, ()) for word in words)]
    return next((one[0] for one in those if len(one) == 1), None)


def _owners(word: str, known: Mapping[str, Sequence[Student]]) -> Sequence[Student]:
    """The students who are known by a word: those whose id or address it is, before those of whom it is another id."""
    those = known.get(word, ())
    return [one for one in those if word in one.keys] or those


def _info(info: SubmissionInfo, students: Sequence[Student]) -> SubmissionInfo:
    """What the platform says, with the latest of the members' own due dates, a time where the platform has none, and
    the fewest slip days that any member has left.
    """
    dues = [one.due for one in students if one.due]
    times = [one.submitted for one in students if one.submitted]
    if dues and (info.due is None or max(dues) > info.due):
        info = replace(info, due=max(dues), due_source=OWN_DUE)
    if times and info.created is None:
        info = replace(info, created=max(times), trouble="")
    left = [one.slip_days for one in students if one.slip_days is not None]
    return replace(info, slip_days=SlipDays(min(left), len(students) > 1)) if left else info
