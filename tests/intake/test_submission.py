"""Whatever a student hands in: what can be graded is found, and what was guessed is said."""

from __future__ import annotations

import io
import os
import stat
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake import files as intake_files
from autograder.intake import folder as folder_module
from autograder.intake.files import IntakeError
from autograder.intake.folder import MAX_FOLDERS
from autograder.intake.submission import HANDED_IN, open_submission
from autograder.selfcheck.run import AT_HOME
from tests.support.counting import calls_counted
from tests.support.fuzzing import for_a_while

EXPECTED = ("graph.py", "search.py")


def folder(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    home = tmp_path / "hand-in"
    for name, data in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return home


def zipped(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    path = tmp_path / "hand-in.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


BOTH = pytest.mark.parametrize("pack", [folder, zipped])


@BOTH
def test_files_are_read_as_they_are(tmp_path, pack):
    submission = open_submission(
        pack(tmp_path, {"graph.py": "x = 1\r\n", "search.py": b"\xef\xbb\xbfy = 2\n"}), EXPECTED
    )
    assert submission.files == {"graph.py": b"x = 1\r\n", "search.py": b"\xef\xbb\xbfy = 2\n"}
    assert submission.notes == () and submission.name == "hand-in"


def test_a_single_file_is_a_submission(tmp_path):
    path = folder(tmp_path, {"graph.py": "x = 1"}) / "graph.py"
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
    submission = open_submission(folder(tmp_path, {name: "a", "search.py": "b"}), EXPECTED)
    assert submission.files["graph.py"] == b"a"
    assert f"{name} was taken for graph.py" in submission.notes[0]


def test_the_exact_name_wins_over_a_copy(tmp_path):
    submission = open_submission(
        folder(tmp_path, {"graph (1).py": "old", "graph.py": "new", "search.py": "b"}), EXPECTED
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
    ],
)
@BOTH
def test_what_there_is_instead_of_a_missing_file_is_said(tmp_path, pack, name, said):
    files = {"graph.py": "a", name: "b"}
    submission = open_submission(pack(tmp_path, files), EXPECTED)
    assert submission.notes == (f"Not handed in: search.py ({said}). What needs it earns nothing.",)


def test_a_zip_in_the_hand_in_is_said_and_not_opened(tmp_path):
    submission = open_submission(folder(tmp_path, {"graph.py": "a", "more/rest.zip": b"PK"}), EXPECTED)
    assert submission.notes[-1] == (
        "more/rest.zip was handed in packed and was not opened; hand in the files that are in it."
    )


def test_the_kits_own_files_are_not_taken_for_missing_ones(tmp_path):
    files = {"graph.py": "a", "kit/assignment.yaml": "", "kit/probes/search.py": "b"}
    submission = open_submission(folder(tmp_path, files), EXPECTED)
    assert submission.notes == ("Not handed in: search.py. What needs it earns nothing.",)


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
    submission = open_submission(folder(tmp_path, {"serach.py": "b"}), EXPECTED, phrases=phrases)
    assert submission.notes[0].startswith(said)


def test_at_home_nothing_is_handed_in(tmp_path):
    files = {"graph.py": "a", "more/rest.zip": b"PK"}
    submission = open_submission(folder(tmp_path, files), EXPECTED, phrases=AT_HOME)
    assert submission.notes == (
        "This folder has no search.py. What needs it cannot be checked.",
        "more/rest.zip was not opened; put the files that are in it beside your others.",
    )


def test_a_missing_file_that_is_there_and_too_large_is_not_to_be_moved(tmp_path):
    big = b"#" * (intake_files.MAX_FILE_BYTES + 1)
    submission = open_submission(folder(tmp_path, {"graph.py": "a", "search.py": big}), EXPECTED)
    assert "Not handed in: search.py. What needs it earns nothing." in submission.notes


@pytest.mark.parametrize("name", ["my-python", "sub/env 3.12"])
def test_a_virtual_environment_is_passed_over_whatever_its_name(tmp_path, monkeypatch, name):
    monkeypatch.setattr(intake_files, "MAX_FILES", 5)
    modules = {f"{name}/lib/module{number}.py": "" for number in range(9)}
    files = {"graph.py": "a", "search.py": "b", f"{name}/pyvenv.cfg": "home = /usr/bin", **modules}
    submission = open_submission(folder(tmp_path, files), EXPECTED)
    assert set(submission.files) == {"graph.py", "search.py"} and submission.notes == ()


def test_folders_without_end_are_not_walked_to_their_end(tmp_path):
    home = folder(tmp_path, {"graph.py": "a", "search.py": "b"})
    for number in range(MAX_FOLDERS):
        (home / f"empty{number}").mkdir()
    assert set(open_submission(home, EXPECTED).files) == {"graph.py", "search.py"}
    (home / "one_more").mkdir()
    with pytest.raises(IntakeError, match="more than 2000 folders in hand-in;"):
        open_submission(home, EXPECTED)


def test_the_folder_one_stands_in_is_called_by_its_name(tmp_path, monkeypatch):
    home = folder(tmp_path, {"graph.py": "a", "search.py": "b", "sub/x.py": ""})
    monkeypatch.chdir(home)
    assert open_submission(".", EXPECTED).name == "hand-in"
    monkeypatch.chdir(home / "sub")
    assert open_submission("..", EXPECTED).name == "hand-in"
    monkeypatch.setattr(folder_module, "MAX_FILES", 1)
    with pytest.raises(IntakeError, match="more than 1 files in hand-in;"):
        open_submission("..", EXPECTED)


def test_an_empty_file_and_a_notebook_are_said(tmp_path):
    submission = open_submission(folder(tmp_path, {"graph.py": "\n", "search.ipynb": "{}"}), EXPECTED)
    notes = " ".join(submission.notes)
    assert "graph.py is empty." in notes and "Not handed in: search.py" in notes and "notebook" in notes


def test_a_file_named_like_a_standard_module_is_said(tmp_path):
    submission = open_submission(folder(tmp_path, {"graph.py": "a", "search.py": "b", "random.py": "c"}), EXPECTED)
    assert any("random.py has the name of one of Python's own modules" in note for note in submission.notes)


def test_a_file_named_like_numpy_is_said_to_be_numpys(tmp_path):
    submission = open_submission(folder(tmp_path, {"graph.py": "a", "search.py": "b", "numpy.py": "c"}), EXPECTED)
    assert submission.notes == (
        "numpy.py has the name of numpy itself, so `import numpy` gives numpy's and not yours; rename it.",
    )


def test_helper_modules_come_along_and_subfolders_do_not(tmp_path):
    files = {"graph.py": "a", "search.py": "b", "helper.py": "c", "kit/graph.py": "d", "notes.txt": "e"}
    assert set(open_submission(folder(tmp_path, files), EXPECTED).files) == {"graph.py", "search.py", "helper.py"}


def test_a_file_that_is_too_large_is_left_out_and_the_rest_graded(tmp_path):
    big = b"#" * (intake_files.MAX_FILE_BYTES + 1)
    submission = open_submission(folder(tmp_path, {"graph.py": big, "search.py": "b"}), EXPECTED)
    assert set(submission.files) == {"search.py"}
    assert any("larger than 1 MiB" in note for note in submission.notes)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links and pipes as POSIX has them")
def test_links_and_pipes_are_never_followed(tmp_path):
    secret = tmp_path / "secret.py"
    secret.write_text("answers = 42")
    home = folder(tmp_path, {"search.py": "b"})
    (home / "graph.py").symlink_to(secret)
    os.link(secret, home / "helper.py")
    os.mkfifo(home / "pipe.py")
    submission = open_submission(home, EXPECTED)
    assert set(submission.files) == {"search.py"}
    assert submission.notes[0] == "graph.py, helper.py, pipe.py were left out: not a regular file with one link."


def test_a_link_to_a_folder_is_not_entered(tmp_path):
    other = folder(tmp_path / "other", {"graph.py": "x"})
    home = folder(tmp_path, {"search.py": "b"})
    (home / "sub").symlink_to(other)
    assert set(open_submission(home, EXPECTED).files) == {"search.py"}


@pytest.mark.parametrize(
    "name",
    [
        "../graph.py",
        "/graph.py",
        "a/../../graph.py",
        "C:/graph.py",
        "a\\..\\graph.py",
    ],
)
def test_a_zip_with_a_path_that_leads_outside_is_refused(tmp_path, name):
    with pytest.raises(IntakeError, match="unsafe name"):
        open_submission(zipped(tmp_path, {name: "x", "graph.py": "y"}), EXPECTED)


def test_a_zip_with_a_file_without_a_name_is_refused(tmp_path):
    name = b"graph.py"
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0)
    path = zipped(tmp_path, {name.decode(): "x"})
    data = path.read_bytes()
    end = len(data) - 22
    files, size, start = struct.unpack_from("<H2I", data, end + 10)
    assert data[end : end + 4] == b"PK\5\6" and data[start + 46 : end] == name
    last = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, files + 1, files + 1, size + len(entry), start, 0)
    path.write_bytes(data[:end] + entry + last)
    with pytest.raises(IntakeError, match="unsafe name, ''"):
        open_submission(path, EXPECTED)


