"""A zip is opened without trust: no path leads out of it, and no size in it is believed."""

from __future__ import annotations

import io
import os
import stat
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake import files as intake_files
from autograder.intake.files import IntakeError
from autograder.intake.submission import open_submission
from tests.support.counting import calls_counted
from tests.support.fuzzing import for_a_while

from .packing import as_zip

EXPECTED = ("graph.py", "search.py")


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
        open_submission(as_zip(tmp_path, {name: "x", "graph.py": "y"}), EXPECTED)


def test_a_zip_with_a_file_without_a_name_is_refused(tmp_path):
    name = b"graph.py"
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0)
    path = as_zip(tmp_path, {name.decode(): "x"})
    data = path.read_bytes()
    end = len(data) - 22
    files, size, start = struct.unpack_from("<H2I", data, end + 10)
    assert data[end : end + 4] == b"PK\5\6" and data[start + 46 : end] == name
    last = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, files + 1, files + 1, size + len(entry), start, 0)
    path.write_bytes(data[:end] + entry + last)
    with pytest.raises(IntakeError, match="unsafe name, ''"):
        open_submission(path, EXPECTED)


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
        open_submission(as_zip(tmp_path, {"graph.py": b"\0" * (8 << 20)}), EXPECTED)
    many = {f"f{i}.py": "" for i in range(intake_files.MAX_FILES + 1)}
    with pytest.raises(IntakeError, match="more than 2000 files"):
        open_submission(as_zip(tmp_path, many), EXPECTED)
    with pytest.raises(IntakeError, match="together are larger than 16 MiB"):
        open_submission(as_zip(tmp_path, {f"f{i}.py": os.urandom(1 << 20) for i in range(17)}), EXPECTED)


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
    path = as_zip(tmp_path, {"graph.py": b"ab" * (1 << 20), "search.py": "b"})
    data = bytearray(path.read_bytes())
    real = (2 << 20).to_bytes(4, "little")
    path.write_bytes(bytes(data).replace(real, (10_000).to_bytes(4, "little")))
    submission = open_submission(path, EXPECTED)
    assert "graph.py" not in submission.files or len(submission.files["graph.py"]) <= intake_files.MAX_FILE_BYTES


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


@pytest.mark.slow
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
