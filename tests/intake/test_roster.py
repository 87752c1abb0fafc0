"""A roster names everybody, joins hand-ins on id or email, and finds who handed nothing in."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from autograder.intake.roster import RosterError, from_plain, plain, read_roster
from autograder.intake.roster_join import OWN_DUE, join
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
    said = "Times on the roster that cannot be read, so not used; write them as 2026-11-20 23:59 -0800: soon of Hopper."
    assert read_roster(students_of(tmp_path))[1] == [said]


@pytest.mark.parametrize(("zone", "hours"), [("", None), ("America/Chicago", 6), ("Asia/Shanghai", -8)])
def test_a_time_zones_name_on_a_roster_is_read_where_it_means_one_offset(
    tmp_path: Path, zone: str, hours: int | None
) -> None:
    (one, two), notes = read_roster(
        students_of(tmp_path, "Name,ID,Due\nAda,1,2026-11-20 23:59 CST\nBo,2,2026-11-20 23:59 EST\n"), zone
    )
    assert two.due == datetime(2026, 11, 21, 4, 59, tzinfo=timezone.utc)
    clock = datetime(2026, 11, 20, 23, 59, tzinfo=timezone.utc)
    assert one.due == (None if hours is None else clock + timedelta(hours=hours))
    assert ("2026-11-20 23:59 CST of Ada" in "".join(notes)) == (hours is None)


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


def test_rows_of_one_student_are_one_student_with_the_latest_due_date(tmp_path: Path) -> None:
    text = (
        "Name,ID,Email,Login,Due,Slip days\n"
        "Ada,1,ada@x.edu,,2026-12-14 23:59 +0000,1\nAda,1,,lovelace,2026-12-16 23:59 +0000,3\nAda,,Ada@x.edu,,,\n"
        "One,7,,,,\nTwo,7,,,,\nAlan,2,alan@x.edu,,2026-12-14 23:59 +0000,\nAl,2,alan@x.edu,,,\n"
    )
    students, notes = read_roster(students_of(tmp_path, text))
    assert [(one.person.name, one.person.email) for one in students] == [
        ("Ada", "ada@x.edu"), ("One", ""), ("Two", ""), ("Alan", "alan@x.edu"),
    ]  # fmt: skip
    assert students[0].due == datetime(2026, 12, 16, 23, 59, tzinfo=timezone.utc) and students[0].slip_days == 3
    assert students[3].due is not None and notes == []
    hand_ins = [HandIn(key, key, (Person(id=key),)) for key in ("1", "lovelace", "2")]
    found, absent = join(ClassFolder("plain", tuple(hand_ins)), students)
    assert [one.people[0].name for one in found.hand_ins] == ["Ada", "Ada", "Alan"]
    assert [person.name for person in absent] == ["One", "Two"]
    assert from_plain(plain(students)) == students


def test_a_time_without_an_offset_is_one_of_the_courses_clocks(tmp_path: Path) -> None:
    path = students_of(tmp_path, "Name,ID,Due,Submitted\nAda,1,2026-11-20 23:59,2026-07-01T00:00 +0000\n")
    (student,), notes = read_roster(path, "America/Los_Angeles")
    assert student.due == datetime(2026, 11, 21, 7, 59, tzinfo=timezone.utc) and notes == []
    assert student.submitted == datetime(2026, 7, 1, tzinfo=timezone.utc)
    assert from_plain(plain([student])) == [student]
    (student,), notes = read_roster(path)
    assert student.due == datetime(2026, 11, 20, 23, 59, tzinfo=timezone.utc)
    assert notes == [
        "Times on the roster without an offset, read as UTC because assignment.yaml names no time zone: "
        "2026-11-20 23:59 of Ada."
    ]


CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,HW (1)
    Points Possible,,,,,10
"Lovelace, Ada",7001,s1,ada,A,
"Turing, Alan",7002,7001,alan,A,
Nobody,,,,A,
"""


def test_a_gradebook_is_a_roster_with_each_of_its_columns_of_ids(tmp_path: Path) -> None:
    students, notes = read_roster(students_of(tmp_path, CANVAS))
    assert notes == ["On the roster without an id or an email address, so joined to no submission: Nobody."]
    hand_ins = [HandIn(key, key, (Person(id=key),)) for key in ("s1", "7002", "7001", "alan")]
    found, _ = join(ClassFolder("plain", tuple(hand_ins)), students)
    assert [one.people[0].name.partition(",")[0] for one in found.hand_ins] == [
        "Lovelace",
        "Turing",
        "Lovelace",
        "Turing",
    ]
    assert not any("share" in note for note in found.notes)


