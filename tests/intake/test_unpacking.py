"""What a killed program leaves half unpacked is removed by the next, and nobody else's work is."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest

from autograder.intake.exports import read_class
from autograder.intake.exports.unpacking import own_folder
from tests.batch.killing import ended_well, forked
from tests.intake.exports import as_zip

EXPECTED = ("nn.py",)


def packed_class(tmp_path: Path) -> Path:
    return as_zip(tmp_path / "class.zip", {f"{who}/nn.py": "x = 1\n" for who in ("ada", "ben")})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_what_a_killed_program_had_unpacked_is_removed_and_what_a_living_one_unpacks_is_not(tmp_path: Path) -> None:
    path, home = packed_class(tmp_path), tmp_path / "out" / "unpacked"
    (home / "0123").mkdir(parents=True)
    ready, done = os.pipe(), os.pipe()
    workers = [forked(lambda: unpack_until_killed(home / "0123", ready[1], done[0])) for _ in range(2)]
    for _ in workers:
        assert os.read(ready[0], 1) == b"1"
    killed, living = workers
    os.kill(killed, signal.SIGKILL)
    os.waitpid(killed, 0)
    assert len(list(home.glob("*/.unpacking-*/file"))) == 2
    assert len(read_class(path, EXPECTED, home).hand_ins) == 2
    left = list(home.glob("*/.unpacking-*/file"))
    assert [file.read_text() for file in left] == [str(living)]
    os.write(done[1], b"1")
    os.waitpid(living, 0)
    assert not list(home.glob("*/.unpacking-*"))


def unpack_until_killed(home: Path, ready: int, done: int) -> None:
    with own_folder(home) as place:
        (place / "file").write_text(str(os.getpid()))
        os.write(ready, b"1")
        os.read(done, 1)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_class_zip_that_several_programs_unpack_at_once_is_unpacked_whole(tmp_path: Path) -> None:
    path, home = packed_class(tmp_path), tmp_path / "out" / "unpacked"
    for number in range(20):
        workers = [forked(lambda n=number: read_class(path, EXPECTED, home / str(n) / "unpacked")) for _ in range(4)]
        ended = [ended_well(worker) for worker in workers]
        assert all(ended)
        assert len(read_class(path, EXPECTED, home / str(number) / "unpacked").hand_ins) == 2
    assert not list(home.rglob(".unpacking-*"))


def test_where_there_are_no_locks_nothing_that_may_be_at_work_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(descriptor: int, *, exclusive: bool = True) -> bool:
        raise OSError(errno.ENOLCK, "no locks")

    path, home = packed_class(tmp_path), tmp_path / "out" / "unpacked"
    (home / "0123" / ".unpacking-x").mkdir(parents=True)
    monkeypatch.setattr("autograder.writers.file_lock.try_lock", refused)
    assert len(read_class(path, EXPECTED, home).hand_ins) == 2
    assert [place.name for place in home.glob("*/.unpacking-*")] == [".unpacking-x"]
