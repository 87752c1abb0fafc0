"""A gradebook gets one cell a student, and is otherwise the file that the course exported."""

from __future__ import annotations

import codecs
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from autograder.batch import gradebook_formats
from autograder.batch.class_results import GradedSubmission
from autograder.batch.gradebook import Change, Filled, fill
from autograder.batch.gradebook_formats import GradebookError, read_gradebook
from autograder.batch.gradebook_match import Grade, grades_of
from autograder.intake.roster import Student
from autograder.records import Person
from autograder.text.delimited import UnreadableTableError, table
from tests.support.fuzzing import for_a_while

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Root Account,Section,Warm-up (77),Neural networks (4711),Current Score\r\n"
    ",,,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,,5.00,20.00,(read only)\r\n"
    '"Lovelace, Ada",101,s1,ada@uni.example,uni.example,"A, morning",5,,71.2\r\n'
    '"O\'Hara, ""Scarlett""",102,s2,scarlett@uni.example,uni.example,B,,"12.50",60\r\n'
    '"Žižek, Žofie",103,s3,zofie@uni.example,uni.example,B,4,EX,50\r\n'
    '"Student, Test",999,,5d4f,uni.example,A,,,\r\n'
).encode()
MOODLE = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified '
    '(submission)","Last modified (grade)","Feedback comments"\n'
    'Participant 501,"Ada Lovelace",ada@uni.example,"Submitted for grading",-,20.00,Yes,"2 March 2026, 9:00 AM",-,\n'
    'Participant 502,"Scarlett O\'Hara",scarlett@uni.example,Submitted,12.50,20.00,No,-,-,"line one\nline two"\n'
    'Participant 503,"Žofie Žižek",zofie@uni.example,"No submission",,20.00,Yes,-,-,\n'
).encode()
BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,Warm-up Points Grade <Numeric MaxPoints:5 Weight:10>,"
    "Neural networks Points Grade <Numeric MaxPoints:20 Weight:50 Category:Labs CategoryWeight:60>,"
    "Effort Points Grade <PassFail MaxPoints:1>,End-of-Line Indicator\r\n"
    "#s1,#ada,Lovelace,Ada,5,,1,#\r\n"
    "#s2,#scarlett,O'Hara,Scarlett,,12.5,,#\r\n"
    "#s3,#zofie,Žižek,Žofie,,,,#\r\n"
).encode()
BLACKBOARD = codecs.BOM_UTF16_LE + (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t'
    '"Weighted Total [Total Pts: up to 25 Percentage] |1001"\t"Neural networks [Total Pts: 20 Score] |1002"\t'
    '"Essay [Total Pts: 10 Letter] |1003"\t"Notes"\r\n'
    '"Lovelace"\t"Ada"\t"ada"\t"s1"\t"2026-03-01 10:00:00"\t"Yes"\t"71"\t""\t""\t""\r\n'
    '"O\'Hara"\t"Scarlett"\t"scarlett"\t"s2"\t""\t"Yes"\t""\t"12.50"\t""\t""\r\n'
    '"Žižek"\t"Žofie"\t"zofie"\t"s3"\t""\t"Yes"\t""\t"Needs Grading"\t""\t""\r\n'
).encode("utf-16-le")
EXPORTS = {"Canvas": CANVAS, "Moodle": MOODLE, "Brightspace": BRIGHTSPACE, "Blackboard": BLACKBOARD}
COLUMN = {"Moodle": ""}.get


def grade(name: str, *ids: str, score: float | None = 18.5, why: str = "") -> Grade:
    return Grade(name, ids, score, 20.0, why)


ADA = grade("Ada Lovelace", "s1", "ada@uni.example")
SCARLETT = grade("Scarlett O'Hara", "s2", "scarlett@uni.example", score=12.5)
ZOFIE = grade("Žofie Žižek", "s3", "zofie@uni.example", score=7.333333)


def filled(platform: str, *grades: Grade, **more: object) -> Filled:
    return fill(EXPORTS[platform], "export.csv", grades, COLUMN(platform, "Neural networks"), **more)


def lines(one: Filled) -> list[str]:
    return one.data.decode("utf-16" if one.platform == "Blackboard" else "utf-8").splitlines(keepends=True)


@pytest.mark.parametrize("platform", EXPORTS)
def test_each_platform_is_known_by_its_header(platform: str) -> None:
    book = read_gradebook(EXPORTS[platform], "export.csv")
    assert book.platform == platform
    assert [book.table.rows[place][book.ids[-1]] for place in book.students][:3] != ["", "", ""]