def test_the_part_before_the_at_sign_joins_with_a_note_and_never_a_login_that_students_chose(tmp_path: Path) -> None:
    students, _ = read_roster(students_of(tmp_path, "Name,Email\nAlex Doe,alex@x.edu\nBo,bo@x.edu\nBo,bo@y.edu\n"))
    hand_ins = tuple(HandIn(name, name, (Person(name, name),)) for name in ("alex", "bo"))
    found, _ = join(ClassFolder("plain", hand_ins), students)
    assert [one.people[0].email for one in found.hand_ins] == ["alex@x.edu", ""]
    assert "Joined to the roster by the part of an email address before the @ alone: alex as Alex Doe." in found.notes
    found, absent = join(ClassFolder("github", hand_ins), students)
    assert found.notes == ("Not on the roster: alex, bo.",) and len(absent) == 3


def test_who_is_known_by_an_address_alone_is_named_by_it(tmp_path: Path) -> None:
    hand_ins = tuple(HandIn(key, key, (Person(email=f"{key}@z.edu"),)) for key in ("x", "y"))
    assert "Not on the roster: x@z.edu, y@z.edu." in joined(tmp_path, *hand_ins)[0].notes


def test_a_gradebook_without_addresses_is_joined_by_its_logins(tmp_path: Path) -> None:
    """Canvas shows many staff no other ids than its own and the login."""
    students, _ = read_roster(students_of(tmp_path, CANVAS))
    people = (Person("Ada Lovelace", "", "Ada@x.edu"), Person("Al Gore", "", "alan@other.example"))
    found, _ = join(ClassFolder("gradescope", tuple(HandIn(one.name, one.name, (one,)) for one in people)), students)
    assert [one.people[0].id for one in found.hand_ins] == ["7001", ""]
    assert found.notes == (
        "Not on the roster: Al Gore.",
        "Joined to the roster by a login, which is the part of their email address before the @: Ada Lovelace as "
        "Lovelace, Ada.",
    )


ADDRESSES = """\
Name,ID,Email,E-mail 2,Parent e-mail
Ada,1,"ada@x.edu; A.Lovelace@y.edu",,
Alan,2,Alan Turing <alan@x.edu>,mailto:at@home.example,
Grace,3,,grace@z.edu,p@home.example
Emmy,4,emmy@x.edu,,p@home.example
"""


def test_a_student_is_known_by_each_of_several_addresses(tmp_path: Path) -> None:
    students, notes = read_roster(students_of(tmp_path, ADDRESSES))
    assert [one.person.email for one in students] == ["ada@x.edu", "alan@x.edu", "grace@z.edu", "emmy@x.edu"]
    named = {"a.lovelace@Y.edu": "Ada", "at@home.example": "Alan", "grace@z.edu": "Grace", "p@home.example": ""}
    hand_ins = tuple(HandIn(key, key, (Person(email=key),)) for key in named)
    found, absent = join(ClassFolder("autolab", hand_ins), students)
    assert [one.people[0].name for one in found.hand_ins] == list(named.values()) and notes == []
    assert [person.name for person in absent] == ["Emmy"]
    (one,) = join(ClassFolder("plain", (HandIn("l", "l", (Person("a.lovelace"),)),)), students)[0].hand_ins
    assert one.people[0].name == "Ada"


def test_who_is_named_twice_in_one_hand_in_counts_once(tmp_path: Path) -> None:
    students, _ = read_roster(students_of(tmp_path, ADDRESSES))
    twice = HandIn("x", "x", (Person("Ada", "1", "ada@x.edu"), Person("Ada", "", "a.lovelace@y.edu"), Person("Nobody")))
    found, _ = join(ClassFolder("gradescope", (twice,)), students)
    assert [one.name for one in found.hand_ins[0].people] == ["Ada", "Nobody"]
    assert not any("more than once" in note for note in found.notes)


def test_an_id_and_an_address_of_two_students_are_joined_by_the_name_and_said(tmp_path: Path) -> None:
    """Whoever mistypes an id on the platform hands in for nobody else."""
    mistyped = HandIn("x", "x", (Person("Alan Turing", "0201", "alan@example.edu"),))
    old_address = HandIn("y", "y", (Person("Grace B. Hopper", "203", "emmy@example.edu"),))
    nameless = HandIn("z", "z", (Person("", "202", "emmy@example.edu"),))
    found, absent = joined(tmp_path, mistyped, old_address, nameless)
    assert [one.people[0].name for one in found.hand_ins] == ["Alan Turing", "Grace Hopper", "Emmy Noether"]
    assert "Ada Lovelace" in [person.name for person in absent]
    assert (
        "The roster gives their id and their address to different students: Alan Turing as Alan Turing, "
        "Grace B. Hopper as Grace Hopper, 202 as Emmy Noether."
    ) in found.notes


def test_an_id_that_another_list_gives_to_somebody_else_is_said(tmp_path: Path) -> None:
    canvas = HandIn("hopper_202", "202", (Person("hoppergrace", "202"),))
    found, _ = joined(tmp_path, canvas, HandIn("turing_202", "202", (Person("turingalan", "202"),)))
    assert "Joined to the roster by an id, although the names differ: hoppergrace as Alan Turing." in found.notes


