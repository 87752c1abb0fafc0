"""Files are written whole or not at all."""

from __future__ import annotations

import os
import subprocess

import pytest

from autograder.writers import files


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "results.json"
    files.write_whole(path, b"first")
    files.write_whole(path, b"second")
    assert path.read_bytes() == b"second" and os.listdir(tmp_path) == ["results.json"]


def test_a_folder_that_is_not_there_is_an_error_and_leaves_nothing(tmp_path):
    with pytest.raises(OSError):
        files.write_whole(tmp_path / "missing" / "results.json", b"x")


@pytest.fixture
def tiny_disk(tmp_path):
    """A file system of 300 kB."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(tmp_path)], capture_output=True)
    if done.returncode:
        pytest.skip(f"no small file system can be mounted here: {done.stderr.decode().strip()}")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_full_disk_still_takes_the_report(tiny_disk):
    path = tiny_disk / "results.json"
    files.write_whole(path, b"placeholder")
    with files.reserved(path):
        with pytest.raises(OSError), open(tiny_disk / "filler", "wb") as filler:
            while True:
                filler.write(b"\0" * 4096)
                filler.flush()
        files.write_whole(path, b"x" * 50_000)
    assert path.read_bytes() == b"x" * 50_000
    assert sorted(os.listdir(tiny_disk)) == ["filler", "results.json"]


def test_a_disk_without_room_keeps_the_old_file(tiny_disk):
    path = tiny_disk / "results.json"
    files.write_whole(path, b"placeholder")
    with pytest.raises(OSError):
        files.write_whole(path, b"x" * 500_000)
    assert path.read_bytes() == b"placeholder" and os.listdir(tiny_disk) == ["results.json"]
