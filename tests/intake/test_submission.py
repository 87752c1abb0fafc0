"""Whatever a student hands in: what can be graded is found, and what was guessed is said."""

from __future__ import annotations

import os

import pytest

from autograder.intake import files as intake_files
from autograder.intake import folder as folder_module
from autograder.intake.files import IntakeError
from autograder.intake.folder import MAX_FOLDERS
from autograder.intake.submission import HANDED_IN, open_submission
from autograder.selfcheck.run import AT_HOME

from .packing import as_folder, as_zip

EXPECTED = ("graph.py", "search.py")


BOTH = pytest.mark.parametrize("pack", [as_folder, as_zip])


@BOTH
def test_files_are_read_as_they_are(tmp_path, pack):
    submission = open_submission(
        pack(tmp_path, {"graph.py": "x = 1\r\n", "search.py": b"\xef\xbb\xbfy = 2\n"}), EXPECTED
    )
    assert submission.files == {"graph.py": b"x = 1\r\n", "search.py": b"\xef\xbb\xbfy = 2\n"}
    assert submission.notes == () and submission.name == "hand-in"


def test_a_single_file_is_a_submission(tmp_path):
    path = as_folder(tmp_path, {"graph.py": "x = 1"}) / "graph.py"
    submission = open_submission(path, EXPECTED)
    assert set(submission.files) == {"graph.py"}
    assert submission.notes == ("Not handed in: search.py. What needs it earns nothing.",)


@BOTH
def test_a_nested_folder_is_found_and_a_macs_files_are_passed_over(tmp_path, pack):
    files = {"mine/hw/graph.py": "a", "mine/hw/search.py": "b", "__MACOSX/mine/hw/._graph.py": "c", ".DS_Store": "d"}
    submission = open_submission(pack(tmp_path, files), EXPECTED)
    assert submission.files == {"graph.py": b"a", "search.py": b"b"}
    assert "Your files are in the folder mine/hw" in submission.notes[0]


@pytest.mark.parametrize("name", ["Graph.py", "GRAPH.PY", "graph (1).py", "graph-1.py", "graph copy.py"])
def test_a_name_that_is_nearly_right_is_taken_and_said(tmp_path, name):
    submission = open_submission(as_folder(tmp_path, {name: "a", "search.py": "b"}), EXPECTED)
    assert submission.files["graph.py"] == b"a"
    assert f"{name} was taken for graph.py" in submission.notes[0]


def test_the_exact_name_wins_over_a_copy(tmp_path):
    submission = open_submission(
        as_folder(tmp_path, {"graph (1).py": "old", "graph.py": "new", "search.py": "b"}), EXPECTED
    )
    assert submission.files["graph.py"] == b"new"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sub/search.py", "there is sub/search.py: move it beside your other files"),
        ("old/deep/Search (1).py", "there is old/deep/Search (1).py: move it beside your other files"),
        ("search.py.txt", "there is search.py.txt: name it search.py"),
        ("search.txt", "there is search.txt: name it search.py"),
        ("serach.py", "there is serach.py: did you mean search.py?"),
        ("search_final.py", "there is search_final.py: did you mean search.py?"),
        ("hw3-jdoe_Search.py", "there is hw3-jdoe_Search.py: did you mean search.py?"),
        ("search v2.py", "there is search v2.py: did you mean search.py?"),
    ],
)
@BOTH
def test_what_there_is_instead_of_a_missing_file_is_said(tmp_path, pack, name, said):
    files = {"graph.py": "a", name: "b"}
    submission = open_submission(pack(tmp_path, files), EXPECTED)
    assert submission.notes == (f"Not handed in: search.py ({said}). What needs it earns nothing.",)


@BOTH
def test_a_package_in_place_of_a_file_is_said(tmp_path, pack):
    submission = open_submission(pack(tmp_path, {"hw/graph.py": "a", "hw/search/__init__.py": "b"}), EXPECTED)
    told = "Not handed in: search.py (there is search/__init__.py: a file is asked for, and no package)."
    assert any(note.startswith(told) for note in submission.notes)


