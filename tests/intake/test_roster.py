"""A roster names everybody, joins hand-ins on id or email, and finds who handed nothing in."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from autograder.intake.roster import OWN_DUE, RosterError, join, read_roster
from autograder.records import ClassFolder, HandIn, Person, SubmissionInfo

ROSTER = """\
Last Name,First Name,SID,Email,Extension
Lovelace,Ada,0201,Ada@example.edu,2026-12-14 23:59 -0800
Turing,Alan,202,alan@example.edu,
Hopper,Grace,203,grace@example.edu,soon
Noether,Emmy,204,emmy@example.edu,
Double,One,205,one@example.edu,
Double,Two,205,two@example.edu,
"""


def students_of(tmp_path: Path, text: str = ROSTER, encoding: str = "utf-8") -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


def joined(tmp_path: Path, *hand_ins: HandIn) -> tuple[ClassFolder, tuple[Person, ...]]:
    students, _ = read_roster(students_of(tmp_path))
    return join(ClassFolder("plain", hand_ins), students)


def test_people_are_joined_on_id_or_email_in_any_case(tmp_path: Path) -> None:
    found, absent = joined(
        tmp_path,
        HandIn("a", "a", (Person(id="0201"),)),
        HandIn("b", "b", (Person(email="ALAN@example.edu"),)),
        HandIn("grace", "grace", (Person(name="grace"),)),
    )
    assert [one.people for one in found.hand_ins] == [
        (Person("Ada Lovelace", "0201", "Ada@example.edu"),),
        (Person("Alan Turing", "202", "alan@example.edu"),),
        (Person("Grace Hopper", "203", "grace@example.edu"),),
    ]
    assert [person.name for person in absent] == ["Emmy Noether", "One Double", "Two Double"]


def test_two_with_one_id_are_not_confused(tmp_path: Path) -> None:
    found, _ = joined(
        tmp_path, HandIn("x", "x", (Person(id="205"),)), HandIn("y", "y", (Person(id="205", email="two@example.edu"),))
    )
    assert [one.people[0].name for one in found.hand_ins] == ["", "Two Double"]
    assert "On the roster several students share: 205." in found.notes
    assert "Not on the roster: 205." in found.notes


def test_who_hands_in_twice_is_named(tmp_path: Path) -> None:
    twice = [HandIn(key, key, (Person(id="202"),)) for key in ("one", "two")]
    assert "Handed in more than once, and each was graded: Alan Turing (one, two)." in joined(tmp_path, *twice)[0].notes


def test_the_latest_own_due_date_of_a_group_counts(tmp_path: Path) -> None:
    pair = HandIn("p", "p", (Person(id="0201"), Person(id="202")), info=SubmissionInfo())
    (one,) = joined(tmp_path, pair)[0].hand_ins
    assert one.info.due == datetime(2026, 12, 15, 7, 59, tzinfo=timezone.utc)
    assert one.info.due_source == OWN_DUE


def test_a_time_that_is_none_is_named(tmp_path: Path) -> None:
    assert read_roster(students_of(tmp_path))[1] == ["Times on the roster that cannot be read: soon of Hopper."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_roster_is_read_as_spreadsheets_write_it(encoding: str, tmp_path: Path) -> None:
    students, notes = read_roster(students_of(tmp_path, "Name;SIS User ID\r\nZoë Ö;007\r\n", encoding))
    assert [one.person for one in students] == [Person("Zoë Ö", "007")]
    assert notes == []


ZOE = [Person("Zoë Ö", "007", "zoe@x.edu")]


@pytest.mark.parametrize(
    "data",
    [
        "Name,ID,Email\rZoë Ö,007,zoe@x.edu\r".encode(),
        "sep=;\r\nName;ID;Email\r\nZoë Ö;007;zoe@x.edu\r\n".encode("utf-8-sig"),
        '\n,,\nName,ID,Email\n\n"Zoë\nÖ",007,zoe@x.edu\n,,\n'.encode(),
        "Name\tID\tEmail\r\nZoë Ö\t007\tzoe@x.edu\r\n".encode("utf-16"),
        "Name\tID\tEmail\r\nZoë Ö\t007\tzoe@x.edu".encode("utf-16-le"),
        '"Name; as in the register","Name",ID,Email\n"x; y; z","Zoë Ö",007,zoe@x.edu\n'.encode(),
        "Name,Section,ID,Email\nZoë Ö,Lecture,007,zoe@x.edu\nZoë\u2028Ö,Lab,007,zoe@x.edu\n".encode(),
    ],
    ids=["old Mac", "for Excel", "quoted line end", "UTF-16", "no mark", "delimiters in quotes", "two sections"],
)
def test_a_roster_is_read_whatever_program_wrote_it(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_bytes(data)
    students, notes = read_roster(tmp_path / "roster.csv")
    assert ([one.person for one in students], notes) == (ZOE, [])


def test_who_stands_in_two_sections_is_joined_and_not_absent(tmp_path: Path) -> None:
    students, _ = read_roster(students_of(tmp_path, "Name,ID,Section\nAda,1,A\nAda,1,B\nAlan,2,A\n"))
    found, absent = join(ClassFolder("plain", (HandIn("x", "x", (Person(id="1"),)),)), students)
    assert found.hand_ins[0].people == (Person("Ada", "1"),) and found.notes == ()
    assert absent == (Person("Alan", "2"),)


def test_a_file_that_is_no_roster_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r"roster\.csv has neither a column of ids nor one of email addresses"):
        read_roster(students_of(tmp_path, "Name,Score\nAda,3\n"))
    with pytest.raises(RosterError, match=r"roster\.csv cannot be read: line 2: a quotation mark is opened and never"):
        read_roster(students_of(tmp_path, 'Name,ID\n"Ada,1\nAlan,2\n' + "x,3\n" * 50_000))
    with pytest.raises(RosterError, match=r"roster\.csv has neither"):
        read_roster(students_of(tmp_path, ""))
    with pytest.raises(RosterError, match=r"none\.csv cannot be read: No such file"):
        read_roster(tmp_path / "none.csv")