def test_zeros_that_a_spreadsheet_took_away_are_found_again(tmp_path: Path) -> None:
    found, _ = joined(
        tmp_path,
        HandIn("a", "a", (Person("Ada King Lovelace", "201"),)),
        HandIn("b", "b", (Person("", "00202"),)),
        HandIn("c", "c", (Person("Nobody", "0203"),)),
    )
    assert [one.people[0].name for one in found.hand_ins] == ["Ada Lovelace", "Alan Turing", "Nobody"]
    assert (
        "Joined to the roster by an id that differs in the zeros at its beginning: Ada King Lovelace as Ada Lovelace, "
        "00202 as Alan Turing."
    ) in found.notes


def test_what_spreadsheets_and_platforms_write_around_an_id_is_no_part_of_it(tmp_path: Path) -> None:
    text = 'Name,\u200bOrgDefinedId,Username,ID,Email\nAda,#0012,#ada,,\u200eada@x.edu\u200b\nAlan,,,"=""0013""",\n'
    students, notes = read_roster(students_of(tmp_path, text + "Bo,1.23457E+11,,,\n"))
    assert [(one.person.id, one.person.email) for one in students] == [
        ("0012", "ada@x.edu"), ("0013", ""), ("1.23457E+11", ""),
    ]  # fmt: skip
    assert students[0].logins == ("ada",)
    assert notes == ["Ids on the roster that a spreadsheet has shortened: 1.23457E+11 of Bo."]


def test_a_file_that_is_no_roster_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r"roster\.csv has neither a column of ids nor one of email addresses"):
        read_roster(students_of(tmp_path, "Name,Score\nAda,3\n"))
    with pytest.raises(RosterError, match=r"roster\.csv cannot be read: line 2: a quotation mark is opened and never"):
        read_roster(students_of(tmp_path, 'Name,ID\n"Ada,1\nAlan,2\n' + "x,3\n" * 50_000))
    with pytest.raises(RosterError, match=r"roster\.csv has neither"):
        read_roster(students_of(tmp_path, ""))
    with pytest.raises(RosterError, match=r"none\.csv cannot be read: No such file"):
        read_roster(tmp_path / "none.csv")


def test_who_is_known_by_a_name_alone_is_joined_by_it_where_only_one_has_it(tmp_path: Path) -> None:
    rows = "#11,ada1,Lovelace,Ada\n12,alan1,Turing,Alan\n13,bo1,Li,Bo\n14,ada,Li,Bo\n"
    students, _ = read_roster(students_of(tmp_path, f"OrgDefinedId,Username,Last Name,First Name\n{rows}"))
    names = ("Ada Lovelace", "alan1 Alan Turing", "Bo Li", "ada Lovelace Adam")
    hand_ins = tuple(HandIn(name, "1", (Person(name),), Path("x")) for name in names)
    found, absent = join(ClassFolder("brightspace", hand_ins), students)
    assert [one.people[0].id for one in found.hand_ins] == ["11", "12", "", ""]
    assert "Joined to the roster by the name alone: Ada Lovelace as Ada Lovelace." in found.notes
    assert "Not on the roster: Bo Li, ada Lovelace Adam." in found.notes
    assert [person.id for person in absent] == ["13", "14"]
    elsewhere, _ = join(ClassFolder("moodle", hand_ins), students)
    assert [one.people[0].id for one in elsewhere.hand_ins] == ["", "", "", ""], "a name identifies nobody"


def test_moodles_worksheet_is_a_roster_of_those_who_are_known_by_its_identifiers(tmp_path: Path) -> None:
    rows = 'Participant 501,"Ada Lovelace",s1,ada@x.edu\nParticipant 502,"Alan Turing",s2,alan@x.edu\n'
    students, _ = read_roster(students_of(tmp_path, f'Identifier,"Full name","ID number","Email address"\n{rows}'))
    hand_in = HandIn("Ada Lovelace_501", "501", (Person("Ada Lovelace", "501"),), Path("x"))
    found, absent = join(ClassFolder("moodle", (hand_in,)), students)
    assert found.hand_ins[0].people == (Person("Ada Lovelace", "s1", "ada@x.edu"),) and found.notes == ()
    assert absent == (Person("Alan Turing", "s2", "alan@x.edu"),)


def test_canvas_test_student_is_missed_by_nobody(tmp_path: Path) -> None:
    gradebook = 'Student,ID,SIS Login ID,Section\n"Turing, Alan",1,alan,A\n"Student, Test",2,5d4f,A\n'
    students, _ = read_roster(students_of(tmp_path, gradebook))
    assert join(ClassFolder("canvas", ()), students)[1] == (Person("Turing, Alan", "1"),)
