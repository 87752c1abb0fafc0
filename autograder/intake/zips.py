"""A zip's files, judged by what the zip declares before any of them is unpacked.

Reading is cut off where a file holds more than that.
"""

from __future__ import annotations

import calendar
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from autograder.intake.files import (
    NO_FILE,
    IntakeError,
    Item,
    PackedOtherwiseError,
    most_bytes,
    open_regular,
    within_limit,
)
from autograder.intake.names import is_source, shown
from autograder.writers.zips import UNIX

MAX_ENTRIES = 20_000
"""How many files an archive may list, those of a virtual environment or of git among them."""
MAX_UNPACKED = 256 << 20
"""How large everything in an archive may be.

Only .py files and notebooks are unpacked, but a tar is read through to find them.
"""
MAX_RATIO = 200
"""How far a .py file of over 64 KiB may be packed; source text stays below 20."""
RATIO_COUNTS_FROM = 1 << 16
MAX_DIRECTORY_BYTES = MAX_ENTRIES * 256
"""How long the list of a zip's files may be: most entries take 60 to 120 bytes."""

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How a zip's files may be packed; what students' machines write is one of these."""
OTHER_METHODS = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}

UTF_8 = 0x800
ENCRYPTED = 0x1
UNREADABLE = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error)


@contextmanager
def zip_items(path: Path) -> Iterator[list[Item]]:
    """The files of a zip, which stays open and is listed once.

    Raises `IntakeError` when it is no zip or is dangerous.
    """
    with _Frugal(path) as file:
        try:
            archive = zipfile.ZipFile(file)
        except UNREADABLE as error:
            raise IntakeError(f"{shown(path.name)} is not a zip file that can be read ({error}).") from error
        with archive:
            infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
            refuse_too_much(path.name, len(infos), sum(info.file_size for info in infos))
            yield [_item(path.name, archive, info) for info in infos]


def refuse_too_much(archive: str, files: int, size: int) -> None:
    """Raise `IntakeError` when an archive declares more than may be looked at."""
    if files > MAX_ENTRIES:
        raise IntakeError(f"{shown(archive)} holds more than {MAX_ENTRIES} files; hand in your own .py files alone.")
    if size > MAX_UNPACKED:
        raise IntakeError(
            f"{shown(archive)} would unpack to more than {MAX_UNPACKED >> 20} MiB; hand in your own .py files alone."
        )


def refuse_paths_outside(archive: str, path: str) -> None:
    """Raise `IntakeError` for a path that leads out of the folder that an archive is unpacked in."""
    parts = path.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or (len(parts[0]) == 2 and parts[0][0].isalpha() and parts[0][1] == ":"):
        raise IntakeError(f"{shown(archive)} holds a file with an unsafe name, {path[:80]!a}; it was not opened.")


class _Frugal(io.FileIO):
    """A zip file whose list of files is read at one go, or not at all if it is too long: the time is in its entries."""

    def __init__(self, path: Path) -> None:
        super().__init__(open_regular(path, links=None), "rb")
        self.title = path.name

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to ``size`` bytes, which must be no more than a list of files may take."""
        if size is not None and size > MAX_DIRECTORY_BYTES:
            refuse_too_much(self.title, MAX_ENTRIES + 1, 0)
        return super().read(-1 if size is None else size) or b""


def _item(archive: str, zipped: zipfile.ZipFile, info: zipfile.ZipInfo) -> Item:
    path = path_in_zip(info)
    refuse_paths_outside(archive, path)
    most = max(RATIO_COUNTS_FROM, MAX_RATIO * info.compress_size)
    if is_source(path) and info.file_size > most:
        raise IntakeError(
            f"{shown(archive)} holds a file that unpacks to over {MAX_RATIO} times its size; it was not opened."
        )
    try:
        modified = calendar.timegm((*info.date_time, 0, 0, 0))
    except ValueError:  # no day of the calendar, such as the zero that some programs write
        modified = 0
    mode = info.external_attr >> 16
    flaw = "" if stat.S_IFMT(mode) in (0, stat.S_IFREG) else NO_FILE
    return Item(path, info.file_size, modified, partial(_unzip, archive, zipped, info), flaw)


def path_in_zip(info: zipfile.ZipInfo) -> str:
    """The path of a file as it was meant when it was packed, parts separated by ``/``."""
    path = info.filename
    if not info.flag_bits & UTF_8:  # macOS writes UTF-8 and does not say so
        with suppress(UnicodeError):
            path = path.encode("cp437").decode()
    if info.create_system != UNIX:  # some programs on Windows part a path by backslashes
        path = path.replace("\\", "/")
    return path


def method_of(info: zipfile.ZipInfo) -> str:
    """What the way in which a file is packed is called."""
    return OTHER_METHODS.get(info.compress_type, f"method {info.compress_type}")


def _unzip(archive: str, zipped: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & ENCRYPTED:
        raise PackedOtherwiseError(f"{shown(archive)} is encrypted; hand in a zip without a password.")
    if info.compress_type not in METHODS:
        raise PackedOtherwiseError(
            f"{shown(archive)} is packed by {method_of(info)}, a method that few programs can read; make the zip with "
            "standard (deflate) compression."
        )
    try:
        with zipped.open(info) as file:
            return within_limit(info.filename, file.read(most_bytes(info.filename) + 1))
    except UNREADABLE as error:
        raise IntakeError(
            f"{shown(info.filename)} in {shown(archive)} is damaged ({shown(error)}); make the zip again."
        ) from error


__all__ = [
    "ENCRYPTED",
    "MAX_ENTRIES",
    "MAX_UNPACKED",
    "UNREADABLE",
    "method_of",
    "path_in_zip",
    "refuse_paths_outside",
    "refuse_too_much",
    "zip_items",
]
