"""What is dangerous in an archive refuses it, and a trifle does not."""

from __future__ import annotations

import gzip
import io
import os
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from autograder.intake import zips
from autograder.intake.files import IntakeError
from autograder.intake.submission import open_hand_in, open_submission
from autograder.records import HandIn
from tests.intake.packing import PACKS, Pack, Saved, as_tar, as_tgz, as_zip
from tests.support.counting import calls_counted

EXPECTED = ("graph.py", "search.py")
WORK = {"graph.py": "a", "search.py": "b"}
ALL = pytest.mark.parametrize("pack", PACKS)
ARCHIVES = pytest.mark.parametrize("pack", [as_zip, as_tar, as_tgz])
TARS = pytest.mark.parametrize("pack", [as_tar, as_tgz])


@ALL
@pytest.mark.parametrize(
    ("trifle", "said"),
    [
        ("Icon\r", "Icon? was left out: the name has a character that cannot be printed."),
        ("aux.py", "aux.py was left out: Windows reserves the name."),
        ("data/nul.csv", "data/nul.csv was left out: Windows reserves the name."),
        ("notes: 1.txt", "notes: 1.txt was left out: the name has a character that Windows does not allow."),
        ("\x1b]0;title\x07.py", "?.py was left out: the name has a character that cannot be printed."),
        ("a\\b.py", "a\\b.py was left out: the name has a character that Windows does not allow."),
    ],
)
def test_an_odd_name_is_left_out_by_name_and_the_rest_is_graded(
    tmp_path: Path, pack: Pack, trifle: str, said: str
) -> None:
    submission = open_submission(pack(tmp_path, {**WORK, trifle: "x"}), EXPECTED)
    assert submission.files == {"graph.py": b"a", "search.py": b"b"}
    (note,) = submission.notes
    assert note.lstrip("?") == said.lstrip("?") and "\x1b" not in note


@ALL
@pytest.mark.parametrize("folder", ["ho\u200cme", "für", "con", "a: b", "\x1b[31mred"])
def test_the_name_of_a_folder_around_the_work_does_not_matter(tmp_path: Path, pack: Pack, folder: str) -> None:
    submission = open_submission(pack(tmp_path, {f"{folder}/{name}": text for name, text in WORK.items()}), EXPECTED)
    assert submission.files == {"graph.py": b"a", "search.py": b"b"}
    assert all(character.isprintable() for character in submission.notes[0])


@ALL
def test_links_and_deep_folders_are_left_out_by_name(tmp_path: Path, pack: Pack) -> None:
    deep = "/".join("abcdefghijklmno")
    tree = {**WORK, "link.py": Saved(b"/etc/passwd", link=True), f"{deep}/x.py": "", f"{deep}/y.py": ""}
    assert open_submission(pack(tmp_path, tree), EXPECTED).notes == (
        "a/b/c/d/e/f/g/h/i/j/k/l/m/ was left out: more than 12 folders deep.",
        "link.py was left out: not a regular file with one link.",
    )


@ARCHIVES
@pytest.mark.parametrize("path", ["../graph.py", "/tmp/graph.py", "a/../../graph.py", "C:/graph.py", "..\\graph.py"])
def test_a_path_that_leads_outside_refuses_the_whole(tmp_path: Path, pack: Pack, path: str) -> None:
    with pytest.raises(IntakeError, match="holds a file with an unsafe name"):
        open_submission(pack(tmp_path, {**WORK, path: "x"}), EXPECTED)


