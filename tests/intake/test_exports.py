"""Every platform's class is recognised by itself, each hand-in is whose it is, and nothing is left out in silence."""

from __future__ import annotations

import stat
import warnings
import zipfile
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest

from autograder.intake.exports import ExportError, read_class
from autograder.intake.exports.archive import ClassZipError, NoRoomError
from autograder.intake.exports.entries import named_apart, safe_key
from autograder.intake.exports.gradescope_yml import NO_METADATA
from autograder.intake.files import IntakeError
from autograder.intake.submission import open_hand_in, open_submission
from autograder.records import ClassFolder, HandIn, Person
from autograder.spec.cases import deck_for
from tests.intake.exports import (
    PLATFORMS,
    Files,
    as_folder,
    as_zip,
    blackboard,
    brightspace,
    gradescope,
    nbgrader,
)

EXPECTED = ("nn.py", "data.py")
Pack = Callable[[Files], ClassFolder]
FILES = {"nn.py": "import numpy\n", "data.py": "x = 1\n"}


LOS_ANGELES = "America/Los_Angeles"


def read(where: Path, format_name: str = "", zone: str = "") -> ClassFolder:
    return read_class(where, EXPECTED, where.parent / "unpacked", format_name, zone)


@pytest.fixture(params=["folder", "zip"])
def packed(request: pytest.FixtureRequest, tmp_path: Path) -> Pack:
    def pack(tree: Files) -> ClassFolder:
        return read(
            as_folder(tmp_path / "class", tree) if request.param == "folder" else as_zip(tmp_path / "class.zip", tree)
        )

    return pack


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_class_is_recognised_packed_or_not(platform: str, packed: Pack) -> None:
    files = {"nn.py": FILES["nn.py"]} if platform == "autolab" else FILES
    found = packed(PLATFORMS[platform](files))
    assert found.format == platform
    graded = [one for one in found.hand_ins if not one.trouble]
    assert graded
    for one in graded:
        submission = open_hand_in(one, EXPECTED)
        assert {name: data.decode() for name, data in submission.files.items() if name in files} == files, one
    keys = [one.key for one in found.hand_ins]
    assert len({key.casefold() for key in keys}) == len(keys)


def test_gradescopes_groups_times_and_earlier_submissions_are_read(packed: Pack) -> None:
    found = packed(PLATFORMS["gradescope"](FILES))
    by_key = {one.key: one for one in found.hand_ins}
    pair = by_key["submission_381579075"]
    assert pair.people == (Person("Ada Lovelace", "0201", "ada@example.edu"), Person("Alan Turing", "202"))
    assert pair.info.created == datetime(2023, 9, 21, 4, 6, 55, 640553, timezone.utc)
    assert [one.submitted.day for one in pair.info.previous if one.submitted] == [20, 21]
    assert by_key["submission_2"].people == (Person("Grace Hopper", "203"),)
    assert by_key["submission_77"].trouble == "The export has no folder for this entry."
    assert "The metadata names entries that have no folder: submission_77." in found.notes
    assert "Folders that the metadata does not name: submission_3." in found.notes


def test_a_gradescope_folder_gets_the_deck_that_its_id_gets_on_gradescope(tmp_path: Path) -> None:
    found = read(as_folder(tmp_path / "class", PLATFORMS["gradescope"](FILES)))
    (one,) = [one for one in found.hand_ins if one.key == "submission_381579075"]
    assert one.name == "381579075"
    assert open_submission(one.path or "", EXPECTED).name == "381579075"
    assert deck_for(one.name, 4) == deck_for("381579075", 4) == 4


def test_without_its_yml_an_export_is_graded_all_the_same(tmp_path: Path) -> None:
    tree = {name: data for name, data in PLATFORMS["gradescope"](FILES).items() if not name.endswith(".yml")}
    found = read(as_folder(tmp_path / "class", tree))
    assert [one.name for one in found.hand_ins] == ["2", "3", "381579075"]
    assert NO_METADATA in found.notes