@BOTH
def test_of_two_names_that_differ_in_case_the_exact_one_is_graded(tmp_path, pack):
    submission = open_submission(pack(tmp_path, {"graph.py": "x", "GRAPH.py": "y", "search.py": "z"}), EXPECTED)
    assert submission.files == {"graph.py": b"x", "search.py": b"z"}
    assert submission.notes == (
        "GRAPH.py looks like a copy of graph.py. graph.py was graded; hand in only the one that you mean, as graph.py.",
    )


def test_a_link_in_a_zip_is_left_out(tmp_path):
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("graph.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("search.py", "b")
    submission = open_submission(path, EXPECTED)
    assert set(submission.files) == {"search.py"}
    assert submission.notes[0] == "graph.py was left out: not a regular file with one link."


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    with pytest.raises(IntakeError, match="200 times its size"):
        open_submission(zipped(tmp_path, {"graph.py": b"\0" * (8 << 20)}), EXPECTED)
    many = {f"f{i}.py": "" for i in range(intake_files.MAX_FILES + 1)}
    with pytest.raises(IntakeError, match="more than 2000 files"):
        open_submission(zipped(tmp_path, many), EXPECTED)
    with pytest.raises(IntakeError, match="together are larger than 16 MiB"):
        open_submission(zipped(tmp_path, {f"f{i}.py": os.urandom(1 << 20) for i in range(17)}), EXPECTED)


@pytest.mark.parametrize(("method", "words"), [(zipfile.ZIP_LZMA, "by LZMA"), (zipfile.ZIP_BZIP2, "by bzip2")])
def test_a_zip_that_is_packed_in_an_unusual_way_is_refused_with_the_way(tmp_path, method, words):
    path = tmp_path / "odd.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("graph.py", "x = 1\n" * 100)
    with pytest.raises(IntakeError, match=f"odd.zip is packed {words}"):
        open_submission(path, EXPECTED)


def test_a_zip_whose_files_are_not_packed_is_opened(tmp_path):
    path = tmp_path / "stored.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("graph.py", "x = 1\n")
    assert open_submission(path, EXPECTED).files == {"graph.py": b"x = 1\n"}


def test_the_list_of_a_million_files_is_not_even_read(tmp_path):
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0) + b"a.py"
    size = 1_000_000 * len(entry)
    end = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1_000_000, 1_000_000, size, 0)
    end += struct.pack("<4sIQI", b"PK\6\7", 0, size, 1)
    end += struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    (tmp_path / "many.zip").write_bytes(entry * 1_000_000 + end)
    tracemalloc.start()
    with calls_counted() as calls, pytest.raises(IntakeError, match=r"many\.zip holds more than 20000 files"):
        open_submission(tmp_path / "many.zip", EXPECTED)
    assert tracemalloc.get_traced_memory()[1] < 1 << 20 and calls.count < 10_000
    tracemalloc.stop()