def test_a_zip_in_the_hand_in_is_said_and_not_opened(tmp_path):
    submission = open_submission(as_folder(tmp_path, {"graph.py": "a", "more/rest.zip": b"PK"}), EXPECTED)
    assert submission.notes[-1] == (
        "more/rest.zip was handed in packed and was not opened; hand in the files that are in it."
    )


def test_the_kits_own_files_are_not_taken_for_missing_ones(tmp_path):
    files = {"graph.py": "a", "kit/assignment.yaml": "", "kit/probes/search.py": "b"}
    submission = open_submission(as_folder(tmp_path, files), EXPECTED)
    assert submission.notes == ("Not handed in: search.py. What needs it earns nothing.",)


def test_a_folder_at_home_without_any_of_the_files_is_asked_whether_it_is_the_right_one(tmp_path):
    notes = open_submission(as_folder(tmp_path, {"kit/assignment.yaml": "a: 1"}), EXPECTED, phrases=AT_HOME).notes
    assert notes == (
        "None of your files is here. They must stand beside the folder kit, as they did when you unzipped it.",
    )


@pytest.mark.parametrize(
    ("phrases", "said"),
    [
        (HANDED_IN, "Not handed in: graph.py, search.py (there is serach.py: did you mean search.py?). What needs "
                    "them earns"),
        (AT_HOME, "This folder has no graph.py, no search.py (there is serach.py: did you mean search.py?). What "
                  "needs them can"),
    ],
)  # fmt: skip
def test_several_missing_files_are_several(tmp_path, phrases, said):
    submission = open_submission(as_folder(tmp_path, {"serach.py": "b"}), EXPECTED, phrases=phrases)
    assert submission.notes[0].startswith(said)


def test_at_home_nothing_is_handed_in(tmp_path):
    files = {"graph.py": "a", "more/rest.zip": b"PK"}
    submission = open_submission(as_folder(tmp_path, files), EXPECTED, phrases=AT_HOME)
    assert submission.notes == (
        "This folder has no search.py. What needs it cannot be checked.",
        "more/rest.zip was not opened; put the files that are in it beside your others.",
    )


def test_a_missing_file_that_is_there_and_too_large_is_not_to_be_moved(tmp_path):
    big = b"#" * (intake_files.MAX_FILE_BYTES + 1)
    submission = open_submission(as_folder(tmp_path, {"graph.py": "a", "search.py": big}), EXPECTED)
    assert "Not handed in: search.py. What needs it earns nothing." in submission.notes


@pytest.mark.parametrize("name", ["my-python", "sub/env 3.12"])
def test_a_virtual_environment_is_passed_over_whatever_its_name(tmp_path, monkeypatch, name):
    monkeypatch.setattr(intake_files, "MAX_FILES", 5)
    modules = {f"{name}/lib/module{number}.py": "" for number in range(9)}
    files = {"graph.py": "a", "search.py": "b", f"{name}/pyvenv.cfg": "home = /usr/bin", **modules}
    submission = open_submission(as_folder(tmp_path, files), EXPECTED)
    assert set(submission.files) == {"graph.py", "search.py"} and submission.notes == ()


def test_folders_without_end_are_not_walked_to_their_end(tmp_path):
    home = as_folder(tmp_path, {"graph.py": "a", "search.py": "b"})
    for number in range(MAX_FOLDERS):
        (home / f"empty{number}").mkdir()
    assert set(open_submission(home, EXPECTED).files) == {"graph.py", "search.py"}
    (home / "one_more").mkdir()
    with pytest.raises(IntakeError, match="more than 2000 folders in hand-in;"):
        open_submission(home, EXPECTED)


def test_the_folder_one_stands_in_is_called_by_its_name(tmp_path, monkeypatch):
    home = as_folder(tmp_path, {"graph.py": "a", "search.py": "b", "sub/x.py": ""})
    monkeypatch.chdir(home)
    assert open_submission(".", EXPECTED).name == "hand-in"
    monkeypatch.chdir(home / "sub")
    assert open_submission("..", EXPECTED).name == "hand-in"
    monkeypatch.setattr(folder_module, "MAX_FILES", 1)
    with pytest.raises(IntakeError, match="more than 1 files in hand-in;"):
        open_submission("..", EXPECTED)