def test_canvas_names_a_further_attempt_and_says_what_it_cannot(packed: Pack) -> None:
    found = packed(PLATFORMS["canvas"](FILES))
    by_name = {one.name: one for one in found.hand_ins}
    assert by_name["1002"].people == (Person("žofienováková", "1002"),)
    assert "nn-1.py was graded as nn.py: Canvas numbers the files of further attempts." in by_name["1002"].notes
    assert by_name["1003"].info.trouble.startswith("Canvas marks it as late")
    assert by_name["1004"].trouble == "It was handed in as text or as a link, which hold no files."
    assert by_name["anon_xY3z"].people == (Person("", "anon_xY3z"),)


def test_a_name_that_ends_in_a_digit_is_no_part_of_canvas_id(tmp_path: Path) -> None:
    """Canvas names the files of a group after the group, such as Group 1."""
    names = (
        "group1_2001_5001_nn.py",
        "group12_LATE_2002_5002_nn.py",
        "r2d2_2003_5003_my_1_2_nn.py",
        "t1_2004_text.html",
    )
    found = read(as_folder(tmp_path / "class", dict.fromkeys((*names, "LATE_anon_a1_5005_nn.py"), "x = 1\n")))
    known = {one.name: (one.people[0].name, [*one.files]) for one in found.hand_ins}
    assert known == {
        "2001": ("group1", ["nn.py"]), "2002": ("group12", ["nn.py"]), "2003": ("r2d2", ["my_1_2_nn.py"]),
        "2004": ("t1", []), "anon_a1": ("", ["nn.py"]),
    }  # fmt: skip


def test_moodle_joins_a_student_by_the_id_of_the_worksheet(packed: Pack) -> None:
    found = packed(PLATFORMS["moodle"](FILES))
    people = [(one.name, one.people[0].name, bool(one.trouble)) for one in found.hand_ins]
    assert people == [
        ("11", "Ada Lovelace", False), ("14", "Grace Hopper", True), ("13", "Participant", False),
        ("12", "Žofie Nováková", False),
    ]  # fmt: skip


def test_a_repository_of_two_is_one_hand_in_of_two(packed: Pack) -> None:
    found = packed(PLATFORMS["github"](FILES))
    by_key = {one.key: one for one in found.hand_ins}
    assert by_key["hw1-pair"].people == (Person("Alan Turing", "alan"), Person("Grace Hopper", "grace"))
    assert by_key["hw1-pair"].info.created == datetime(2023, 9, 21, 6, tzinfo=timezone.utc)
    assert by_key["hw1-gone"].trouble == "This repository was not cloned."


def test_clones_without_a_list_are_named_by_what_they_do_not_share(tmp_path: Path) -> None:
    tree = {f"clones/hw1-nets-{name}/nn.py": "" for name in ("ada", "alan")}
    tree |= {f"clones/hw1-nets-{name}/.git/HEAD": "" for name in ("ada", "alan")}
    found = read(as_folder(tmp_path, tree))
    assert [(found.format, one.key, one.people[0].id) for one in found.hand_ins] == [
        ("github", "hw1-nets-ada", "ada"),
        ("github", "hw1-nets-alan", "alan"),
    ]


LISTED = "assignment_name,github_username,roster_identifier,student_repository_name,submission_timestamp\r\n"


def test_a_classrooms_list_is_read_across_lines_and_a_damaged_one_costs_nobody_anything(tmp_path: Path) -> None:
    tree = {f"hw1-submissions/hw1-{name}/nn.py": "" for name in ("ada", "alan")}
    where = as_folder(tmp_path, tree) / "hw1-submissions"
    (where / "grades.csv").write_bytes(f'{LISTED}hw1,ada,"Lovelace,\nAda",hw1-ada,\r\n'.encode("utf-8-sig"))
    assert read(where).hand_ins[0].people == (Person("Lovelace,\nAda", "ada"),)
    (where / "grades.csv").write_bytes(f'{LISTED}hw1,ada,"Lovelace,{"x" * 200_000}'.encode())
    assert [one.people for one in read(where).hand_ins] == [(Person("ada", "ada"),), (Person("alan", "alan"),)]