def test_a_zip_that_lies_about_its_size_is_cut_off(tmp_path):
    path = zipped(tmp_path, {"graph.py": b"ab" * (1 << 20), "search.py": "b"})
    data = bytearray(path.read_bytes())
    real = (2 << 20).to_bytes(4, "little")
    path.write_bytes(bytes(data).replace(real, (10_000).to_bytes(4, "little")))
    submission = open_submission(path, EXPECTED)
    assert "graph.py" not in submission.files or len(submission.files["graph.py"]) <= intake_files.MAX_FILE_BYTES


@pytest.mark.parametrize(
    ("name", "words"), [("nothing", "no such file"), ("notes.txt", "neither a folder"), ("bad.zip", "not a zip")]
)
def test_what_cannot_be_opened_is_a_sentence(tmp_path, name, words):
    if name != "nothing":
        (tmp_path / name).write_text("hello")
    with pytest.raises(IntakeError, match=words):
        open_submission(tmp_path / name, EXPECTED)


METHODS = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
NAMES = st.sampled_from(
    ["graph.py", "Search.py", "a/search.py", "../x.py", "a/", "nul", "é.py", "__MACOSX/x.py"]
) | st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)


@st.composite
def zips(draw):
    """The bytes of a zip with a few files, each packed and marked in its own way."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in draw(st.lists(NAMES, max_size=4, unique=True)):
            info = zipfile.ZipInfo(name)
            info.compress_type = draw(METHODS)
            info.external_attr = draw(st.sampled_from([0, 0o644, 0o755, 0o120777, 0o040755, 0o010644, 0o100600])) << 16
            archive.writestr(
                info, draw(st.sampled_from([b"", b"x = 1\n" * 50, b"\0" * 70_000]) | st.binary(max_size=300))
            )
        archive.comment = draw(st.binary(max_size=30))
    return bytearray(buffer.getvalue())


@for_a_while
@given(raw=zips(), data=st.data())
def test_a_damaged_zip_never_does_worse_than_a_sentence(tmp_path_factory, raw, data):
    for _ in range(data.draw(st.integers(0, 6))):
        place, size = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(1, 4))
        raw[place : place + size] = data.draw(st.binary(min_size=size, max_size=size) | st.just(b"\xff" * size))
    cut = data.draw(st.integers(0, len(raw)) | st.just(len(raw)))
    opened_or_refused(tmp_path_factory.getbasetemp() / "damaged.zip", bytes(raw[:cut]))


def opened_or_refused(path, content):
    path.write_bytes(content)
    try:
        submission = open_submission(path, EXPECTED)
    except IntakeError as error:
        assert str(error).endswith(".")
    else:
        assert all(len(content) <= intake_files.MAX_FILE_BYTES for content in submission.files.values())