@ARCHIVES
def test_more_than_may_be_unpacked_refuses_the_whole(
    tmp_path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pack(tmp_path, {**WORK, "data.bin": b"\0" * 50_000})
    monkeypatch.setattr(zips, "MAX_UNPACKED", 40_000)
    with pytest.raises(IntakeError, match="would unpack to more than"):
        open_submission(path, EXPECTED)


@ARCHIVES
def test_more_files_than_may_be_listed_refuse_the_whole(
    tmp_path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pack(tmp_path, {**WORK, **{f".git/{number}": "" for number in range(20)}})
    monkeypatch.setattr(zips, "MAX_ENTRIES", 20)
    with pytest.raises(IntakeError, match="holds more than 20 files"):
        open_submission(path, EXPECTED)


def test_a_gzip_bomb_is_read_no_further_than_it_may_unpack(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tgz"
    header = tarfile.TarInfo("zeros.bin")
    header.size = 1 << 40
    path.write_bytes(gzip.compress(header.tobuf() + b"\0" * (1 << 20)))
    with pytest.raises(IntakeError, match="would unpack to more than 256 MiB"):
        open_submission(path, EXPECTED)


def test_a_file_that_is_packed_further_than_source_text_is_refused_only_if_it_would_be_graded(tmp_path: Path) -> None:
    assert open_submission(as_zip(tmp_path / "data", {**WORK, "zeros.csv": b"0" * (4 << 20)}), EXPECTED).notes == ()
    with pytest.raises(IntakeError, match="200 times its size"):
        open_submission(as_zip(tmp_path / "code", {**WORK, "zeros.py": b"0" * (4 << 20)}), EXPECTED)


@pytest.mark.parametrize("kind", [tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.GNUTYPE_SPARSE, b"Z"])
def test_whatever_is_no_regular_file_in_a_tar_is_left_out(tmp_path: Path, kind: bytes) -> None:
    path = tmp_path / "odd.tar"
    with tarfile.open(path, "w") as archive:
        odd = tarfile.TarInfo("search.py")
        odd.type, odd.linkname = kind, "/etc/passwd"
        archive.addfile(odd)
        mine = tarfile.TarInfo("graph.py")
        mine.size = 1
        archive.addfile(mine, io.BytesIO(b"a"))
    submission = open_submission(path, EXPECTED)
    assert submission.files == {"graph.py": b"a"}
    assert "search.py was left out: not a regular file with one link." in submission.notes


@TARS
def test_long_paths_in_a_tar_are_read_whole(tmp_path: Path, pack: Pack) -> None:
    folder = "/".join(["a folder with a long name"] * 8)
    assert len(folder) > 200
    tree = {f"{folder}/{name}": text for name, text in WORK.items()}
    assert open_submission(pack(tmp_path, tree), EXPECTED).files == {"graph.py": b"a", "search.py": b"b"}


def test_a_name_that_is_in_an_archive_twice_is_told(tmp_path: Path) -> None:
    path = as_tar(tmp_path, WORK)
    with tarfile.open(path, "a") as archive:
        again = tarfile.TarInfo("graph.py")
        again.size = 3
        archive.addfile(again, io.BytesIO(b"new"))
    submission = open_submission(path, EXPECTED)
    assert submission.files["graph.py"] == b"new"
    assert submission.notes == (
        "graph.py was left out: there are several of this name in one place, and the last was taken.",
    )


def test_a_zip_of_many_files_is_read_in_work_that_grows_with_them(tmp_path: Path) -> None:
    def work(files: int) -> int:
        path = as_zip(tmp_path / str(files), {**WORK, **{f"m{number}.py": "x = 1" for number in range(files)}})
        with calls_counted() as calls:
            open_submission(path, EXPECTED)
        return calls.count

    assert work(1600) < 2.5 * work(800)


@ALL
@pytest.mark.parametrize("name", ["rest.tar.gz", "rest.tgz", "rest.7z", "rest.rar", "rest.zip", "rest.tar.xz"])
def test_an_archive_beside_the_work_is_named(tmp_path: Path, pack: Pack, name: str) -> None:
    assert open_submission(pack(tmp_path, {**WORK, name: "x"}), EXPECTED).notes == (
        f"{name} was handed in packed and was not opened; hand in the files that are in it.",
    )


@pytest.mark.parametrize("pack", [as_zip, as_tar, as_tgz])
def test_the_only_archive_in_a_folder_is_opened(tmp_path: Path, pack: Pack) -> None:
    path = pack(tmp_path / "john.doe", WORK)
    (tmp_path / "john.doe" / "README.txt").write_text("my work")
    submission = open_submission(tmp_path / "john.doe", EXPECTED)
    assert submission.files == {"graph.py": b"a", "search.py": b"b"} and submission.name == "john.doe"
    assert submission.notes == (f"Your files were read from {path.name}.",)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["hw.tar.gz"], "hw.tar.gz is not a tar file that can be read"),
        (["hw.zip", "essay.txt"], "hw.zip is not a zip file that can be read"),
        (["hw.rar"], "hw.rar was handed in packed and was not opened"),
        (["a.zip", "b.zip"], "a.zip, b.zip were handed in packed and were not opened"),
    ],
)
def test_work_that_is_in_archives_alone_is_refused_where_none_can_be_opened(
    tmp_path: Path, names: list[str], told: str
) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b"hello")
    with pytest.raises(IntakeError, match=f"^{re.escape(told)}"):
        open_submission(tmp_path, EXPECTED)
    files = {name: tmp_path / name for name in names}
    with pytest.raises(IntakeError, match=f"^{re.escape(told)}"):
        open_hand_in(HandIn("1", "ada", files=files), EXPECTED)


