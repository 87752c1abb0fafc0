"""Write files whole or not at all, even when the disk fills up."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

RESERVE_BYTES = 100_000
SUFFIX = ".part"


@contextlib.contextmanager
def reserved(path: Path) -> Iterator[None]:
    """Reserve disk space beside ``path`` for its final version, and free it at the end.

    Files that a killed run left half written there are removed first.
    """
    for left in _half_written(path):
        with contextlib.suppress(OSError):
            left.unlink()
    with contextlib.suppress(OSError):
        _reserve_of(path).write_bytes(b"\0" * RESERVE_BYTES)
    try:
        yield
    finally:
        _free_reserve(path)


def _free_reserve(path: Path) -> None:
    with contextlib.suppress(OSError):
        _reserve_of(path).unlink()


def write_whole(path: Path, data: bytes, lasting: bool = True) -> None:
    """Replace ``path`` in one step: a reader sees the old file or the new one, never a part of it.

    When the disk is full, the reserve is freed and the write is tried once more. A ``lasting`` file is on the disk when
    this returns, and survives a loss of power.
    """
    try:
        _write(path, data, lasting)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not _reserve_of(path).exists():
            raise
        _free_reserve(path)
        _write(path, data, lasting)


def _half_written(path: Path) -> list[Path]:
    """Temporary files of `_write` for this path."""
    name = re.compile(re.escape(f".{path.name}.") + f"[a-z0-9_]{{8}}{re.escape(SUFFIX)}")
    try:
        return [file for file in path.parent.iterdir() if name.fullmatch(file.name) and not file.is_dir()]
    except OSError:
        return []


def _reserve_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.reserve")


def _write(path: Path, data: bytes, lasting: bool) -> None:
    descriptor, temporary = tempfile.mkstemp(SUFFIX, f".{path.name}.", path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