def test_an_empty_file_and_what_is_no_notebook_are_said(tmp_path):
    submission = open_submission(as_folder(tmp_path, {"graph.py": "\n", "search.ipynb": "{}"}), EXPECTED)
    notes = " ".join(submission.notes)
    assert "graph.py is empty." in notes and "Not handed in: search.py" in notes and "notebook" in notes


def test_a_file_named_like_a_standard_module_is_said(tmp_path):
    submission = open_submission(as_folder(tmp_path, {"graph.py": "a", "search.py": "b", "random.py": "c"}), EXPECTED)
    assert any("random.py has the name of one of Python's own modules" in note for note in submission.notes)


def test_a_file_named_like_numpy_is_said_to_be_numpys(tmp_path):
    submission = open_submission(as_folder(tmp_path, {"graph.py": "a", "search.py": "b", "numpy.py": "c"}), EXPECTED)
    assert submission.notes == (
        "numpy.py has the name of numpy itself, so `import numpy` gives numpy's and not yours; rename it.",
    )


def test_helper_modules_come_along_and_subfolders_do_not(tmp_path):
    files = {"graph.py": "a", "search.py": "b", "helper.py": "c", "kit/graph.py": "d", "notes.txt": "e"}
    assert set(open_submission(as_folder(tmp_path, files), EXPECTED).files) == {"graph.py", "search.py", "helper.py"}


def test_a_file_that_is_too_large_is_left_out_and_the_rest_graded(tmp_path):
    big = b"#" * (intake_files.MAX_FILE_BYTES + 1)
    submission = open_submission(as_folder(tmp_path, {"graph.py": big, "search.py": "b"}), EXPECTED)
    assert set(submission.files) == {"search.py"}
    assert any("larger than 1 MiB" in note for note in submission.notes)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links and pipes as POSIX has them")
def test_links_and_pipes_are_never_followed(tmp_path):
    secret = tmp_path / "secret.py"
    secret.write_text("answers = 42")
    home = as_folder(tmp_path, {"search.py": "b"})
    (home / "graph.py").symlink_to(secret)
    os.link(secret, home / "helper.py")
    os.mkfifo(home / "pipe.py")
    submission = open_submission(home, EXPECTED)
    assert set(submission.files) == {"search.py"}
    assert submission.notes[0] == "graph.py, helper.py, pipe.py were left out: not a regular file with one link."


def test_a_link_to_a_folder_is_not_entered(tmp_path):
    other = as_folder(tmp_path / "other", {"graph.py": "x"})
    home = as_folder(tmp_path, {"search.py": "b"})
    (home / "sub").symlink_to(other)
    assert set(open_submission(home, EXPECTED).files) == {"search.py"}


@BOTH
def test_of_two_names_that_differ_in_case_the_exact_one_is_graded(tmp_path, pack):
    submission = open_submission(pack(tmp_path, {"graph.py": "x", "GRAPH.py": "y", "search.py": "z"}), EXPECTED)
    assert submission.files == {"graph.py": b"x", "search.py": b"z"}
    assert submission.notes == (
        "graph.py was graded, but GRAPH.py looks like a copy of it. Hand in only the file that you want graded, as "
        "graph.py.",
    )


@pytest.mark.parametrize(
    ("name", "words"), [("nothing", "no such file"), ("notes.txt", "neither a folder"), ("bad.zip", "not a zip")]
)
def test_what_cannot_be_opened_is_a_sentence(tmp_path, name, words):
    if name != "nothing":
        (tmp_path / name).write_text("hello")
    with pytest.raises(IntakeError, match=words):
        open_submission(tmp_path / name, EXPECTED)


def test_what_was_handed_in_instead_of_everything_that_was_asked_for_is_named(tmp_path):
    submission = open_submission(as_folder(tmp_path, {"hw1.py": "a = 1", "essay.txt": "b"}), EXPECTED)
    [note] = [note for note in submission.notes if note.startswith("Not handed in")]
    assert note.startswith("Not handed in: graph.py, search.py.") and note.endswith(
        " Found instead: essay.txt, hw1.py."
    )