@pytest.mark.parametrize("pack", [as_zip, as_tar, as_tgz])
def test_the_only_archive_among_single_files_is_opened(tmp_path: Path, pack: Pack) -> None:
    (tmp_path / "essay.txt").write_text("my work")
    files = {path.name: path for path in (tmp_path / "essay.txt", pack(tmp_path / "packed", WORK))}
    assert open_hand_in(HandIn("1", "ada", files=files), EXPECTED).files == {"graph.py": b"a", "search.py": b"b"}


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"Rar!\x1a\x07", "a RAR"),
        (b"7z\xbc\xaf'\x1c", "a 7-Zip"),
        (b"BZh9", "a bzip2"),
        (b"\xfd7zXZ\0", "an XZ"),
        (b"\x28\xb5\x2f\xfd\0", "a Zstandard"),
        (b"\x04\x22\x4d\x18", "an LZ4"),
        (b"LZIP\1", "an lzip"),
    ],
)
@pytest.mark.parametrize(
    "name", ["hw.zip", "hw.rar", "hw.7z", "hw.tar.bz2", "hw.tar.xz", "hw.tar.zst", "hw.tzst", "hw.tar.lz4"]
)
def test_an_archive_that_few_programs_open_is_called_by_what_it_is(
    tmp_path: Path, start: bytes, kind: str, name: str
) -> None:
    (tmp_path / name).write_bytes(start + b"\0" * 600)
    with pytest.raises(IntakeError, match=f"{name} is {kind} archive, which is not opened; hand in a .zip instead"):
        open_submission(tmp_path / name, EXPECTED)


def test_a_tar_that_is_called_a_zip_is_opened_all_the_same(tmp_path: Path) -> None:
    path = as_tgz(tmp_path, WORK).rename(tmp_path / "hw.zip")
    assert open_submission(path, EXPECTED).files == {"graph.py": b"a", "search.py": b"b"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes as POSIX has them")
@pytest.mark.parametrize("name", ["hw.zip", "hw.tar.gz", "graph.py"])
@pytest.mark.timeout(60)
def test_a_pipe_with_the_name_of_a_hand_in_does_not_hang(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(IntakeError, match="not a regular file"):
        open_submission(tmp_path / name, EXPECTED)


def test_one_file_with_a_password_does_not_refuse_the_others(tmp_path: Path) -> None:
    path = as_zip(tmp_path, {**WORK, "secret.txt": "x"})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.rindex(mark)
        data[at + place] |= 1
    path.write_bytes(data)
    assert open_submission(path, EXPECTED).files == {"graph.py": b"a", "search.py": b"b"}


def test_a_zip_from_a_mac_that_does_not_say_that_it_writes_utf_8_is_read_as_such(tmp_path: Path) -> None:
    path = as_zip(tmp_path, {f"für/{name}": text for name, text in WORK.items()})
    data = bytearray(path.read_bytes())
    at = 0
    for mark, place in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] &= ~0x8
            at = data.find(mark, at + 4)
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        assert not any(info.flag_bits & 0x800 for info in archive.infolist())
    assert "Your files are in the folder für;" in open_submission(path, EXPECTED).notes[0]