@pytest.mark.parametrize("platform", EXPORTS)
def test_without_grades_the_file_stays_as_it_is(platform: str) -> None:
    assert filled(platform).data == EXPORTS[platform]


@pytest.mark.parametrize("platform", EXPORTS)
def test_only_the_cell_of_the_student_changes(platform: str) -> None:
    one = filled(platform, ADA)
    before, after = lines(replace(one, data=EXPORTS[platform])), lines(one)
    different = [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert one.changes == (Change("Ada Lovelace (s1)", "-" if platform == "Moodle" else "", "18.5"),)
    assert len(different) == 1 and "Lovelace" in after[different[0]]
    assert after[different[0]].count("18.5") == 1


def test_points_that_are_there_already_are_no_change_and_keep_their_own_writing() -> None:
    one = filled("Canvas", SCARLETT)
    assert one.changes == () and one.same == 1 and one.data == CANVAS


def test_a_cell_keeps_its_quotation_marks_and_points_have_two_decimals() -> None:
    assert '"19.33"\t' in "".join(lines(filled("Blackboard", replace(ZOFIE, score=19.3333))))
    assert ',"13",60\r\n' in lines(filled("Canvas", replace(SCARLETT, score=13.0)))[4]


def test_a_row_that_runs_into_the_next_one_takes_no_points() -> None:
    data = CANVAS.replace(b',"A, morning",5', b',"A, morning,5')
    done = fill(data, "canvas.csv", (ADA,), "Neural networks")
    assert done.data == data and not done.changes
    assert "is a quotation mark left open there?" in repr(done)


def test_who_is_excused_stays_excused() -> None:
    one = filled("Canvas", ZOFIE)
    assert one.data == CANVAS
    assert one.held == (("Žofie Žižek (s3)", "the gradebook says EX"),)


def test_a_grade_that_may_not_change_stays() -> None:
    one = filled("Moodle", replace(SCARLETT, score=20.0))
    assert one.data == MOODLE and one.held[0][1] == "the grade cannot be changed in Moodle"


@pytest.mark.parametrize("outcome", ["broken", "unreadable", "not graded"])
def test_a_failure_of_ours_is_never_a_zero(outcome: str) -> None:
    submission = GradedSubmission("k", (Person("Ada", "s1", ""),), None, outcome, "", None, 0.0, 20.0)
    one = filled("Canvas", *grades_of([submission]))
    assert one.data == CANVAS
    assert one.held == (("Ada (s1)", f"the submission is {outcome}"),)


def test_a_real_zero_is_entered() -> None:
    assert filled("Canvas", replace(ADA, score=0.0)).changes[0].after == "0"


def test_a_group_gets_its_points_in_every_member_s_row() -> None:
    people = (Person("Ada Lovelace", "s1", "ada@uni.example"), Person("Scarlett O'Hara", "s2", "scarlett@uni.example"))
    one = filled("Canvas", *grades_of([GradedSubmission("k", people, None, "graded", "", 15.0, 15.0, 20.0)]))
    assert [change.student for change in one.changes] == ["Ada Lovelace (s1)", "Scarlett O'Hara (s2)"]


def test_who_is_not_in_the_gradebook_is_listed_and_not_added() -> None:
    one = filled("Canvas", ADA, grade("Mary Shelley", "s9", "mary@uni.example"))
    assert one.strangers == ("Mary Shelley (s9)",)
    assert len(lines(one)) == len(CANVAS.splitlines())
    assert "Not in the gradebook, and not added: Mary Shelley (s9)." in one.summary()


def test_a_submission_without_a_person_is_found_when_its_key_is_the_student_s_id() -> None:
    submissions = [GradedSubmission(key, (), None, "graded", "", 15.0, 15.0, 20.0) for key in ("folder-7", "s1")]
    one = filled("Canvas", *grades_of(submissions))
    assert one.strangers == ("folder-7",)
    assert one.changes == (Change("s1", "", "15"),) and one.details() == ["s1: empty → 15"]
    folders = [replace(submissions[1], people=(Person("s1"),)), replace(submissions[0], people=(Person("s1"),))]
    named = filled("Canvas", *grades_of(folders))
    assert named.changes == one.changes and named.strangers == ("s1",), "a name that is no folder's is no id"


def test_a_login_on_the_roster_finds_a_student_of_whom_the_gradebook_has_nothing_else() -> None:
    people = (
        Person("Ada Lovelace", "r77", "ada@home.example"),
        Person("Scarlett O'Hara", "s2"),
        Person("Žofie", "r79"),
    )
    submissions = [GradedSubmission("all", people, None, "graded", "", 15.0, 15.0, 20.0)]
    students = [
        Student(people[0], ("ada", "x")),
        Student(people[1], ("zofie",)),
        Student(Person("One", "r79"), ("zofie",)),
    ]
    students.append(Student(Person("Two", "r79"), ("ada",)))
    assert filled("Brightspace", *grades_of(submissions)).strangers == ("Ada Lovelace (r77)", "Žofie (r79)")
    one = filled("Brightspace", *grades_of(submissions, students))
    assert [change.student for change in one.changes] == ["Ada Lovelace (r77)", "Scarlett O'Hara (s2)"]
    assert one.strangers == ("Žofie (r79)",), "two students share the id"


@pytest.mark.parametrize(
    ("platform", "key"),
    [
        ("Canvas", "101"), ("Canvas", "s1"), ("Canvas", "ADA@uni.example"), ("Moodle", "501"),
        ("Moodle", "ada@UNI.example"), ("Brightspace", "s1"), ("Brightspace", "ada"),
        ("Blackboard", "ada"), ("Blackboard", "s1"),
    ],
)  # fmt: skip
def test_a_student_is_found_by_any_id(platform: str, key: str) -> None:
    assert len(filled(platform, grade("lovelaceada", key)).changes) == 1


def test_an_id_that_is_another_student_s_elsewhere_enters_nothing() -> None:
    one = filled("Canvas", grade("Mary Shelley", "102"))
    assert one.data == CANVAS and "gives their id to" in one.held[0][1]
    two_rows = filled("Canvas", grade("Ada Lovelace", "s1", "102"))
    assert two_rows.data == CANVAS and two_rows.held[0][1] == "lines 4, 5 of the gradebook have their id"


def test_a_class_of_which_nobody_is_in_the_gradebook_says_what_joins_the_two() -> None:
    assert "Name a list with --roster" in filled("Canvas", grade("Ada", "x"), grade("Bo", "y")).summary()[-1]
    assert "--roster" not in " ".join(filled("Canvas", ADA, grade("Bo", "y")).summary())


def test_a_name_alone_is_not_enough() -> None:
    assert filled("Canvas", grade("Ada Lovelace")).strangers == ("Ada Lovelace",)


def test_two_submissions_of_one_student_with_different_points_enter_nothing() -> None:
    one = filled("Canvas", ADA, replace(ADA, score=3.0))
    assert one.data == CANVAS
    assert one.held[0][1] == "there are 2 submissions with different points (18.5, 3)"
    assert len(filled("Canvas", ADA, ADA).changes) == 1


def test_other_points_possible_are_refused_and_scaled_when_asked() -> None:
    out_of_ten = CANVAS.replace(b",20.00,", b",10.00,")
    with pytest.raises(GradebookError, match="is out of 10 points in Canvas, the assignment out of 20"):
        fill(out_of_ten, "c.csv", [ADA], "4711")
    one = fill(out_of_ten, "c.csv", [ADA], "4711", scale=True)
    assert one.changes[0].after == "9.25" and "Points are scaled from 20 to 10." in one.notes
    assert b",10.00," in one.data


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000.00", 1000), ("1.000,50", 1000.5), ("12,345,678.9", 12345678.9), ("1,000", 1000),
        ("0,125", 0.125), ("1.125", 1.125),
        ("12,3456", 12.3456), ("-1,234.5", -1234.5), ("1,5", 1.5),
        (" .5 ", 0.5), ("1,00.0", None), ("1.0.0", None), ("62.5%", None), ("", None), ("1e3", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_spreadsheets_write_them(text: str, value: float | None) -> None:
    assert gradebook_formats.number(text) == value


def test_points_possible_of_a_thousand_are_compared() -> None:
    with pytest.raises(GradebookError, match="is out of 1000 points in Canvas"):
        fill(CANVAS.replace(b"20.00", b'"1,000.00"'), "c.csv", [ADA], "4711")


def test_unknown_points_possible_are_said_and_never_written() -> None:
    one = fill(CANVAS.replace(b"5.00,20.00", b"5.00,"), "c.csv", [ADA], "4711")
    assert one.changes and "does not say how many points" in one.notes[0]


def test_submissions_out_of_different_points_are_refused() -> None:
    with pytest.raises(GradebookError, match=r"out of different points \(10, 20\)"):
        filled("Canvas", ADA, replace(SCARLETT, out_of=10.0))


def test_points_above_the_maximum_are_said_where_a_platform_does_not_take_them() -> None:
    more = replace(ADA, score=21.0)
    assert filled("Canvas", more).changes[0].after == "21"
    moodle, brightspace = filled("Moodle", more), filled("Brightspace", more)
    assert moodle.changes[0].after == "20" and "takes no more than 20" in moodle.notes[0]
    assert brightspace.changes[0].after == "21" and "may cut them to 20" in brightspace.notes[0]


@pytest.mark.parametrize("name", ["Neural networks (4711)", "neural NETWORKS", "4711"])
def test_a_column_is_named_by_header_title_or_id(name: str) -> None:
    assert fill(CANVAS, "c.csv", [ADA], name).column == "Neural networks (4711)"


@pytest.mark.parametrize(
    ("platform", "name", "words"),
    [
        ("Canvas", "Neural network", "none is added. Did you mean 'Neural networks'"),
        ("Canvas", "", "name the column that takes the points with --column"),
        (
            "Weights",
            "",
            "no column that takes points. Its columns of grades are:\n  Weighted Total .*: Blackboard computes it",
        ),
        ("Canvas", "Current Score", "has no id in brackets|read only"),
        ("Brightspace", "Effort", "is a PassFail item"),
        ("Blackboard", "Weighted Total", "Blackboard computes it"),
        ("Blackboard", "Essay", "shows it as Letter"),
        ("Blackboard", "Notes", "none is added"),
    ],
)
def test_a_column_that_takes_no_points_is_refused(platform: str, name: str, words: str) -> None:
    one_letter = EXPORTS["Blackboard"].replace("Neural networks [Total Pts: 20 Score] |1002".encode("utf-16-le"), b"")
    with pytest.raises(GradebookError, match=words):
        fill(EXPORTS.get(platform, one_letter), "export.csv", [ADA], name)


def test_a_header_that_canvas_would_make_an_assignment_of_is_refused() -> None:
    with pytest.raises(GradebookError, match="would make a new assignment"):
        fill(CANVAS.replace(b"Neural networks (4711)", b"Neural networks"), "c.csv", [ADA], "Neural networks")


def test_two_columns_of_one_title_are_told_apart_by_their_ids() -> None:
    twice = CANVAS.replace(b"Warm-up (77)", b"Neural networks (77)").replace(b"5.00,20.00", b"20.00,20.00")
    with pytest.raises(GradebookError, match="2 columns"):
        fill(twice, "c.csv", [ADA], "Neural networks")
    assert len(fill(twice, "c.csv", [ADA], "77").changes) == 1


@pytest.mark.parametrize("name", ["Neural networks", "4711", "Neural networks (4711)"])
def test_a_column_that_is_there_twice_is_refused_and_nobody_is_asked_for_its_name(name: str) -> None:
    twice = CANVAS.replace(b"Warm-up (77)", b"Neural networks (4711)").replace(b"5.00,20.00", b"20.00,20.00")
    with pytest.raises(GradebookError, match=r"4711\)' 2 times\. Rename or remove one on the platform"):
        fill(twice, "c.csv", [ADA], name)


@pytest.mark.parametrize(
    "data",
    [
        '"Vollständiger Name","E-Mail-Adresse",Bewertung\n"Ada","a@b",1\n'.encode(),
        "Étudiant,ID,Section\nAda,1,A\n".encode(),
        b"a,b\n1,2\n",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"PK\x03\x04rest",
    ],
)
def test_another_language_and_any_other_file_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(GradebookError, match="English"):
        fill(data, "export.csv", [ADA])


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", CANVAS + b'"never closed', BLACKBOARD + b"\0"])
def test_what_is_no_whole_table_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(GradebookError, match="Export the gradebook again"):
        fill(data, "export.csv", [ADA], "4711")


@pytest.mark.parametrize("data", [MOODLE.replace(b",", b";"), MOODLE.decode().encode("utf-16")])
def test_a_moodle_worksheet_that_moodle_could_not_read_any_more_is_refused(data: bytes) -> None:
    with pytest.raises(GradebookError, match="do not save it in a spreadsheet"):
        fill(data, "export.csv", [ADA])


@pytest.mark.parametrize("data", [CANVAS.replace(b",", b"\t"), CANVAS.decode().encode("utf-16")])
def test_a_gradebook_that_canvas_could_not_read_any_more_is_refused(data: bytes) -> None:
    with pytest.raises(GradebookError, match=r"export\.csv is a gradebook of Canvas that another program has saved"):
        fill(data, "export.csv", [ADA], "4711")


def test_an_old_encoding_is_kept() -> None:
    old = CANVAS.decode().replace("Žižek, Žofie", "Müller, Zoë").encode("latin-1")
    assert fill(old, "c.csv", [ADA], "4711").data == old.replace(b",5,,71.2", b",5,18.5,71.2")


def test_decimal_commas_are_written_where_the_file_has_them() -> None:
    comma = CANVAS.replace(b",", b";").replace(b"12.50", b"12,50").replace(b"20.00", b"20,00").replace(b"5.00", b"5,00")
    assert fill(comma, "c.csv", [ADA], "4711").changes[0].after == "18,5"
    thousand = CANVAS.replace(b'"12.50"', b'"1,250"')
    assert fill(thousand, "c.csv", [ADA], "4711").changes[0].after == "18.5"
    moodle = MOODLE.replace(b"20.00", b'"20,00"').replace(b"12.50", b'"12,50"')
    assert b',"18,5","20,00",' in fill(moodle, "m.csv", [ADA]).data


def test_only_the_rows_that_change_when_asked() -> None:
    one = filled("Canvas", ADA, SCARLETT, ZOFIE, only_changed=True)
    assert [line.split(",")[0] for line in lines(one)] == ["Student", "", "    Points Possible", '"Lovelace']
    assert lines(one)[3].endswith(",5,18.5,71.2\r\n")


def test_the_summary_says_what_changes_and_for_how_many() -> None:
    one = filled("Canvas", ADA, replace(SCARLETT, score=14.0), ZOFIE)
    assert one.summary() == [
        'Canvas, column "Neural networks (4711)": 2 students get new points, 0 have theirs.',
        "1 of the new points replaces something in the gradebook.",
        "Nothing is entered for Žofie Žižek (s3): the gradebook says EX.",
    ]


RAW = some.text(some.characters(codec="utf-8", exclude_characters='"\r\n\t,;', exclude_categories=("Cs",)), max_size=8)
QUOTED = some.text(some.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=8).map(
    lambda text: '"' + text.replace('"', '""') + '"'
)
CELL = RAW | QUOTED
CODINGS = [
    (b"", "utf-8"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]


@for_a_while
@given(
    rows=some.lists(some.tuples(CELL, CELL, some.booleans(), some.sampled_from(["\n", "\r\n", "\r"])), max_size=6),
    delimiter=some.sampled_from(",;\t"),
    coding=some.sampled_from(
        [
            (b"", "utf-8"),
            (codecs.BOM_UTF8, "utf-8"),
            (codecs.BOM_UTF16_LE, "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be"),
        ]
    ),
    ended=some.booleans(),
)
def test_every_byte_outside_of_the_changed_cells_stays(
    rows, delimiter: str, coding: tuple[bytes, str], ended: bool
) -> None:
    """The file is written twice by the test itself, with the old and with the new cells, and compared whole."""
    bom, encoding = coding
    old = new = delimiter.join(["Note", "Username", "Section", "Networks [Total Pts: 20 Score] |1", "Note"])
    grades = []
    for number, (cell, last, changes, end) in enumerate(rows):
        start, id_ = f"{end}{cell}{delimiter}id{number}{delimiter}", f"id{number}@x"
        quoted = cell.startswith('"')
        before, after = ('"3"', '"18.5"') if quoted else ("3", "18.5")
        start = start.replace(f"id{number}", id_)
        old += f"{start}A{delimiter}{before}{delimiter}{last}"
        new += f"{start}A{delimiter}{after if changes else before}{delimiter}{last}"
        grades += [grade("somebody", id_)] if changes else []
    old, new = (text + "\n" * ended for text in (old, new))
    one = fill(bom + old.encode(encoding), "c.csv", grades, "1")
    assert one.data == bom + new.encode(encoding)
    assert len(one.changes) == len(grades)


@for_a_while
@given(some.binary(max_size=60) | some.text(max_size=60).map(str.encode), some.sampled_from(",;\t"))
def test_any_bytes_are_a_table_that_is_written_as_it_was_read_or_refused(data: bytes, delimiter: str) -> None:
    try:
        one = table(data, delimiter)
    except UnreadableTableError:
        return
    assert one.edited({}) == data
    assert all(
        one.text[a.end : b.start] == delimiter
        for row in one.rows
        for a, b in zip(row.cells, row.cells[1:], strict=False)
    )
