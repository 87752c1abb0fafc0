"""A ledger is read where nothing may be written, with all that is in its log, and changes nothing there."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.batch import ledger_reading
from autograder.batch.ledger import Ledger
from autograder.batch.ledger_file import FILE, VERSION, LedgerError, LedgerLostError
from autograder.batch.ledger_reading import INDEX, LOG, read_ledger
from tests.batch.killing import ended_well, forked

NOBODY = 65534
NOTE = "said"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user can reach, with a ledger in it."""
    home = Path(tempfile.mkdtemp())
    home.chmod(0o755)
    try:
        with Ledger(home) as ledger:
            ledger.keep_notes({NOTE: 1})
        yield home
    finally:
        home.chmod(0o755)
        shutil.rmtree(home)


def locked(folder: Path) -> set[str]:
    """Take away everybody's right to write; the names in the folder."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    return {path.name for path in folder.iterdir()}


def as_reader(folder: Path, work: Callable[[Path], object]) -> str:
    """What a process comes to that may not write, even where this one is root's and may do anything."""
    ours, theirs = os.pipe()

    def told() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        os.write(theirs, repr(work(folder)).encode())

    process = forked(told)
    os.close(theirs)
    with os.fdopen(ours) as file:
        said = file.read()
    assert ended_well(process)
    return said


def noted(folder: Path) -> object:
    with read_ledger(folder) as ledger:
        return ledger.note(NOTE)


def killed_writer(folder: Path) -> None:
    """A process that notes 2 and is killed with the ledger open, so that what it noted is in the log alone."""
    ready, done = os.pipe()

    def write() -> None:
        ledger = Ledger(folder)
        ledger.keep_notes({NOTE: 2})
        os.write(done, b"1")
        signal.pause()

    process = forked(write)
    assert os.read(ready, 1) == b"1"
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def test_a_ledger_that_may_not_be_written_is_read_and_left_as_it_is(folder: Path) -> None:
    before = locked(folder)
    assert as_reader(folder, noted) == "1"
    assert {path.name for path in folder.iterdir()} == before == {FILE}


def test_what_a_killed_batch_left_in_the_log_is_read(folder: Path) -> None:
    killed_writer(folder)
    before = locked(folder)
    assert {FILE + LOG, FILE + INDEX} < before
    assert as_reader(folder, noted) == "2"
    assert {path.name for path in folder.iterdir()} == before


def test_a_copy_of_what_a_killed_batch_left_is_read_without_the_index_too(folder: Path) -> None:
    killed_writer(folder)
    (folder / (FILE + INDEX)).unlink()
    before = locked(folder)
    assert as_reader(folder, noted) == "2"
    assert {path.name for path in folder.iterdir()} == before


def test_a_link_to_a_ledger_is_read_with_the_log_that_lies_beside_it(folder: Path) -> None:
    killed_writer(folder)
    with tempfile.TemporaryDirectory() as elsewhere:
        os.chmod(elsewhere, 0o755)
        (Path(elsewhere) / FILE).symlink_to(folder / FILE)
        locked(folder)
        assert as_reader(Path(elsewhere), noted) == "2"


def test_what_a_batch_at_work_has_written_is_read_as_it_was_at_one_moment(folder: Path) -> None:
    def between(folder: Path) -> list[object]:
        with read_ledger(folder) as ledger:
            first = ledger.note(NOTE)
            os.write(asked[1], b"1")
            os.read(answered[0], 1)
            return [first, ledger.note(NOTE)]

    asked, answered = os.pipe(), os.pipe()
    with Ledger(folder) as writer:
        writer.keep_notes({NOTE: 3})
        locked(folder)

        def write() -> None:
            os.read(asked[0], 1)
            folder.chmod(0o755)
            with Ledger(folder) as other:
                other.keep_notes({NOTE: 4})
            os.write(answered[1], b"1")

        for path in folder.iterdir():
            path.chmod(0o644)
        process = forked(write)
        assert as_reader(folder, between) == "[3, 3]"
        assert ended_well(process)
    assert noted(folder) == 4


def test_nothing_counts_of_what_was_read_while_somebody_began_to_write(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_reading, "may_be_written", lambda path: False)
    said = r"ledger\.sqlite3 was written by another batch while it was read: run the same command again"
    with pytest.raises(LedgerError, match=said), read_ledger(folder) as ledger, Ledger(folder) as other:
        assert ledger.note(NOTE) == 1
        other.keep_notes({NOTE: 5})
    assert noted(folder) == 5


def test_where_it_may_be_written_what_a_killed_batch_left_is_tidied_up(folder: Path) -> None:
    killed_writer(folder)
    assert noted(folder) == 2
    assert {path.name for path in folder.iterdir()} == {FILE}


def test_what_is_read_cannot_be_written(folder: Path) -> None:
    with read_ledger(folder) as ledger, pytest.raises(LedgerLostError, match="cannot be read"):
        ledger.keep_notes({NOTE: 6})
    assert noted(folder) == 1


def test_a_ledger_that_cannot_be_read_is_told_in_a_sentence(folder: Path) -> None:
    (folder / FILE).write_bytes(b"")
    with pytest.raises(LedgerError, match="holds nothing yet: the command that was to fill it was stopped"):
        noted(folder)
    assert (folder / FILE).read_bytes() == b""
    (folder / FILE).write_bytes(b"no ledger " * 1000)
    with pytest.raises(LedgerError, match="is not a ledger"):
        noted(folder)


def test_a_ledger_of_another_version_is_not_read(folder: Path) -> None:
    with Ledger(folder) as ledger:
        ledger._base.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(LedgerError, match="was written by a newer version"):
        noted(folder)