def test_nbgrader_takes_the_assignment_with_the_expected_files(packed: Pack) -> None:
    found = packed(PLATFORMS["nbgrader"](FILES))
    by_key = {one.key: one for one in found.hand_ins}
    assert by_key["ada"].info.created == datetime(2023, 9, 21, 4, 6, 55, 640553, timezone.utc)
    assert by_key["alan"].info.trouble.startswith("PST, the time zone in timestamp.txt, may mean several, and assign")
    assert any(note.endswith("alan/nets/timestamp.txt (2015-02-02 15:58:23.948203 PST).") for note in found.notes)
    assert by_key["grace"].trouble == "This student has no folder of the assignment."
    assert "The assignment nets was graded, not: ps1." in found.notes


@pytest.mark.parametrize(
    ("stamp", "zone", "hour"),
    [
        ("2026-03-15 23:59:00.000000 PDT", "", 6), ("2026-03-01 23:59:00.000000 PST", LOS_ANGELES, 7),
        ("2026-03-01 23:59:00.000000 PST", "Asia/Manila", 15), ("2026-03-01 23:59:00.000000 CET", LOS_ANGELES, 22),
        ("2026-03-01 23:59:00.000000 IST", "Asia/Kolkata", 18), ("2026-03-01 23:59:00.000000 -03", "", 2),
        ("2026-03-01 23:59:00.000000 +0545", "", 18),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_nbgraders_time_zone_is_read_where_it_means_one_offset(
    tmp_path: Path, stamp: str, zone: str, hour: int, encoding: str
) -> None:
    tree = {**nbgrader(FILES), "course/submitted/alan/nets/timestamp.txt": f"{stamp}\n".encode(encoding)}
    found = read(as_folder(tmp_path / "class", tree), zone=zone)
    (created,) = [one.info.created for one in found.hand_ins if one.key == "alan"]
    assert created is not None and (created.astimezone(timezone.utc).hour, created.minute % 15) == (hour, 14)


@pytest.mark.parametrize(("stamp", "zone"), [("CST", ""), ("CST", LOS_ANGELES), ("IST", "Asia/Tokyo"), ("XYZ", "")])
def test_nbgraders_time_zone_that_may_mean_several_is_told_and_costs_nobody_a_day(
    tmp_path: Path, stamp: str, zone: str
) -> None:
    tree = {**nbgrader(FILES), "course/submitted/alan/nets/timestamp.txt": f"2026-03-01 23:59:00.000000 {stamp}"}
    found = read(as_folder(tmp_path / "class", tree), zone=zone)
    (alan,) = [one for one in found.hand_ins if one.key == "alan"]
    assert alan.info.created is None and alan.info.trouble.startswith(f"{stamp}, the time zone in timestamp.txt, may")
    (note,) = [note for note in found.notes if "alan/nets/timestamp.txt" in note]
    assert "write an offset such as -0800" in note and "or name the zone in assignment.yaml" in note


def test_brightspaces_latest_attempt_counts_at_the_time_that_the_courses_clocks_show(packed: Pack) -> None:
    found = packed(brightspace(FILES))
    assert found.notes == ()
    by_key = {one.key: one for one in found.hand_ins}
    ada, twice = by_key["Ada_Lovelace_1001"], by_key["Mary-Ann_Nováková_1002"]
    assert (ada.name, ada.people, ada.info.created) == ("1001", (Person("Ada Lovelace"),), None)
    assert "has no time zone, and assignment.yaml named no zone that makes it clear" in ada.info.trouble
    assert twice.notes == ("The latest of 2 attempts was graded.",)


def test_brightspaces_times_are_read(tmp_path: Path) -> None:
    where = as_folder(tmp_path / "class", brightspace(FILES))
    info = {one.name: one.info for one in read(where, zone=LOS_ANGELES).hand_ins}
    assert info["1001"].created == datetime(2026, 3, 2, 7, 59, tzinfo=timezone.utc)
    assert info["1002"].created == datetime(2026, 2, 28, 8, 1, tzinfo=timezone.utc)
    assert [one.submitted for one in info["1002"].previous] == [datetime(2026, 2, 27, 19, 31, tzinfo=timezone.utc)]
    assert info["2001"].created == datetime(2026, 3, 2, 10, 5, tzinfo=timezone.utc)
    assert not any(one.trouble for one in info.values())


def test_brightspaces_flat_files_are_one_attempt_each_minute(tmp_path: Path) -> None:
    tree = {f"{path.replace('/', ' - ')}": data for path, data in brightspace(FILES).items()}
    found = read(as_folder(tmp_path / "class", tree), zone=LOS_ANGELES)
    assert (found.format, len(found.hand_ins), found.notes) == ("brightspace", 3, ())
    for one in found.hand_ins:
        assert {name: path.read_text() for name, path in one.files.items()} == FILES


def test_a_single_student_of_brightspace_is_a_class(tmp_path: Path) -> None:
    tree = {"1001-77 - Ada Lovelace - Mar 1, 2026 1159 PM/nn.py": "x = 1\n", "index.html": ""}
    assert read(as_folder(tmp_path / "class", tree)).format == "brightspace"


def test_times_in_another_language_leave_every_attempt_of_brightspace_to_staff(tmp_path: Path) -> None:
    names = ("1001-77 - Ada - 1 mars 2026 2359", "1001-77 - Ada - 2 mars 2026 2359", "1002-77 - Bo - 2 mars 2026 2359")
    tree = {f"{name}/nn.py": "x = 1\n" for name in names}
    found = read(as_folder(tmp_path / "class", tree), zone=LOS_ANGELES)
    assert len(found.hand_ins) == 3 and all(
        "set your language there to English" in one.info.trouble for one in found.hand_ins
    )
    assert "Several attempts, of which nobody can say which is the latest, so each was graded: Ada (2)." in found.notes


def test_blackboards_latest_attempt_counts_and_its_receipt_says_whose_it_is(packed: Pack) -> None:
    found = packed(blackboard(FILES, "EST"))
    assert found.notes == ()
    by_key = {one.key: one for one in found.hand_ins}
    assert by_key["ada_l"].people == (Person("Ada (A.) Lovelace", "ada_l"),)
    assert by_key["ada_l"].info.created == datetime(2026, 3, 2, 4, 59, tzinfo=timezone.utc)
    assert by_key["zofie"].notes == ("The latest of 2 attempts was graded.",)
    assert by_key["zofie"].info.previous[0].submitted == datetime(2026, 2, 27, 16, 31, tzinfo=timezone.utc)
    assert (by_key["alan"].people, by_key["alan"].info.created) == ((Person("", "alan"),), None)
    assert "has no time zone, and assignment.yaml named no zone" in by_key["alan"].info.trouble
    assert by_key["grace"].trouble == "It was handed in as text, which holds no files."


@pytest.mark.parametrize("receipts", ["all", "one", "none"])
def test_a_blackboard_user_with_an_underscore_is_known_without_a_receipt(tmp_path: Path, receipts: str) -> None:
    tree = {name.replace("alan", "al_t"): data for name, data in blackboard(FILES).items()}
    kept = {"all": ".txt", "one": "zofie_attempt_2026-03-01-23-59-00.txt", "none": "nobody"}[receipts]
    tree = {name: data for name, data in tree.items() if not name.endswith(".txt") or name.endswith(kept)}
    found = read(as_folder(tmp_path / "class", tree))
    assert [one.key for one in found.hand_ins if not one.trouble] == ["ada_l", "al_t", "zofie"]


def test_a_single_blackboard_attempt_without_a_receipt_is_somebodys(tmp_path: Path) -> None:
    name = "Homework_1_alan_attempt_2026-03-01-23-59-00_nn.py"
    (one,) = read(as_folder(tmp_path / "class", {name: "x = 1\n"}), "blackboard").hand_ins
    assert one.people == (Person("", "alan"),)


def test_a_classrooms_time_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    tree = {f"hw1-submissions/hw1-{who}/{name}": text for who in ("ada", "ben") for name, text in FILES.items()}
    tree["grades.csv"] = LISTED + "hw1,ada,Ada,hw1-ada,9/21/2023 4:06\r\nhw1,ben,Ben,hw1-ben,\r\n"
    found = read(as_folder(tmp_path / "class", tree))
    assert "grades.csv has no readable time of submission for: hw1-ada." in found.notes
    said = {one.key: one.info.trouble for one in found.hand_ins}
    assert said["hw1-ada"] == "the time of submission in grades.csv cannot be read"
    assert said["hw1-ben"].startswith("no grades.csv of GitHub Classroom")


def test_the_courses_zone_decides_what_blackboards_times_mean(tmp_path: Path) -> None:
    where = as_folder(tmp_path / "class", blackboard(FILES, "CST"))
    vague = {one.key: one.info for one in read(where).hand_ins}["ada_l"]
    assert vague.created is None and vague.trouble.startswith("CST, the time zone in a Blackboard receipt, may mean")
    known = {one.key: one.info.created for one in read(where, zone="America/Chicago").hand_ins}
    assert known["ada_l"] == known["alan"] == datetime(2026, 3, 2, 5, 59, tzinfo=timezone.utc)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_an_exports_yml_that_an_editor_saved_is_read(tmp_path: Path, encoding: str) -> None:
    tree = {name: data for name, data in gradescope(FILES).items() if not name.startswith("__MACOSX")}
    yml = next(name for name in tree if name.endswith(".yml"))
    whole = read(as_folder(tmp_path / "as exported" / "class", tree))
    again = read(as_folder(tmp_path / "saved" / "class", {**tree, yml: str(tree[yml]).encode(encoding)}))
    assert [(one.key, one.people, one.info) for one in again.hand_ins] == [
        (one.key, one.people, one.info) for one in whole.hand_ins
    ]
    assert again.notes == whole.notes


def test_autolabs_latest_version_counts(packed: Pack) -> None:
    found = packed(PLATFORMS["autolab"]({"nn.py": "x = 2\n"}))
    by_key = {one.key: one for one in found.hand_ins}
    assert by_key["ada_l@example.edu"].people == (Person(email="ada_l@example.edu"),)
    assert open_hand_in(by_key["ada_l@example.edu"], EXPECTED).files == {"nn.py": b"x = 2\n"}
    assert by_key["ada_l@example.edu"].notes == ("Version 10 was graded, the latest of 2.",)


def test_a_format_can_be_insisted_on(tmp_path: Path) -> None:
    where = as_folder(tmp_path / "class", PLATFORMS["canvas"](FILES))
    assert read(where, "plain").format == "plain"
    with pytest.raises(ExportError, match="does not look like a class in the format moodle"):
        read(where, "moodle")
    with pytest.raises(ExportError, match=r"'canvass' is not a format; .* Did you mean 'canvas'"):
        read(where, "canvass")


def test_names_that_would_collide_stay_apart() -> None:
    names = ["ada.lovelace", "ada.smith", "Ada.Lovelace", "a/b", "a\nb", "a b", "🎉", "con", "x" * 300, "", "../etc"]
    hand_ins, notes = named_apart(HandIn(name, name) for name in names)
    keys = [one.key for one in hand_ins]
    assert keys[:3] == ["ada.lovelace", "ada.smith", "Ada.Lovelace-2"]
    assert len({key.casefold() for key in keys}) == len(names)
    assert all(key and not set(key) & set("/\n ") and len(key.encode()) < 150 and key != "con" for key in keys)
    assert len(notes) == 1


def test_a_key_does_not_depend_on_what_else_is_in_the_class() -> None:
    assert safe_key("a b") != safe_key("a_b") == "a_b"


def test_two_entries_of_one_name_are_two_hand_ins(tmp_path: Path) -> None:
    where = as_folder(tmp_path / "class", {"ada/nn.py": "x = 1\n", "ada.py": "x = 2\n"})
    assert [(one.key, one.name) for one in read(where).hand_ins] == [("ada", "ada"), ("ada-2", "ada")]


YML = """\
submission_1:
  :submitters: [{:name: Ada, :sid: '1', :email: ada@example.edu}]
  :created_at: 2023-09-21 05:00:00 Z
"""
SAME = YML.replace("_1:", "_2:").replace("ada@", "ADA@").replace("'1'", "'01'")


@pytest.mark.parametrize(
    ("yml", "words"),
    [
        (YML + YML.replace("Ada", "Eve"), "has these entries twice, and the last one counts: submission_1."),
        (YML.replace("2023-09-21 05:00:00 Z", "yesterday"), "has no readable time of submission for: submission_1."),
        (YML.replace("{:name: Ada, :sid: '1', :email: ada@example.edu}", ""), "names nobody for: submission_1."),
        (YML.replace("[{:name: Ada, :sid: '1', :email: ada@example.edu}]", ""), "names nobody for: submission_1."),
        ("", "is empty: names and times of submission are not known."),
        ("---\n# nothing\n", "is empty: names and times of submission are not known."),
        (YML + SAME, "Each was graded, although one person handed them in: submission_1 and submission_2."),
        (YML + SAME.replace("ADA@", "eve@").replace("'01'", "'1'"), "one person handed them in: submission_1 and sub"),
    ],
)
def test_what_is_odd_about_an_exports_yml_is_said(tmp_path: Path, yml: str, words: str) -> None:
    tree = {f"x/submission_{n}/{name}": text for n in (1, 2) for name, text in FILES.items()}
    found = read(as_folder(tmp_path / "class", {**tree, "x/submission_metadata.yml": yml}))
    assert len(found.hand_ins) == 2 and not any(one.trouble for one in found.hand_ins)
    assert sum(words in note for note in found.notes) == 1, found.notes


@pytest.mark.parametrize("strays", [["notes.txt"], ["grades.csv", "read me.pdf"]])
def test_a_stray_file_makes_no_other_class_of_canvas_download(tmp_path: Path, strays: list[str]) -> None:
    folder = as_folder(tmp_path / "class", {f"ada_1001_500{n}_nn{n}.py": "x = 1\n" for n in range(4)})
    for stray in strays:
        (folder / stray).write_text("of staff")
    found = read(folder)
    assert found.format == "canvas" and len(found.hand_ins) == 1
    assert f"Not named as Canvas does, so not graded: {', '.join(strays)}." in found.notes


def test_clones_beside_their_grades_are_read_as_gh_wrote_them(tmp_path: Path) -> None:
    tree = {f"hw1-submissions/hw1-{who}/{name}": text for who in ("ada", "ben") for name, text in FILES.items()}
    grades = "github_username,student_repository_name,roster_identifier\nada,hw1-ada,Ada L\n"
    found = read(as_folder(tmp_path / "class", {**tree, "grades.csv": grades}))
    assert found.format == "github" and [one.key for one in found.hand_ins] == ["hw1-ada", "hw1-ben"]
    assert found.hand_ins[0].people == (Person("Ada L", "ada"),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_list_of_a_classroom_may_have_another_name_and_come_from_a_spreadsheet(
    tmp_path: Path, delimiter: str
) -> None:
    tree = {f"hw1-submissions/hw1-{who}/{name}": text for who in ("ada", "ben") for name, text in FILES.items()}
    grades = "github_username,student_repository_name,submission_timestamp\r\nada,hw1-ada,2026-12-10 18:00:00 UTC\r\n"
    tree["hw1-grades-1765400000.csv"] = "\ufeff" + grades.replace(",", delimiter)
    found = read(as_folder(tmp_path / "class", {**tree, "another.csv": "a,b\n"}))
    assert found.format == "github"
    assert found.hand_ins[0].info.created == datetime(2026, 12, 10, 18, tzinfo=timezone.utc)


def test_what_is_left_out_of_a_class_is_named(tmp_path: Path) -> None:
    folder = as_folder(tmp_path / "class", {f"{who}/{name}": text for who in ("ada", "ben", "...", ".git")
                                            for name, text in FILES.items()})  # fmt: skip
    (folder / "cleo").symlink_to("ada")
    (folder / "dan").symlink_to("/nowhere")
    found = read(folder)
    assert [one.key for one in found.hand_ins] == ["ada", "ben"]
    assert "Links, which are not followed: cleo, dan." in found.notes
    assert "Hidden folders, so not graded: ...." in found.notes


def test_a_class_packed_twice_is_not_taken_for_one_student_in_silence(tmp_path: Path) -> None:
    inner = as_zip(tmp_path / "export.zip", {f"{who}/nn.py": "x = 1\n" for who in ("ada", "ben")})
    found = read(as_zip(tmp_path / "class.zip", {"export.zip": inner.read_bytes()}))
    assert "export.zip was taken for the work of one student; if a class is in it, unpack it." in found.notes


def test_one_submission_is_a_class_of_one(tmp_path: Path) -> None:
    where = as_folder(tmp_path / "ada", FILES)
    assert [one.key for one in read(where).hand_ins] == ["ada"]
    assert [one.key for one in read(as_zip(tmp_path / "bob.zip", FILES)).hand_ins] == ["bob"]


@pytest.mark.parametrize("out", ["class/graded", "class/ada/graded"])
def test_results_are_not_written_into_the_class_where_they_would_be_hand_ins(tmp_path: Path, out: str) -> None:
    where = as_folder(tmp_path / "class", {"ada/nn.py": "", "bob/nn.py": ""})
    with pytest.raises(ExportError, match=r"graded for the results lies in .*class, .* elsewhere with --out"):
        read_class(where, EXPECTED, tmp_path / out / "unpacked")
    read_class(where, EXPECTED, tmp_path / "classes" / "unpacked")


def test_a_file_that_vanishes_costs_its_own_hand_in_alone(tmp_path: Path) -> None:
    one = HandIn("ada", "ada", files={"nn.py": tmp_path / "gone.py"})
    with pytest.raises(IntakeError, match="It cannot be read: No such file or directory"):
        open_hand_in(one, EXPECTED)


def test_a_corrupt_zip_of_a_class_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(b"PK nothing")
    with pytest.raises(ClassZipError, match=r"class\.zip is not a zip file that can be read"):
        read(tmp_path / "class.zip")


def test_a_class_in_a_folder_of_its_own_is_a_class(packed: Pack) -> None:
    found = packed(
        {f"homework/class/{name}/{path}": FILES["nn.py"] for name, path in (("ada", "nn.py"), ("bob", "b/nn.py"))}
    )
    assert [one.key for one in found.hand_ins] == ["ada", "bob"]
    assert "The class was read from homework/class." in found.notes


def test_one_student_in_a_folder_of_their_own_is_one_student(packed: Pack) -> None:
    assert [one.key for one in packed({"ada/mine/nn.py": "", "ada/mine/more/x.py": ""}).hand_ins] == ["ada"]


def test_an_empty_folder_in_a_zip_is_somebodys(tmp_path: Path) -> None:
    path = as_zip(tmp_path / "class.zip", {"class/ada/nn.py": "x = 1\n", "class/bob/": ""})
    assert [one.key for one in read(path).hand_ins] == ["ada", "bob"]


@pytest.mark.slow
def test_ten_thousand_files_cost_their_own_hand_in_alone(packed: Pack) -> None:
    found = packed({"ada/nn.py": "x = 1\n", **{f"bob/f{number}.py": "" for number in range(10_000)}})
    ada, bob = found.hand_ins
    assert open_hand_in(ada, EXPECTED).files == {"nn.py": b"x = 1\n"}
    with pytest.raises(IntakeError, match="more than 2000 files in bob"):
        open_hand_in(bob, EXPECTED)


def test_a_damaged_file_in_a_zip_costs_its_own_hand_in_alone(tmp_path: Path) -> None:
    path = as_zip(tmp_path / "class.zip", {"ada/nn.py": "import numpy\n" * 99, "bob/nn.py": "x = 1\n"})
    data = bytearray(path.read_bytes())
    data[data.index(b"ada/nn.py") + len("ada/nn.py") + 2] ^= 0xFF
    path.write_bytes(data)
    found = read(path)
    assert [one.trouble for one in found.hand_ins] == ["nn.py is damaged in the zip; export the class again.", ""]
    assert "Damaged in the zip: ada/nn.py." in found.notes


@pytest.mark.parametrize(
    ("local", "central", "value", "said"),
    [(6, 8, 1, "is encrypted: unpack it with its password"), (8, 10, 9, "is packed by Deflate64: unpack it")],
    ids=["password", "Deflate64"],
)
def test_a_class_that_stays_closed_says_how_to_open_it(
    tmp_path: Path, local: int, central: int, value: int, said: str
) -> None:
    """No student's file is damaged, and exporting again would not help."""
    path = as_zip(tmp_path / "class.zip", {"ada/nn.py": "x = 1\n", "bob/nn.py": "x = 1\n"})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\3\4", local), (b"PK\1\2", central)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] = value
    path.write_bytes(data)
    with pytest.raises(ClassZipError, match=said):
        read(path)
    path = tmp_path / "class.tar.gz"
    path.write_bytes(b"\x1f\x8b")
    with pytest.raises(ClassZipError, match="packed otherwise, unpack it, and name the folder"):
        read(path)


def test_a_place_that_cannot_take_the_class_is_named(tmp_path: Path) -> None:
    path = as_zip(tmp_path / "class.zip", {"ada/nn.py": "x = 1\n"})
    (tmp_path / "out").write_text("a file where the folder should be")
    with pytest.raises(
        NoRoomError, match=r"class\.zip cannot be unpacked into .*out/unpacked: File exists\. Make room"
    ):
        read_class(path, EXPECTED, tmp_path / "out" / "unpacked")


def test_links_and_doubles_in_a_zip_are_named_and_no_link_becomes_a_file(tmp_path: Path) -> None:
    path = as_zip(tmp_path / "class.zip", {"ada/nn.py": "x = 1\n", "ada/data.py": "x = 1\n"})
    link = zipfile.ZipInfo("ada/helper.py")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(link, "../../nn.py")
        archive.writestr("ada/nn.py", "x = 2\n")
    found = read(path)
    assert found.notes[:2] == (
        "Links in the zip, which are not followed: ada/helper.py.",
        "Twice in the zip, of which the last counts: ada/nn.py.",
    )
    assert open_hand_in(found.hand_ins[0], EXPECTED).files == {"nn.py": b"x = 2\n", "data.py": b"x = 1\n"}


def test_unsafe_names_in_a_zip_are_left_out_and_named(tmp_path: Path) -> None:
    tree = {"ada/nn.py": "", "../../evil.py": "", "/etc/evil.py": "", "bob/a\nb/nn.py": "", "🎉/nn.py": ""}
    found = read(as_zip(tmp_path / "class.zip", tree))
    assert sorted(one.name for one in found.hand_ins) == ["ada", "bob", "🎉"]
    assert "Left out of the zip, for their names are unsafe: ../../evil.py, /etc/evil.py." in found.notes
    assert not (tmp_path.parent / "evil.py").exists()


@pytest.mark.slow
def test_what_is_large_in_a_zip_is_named_and_takes_no_room(tmp_path: Path) -> None:
    path = as_zip(tmp_path / "class.zip", {"ada/nn.py": b"#" * (2 << 20), "ada/data.bin": b"0" * (300 << 20)})
    (one,) = read(path).hand_ins
    submission = open_hand_in(one, EXPECTED)
    assert submission.files == {}
    assert any("nn.py is larger than 1 MiB" in note for note in submission.notes)
    assert sum(file.stat().st_blocks for file in (tmp_path / "unpacked").rglob("*")) < 1000
