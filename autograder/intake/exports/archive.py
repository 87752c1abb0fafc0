"""A class as one zip: unpacked once, and only as far as it is needed.

Source files and packed hand-ins are unpacked; of every other file only the name is kept, as a file without content, so
that a report can say what it was. What is dangerous or damaged costs its own entry, not the class.
"""

from __future__ import annotations

import calendar
import errno
import hashlib
import json
import os
import shutil
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from autograder.errors import MachineError, UsageError
from autograder.intake.exports.entries import listed
from autograder.intake.exports.unpacking import own_folder
from autograder.intake.files import IntakeError, most_bytes
from autograder.intake.names import is_archive, is_ignored, is_source, shown, without_suffix
from autograder.intake.zips import ENCRYPTED, UNREADABLE, method_of, path_in_zip, refuse_paths_outside
from autograder.writers.files import write_whole

MAX_ENTRIES = 2_000_000
MAX_PACKED_BYTES = 64 << 20
"""How large a hand-in that is itself packed may be."""
MAX_UNPACKED = 64 << 30
"""How much is unpacked in all."""
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
"""How the files may be packed: in every way that Python can read."""
LISTS = (".yml", ".yaml", ".csv", ".txt")
"""The platforms' own lists."""
MAX_LIST_BYTES = 1 << 30
ZipMember: TypeAlias = "tuple[zipfile.ZipInfo, PurePosixPath | None, frozenset[str]]"
"""A file of the zip, where it belongs (None: its name is unsafe), and the suffixes that are wanted."""
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)
UNPACK_IT = "If it is a class that is packed otherwise, unpack it, and name the folder."


class ClassZipError(UsageError):
    """A zip of a class that cannot be opened at all."""


class NoRoomError(MachineError):
    """A disk that cannot take what is in a zip of a class."""


@dataclass(frozen=True)
class Unpacked:
    """The folder that the zip became, the paths in it that could not be read, and notes."""

    folder: Path
    damaged: tuple[str, ...]
    notes: tuple[str, ...]


def unpack(path: Path, home: Path, expected: Sequence[str]) -> Unpacked:
    """Unpack a zip into a folder of ``home`` named after its content; one that is there already is used again.

    Files of the kinds of the ``expected`` names are unpacked as well. Raises `ClassZipError` or `NoRoomError`.
    """
    wanted = frozenset(PurePosixPath(name).suffix.casefold() for name in expected)
    try:
        archive = zipfile.ZipFile(path)
    except UNREADABLE as error:
        raise ClassZipError(
            f"{shown(path)} is not a zip file that can be read ({shown(error)}). {UNPACK_IT}"
        ) from error
    with archive:
        infos = archive.infolist()
        if len(infos) > MAX_ENTRIES:
            raise ClassZipError(f"{shown(path)} lists {len(infos)} files, more than {MAX_ENTRIES}.")
        rows = (f"{info.filename}\0{info.file_size}\0{info.CRC}\0{info.date_time}" for info in infos)
        place = (
            home
            / hashlib.sha256("\n".join([*sorted(wanted), *rows]).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        )
        folder, told = place / without_suffix(path.name), place / "notes.json"
        if not (folder.is_dir() and told.is_file()):
            members = [(info, _path(info), wanted) for info in infos]
            _refuse_what_stays_closed(path, [row[0] for row in members if _size(*row)])
            with _room_explained(path, home):
                home.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # nobody else's to read
                place.mkdir(parents=True, exist_ok=True)
                _unpack(archive, members, folder, told)
    notes = json.loads(told.read_text(encoding="utf-8"))
    return Unpacked(folder, tuple(notes["damaged"]), tuple(notes["notes"]))


def _refuse_what_stays_closed(path: Path, infos: Sequence[zipfile.ZipInfo]) -> None:
    """Raise `ClassZipError` for a password and for a method of packing that Python does not know."""
    for info in infos:
        if info.flag_bits & ENCRYPTED:
            raise ClassZipError(f"{shown(path)} is encrypted: unpack it with its password, and name the folder.")
        if info.compress_type not in METHODS:
            raise ClassZipError(f"{shown(path)} is packed by {method_of(info)}: unpack it, and name the folder.")


@contextmanager
def _room_explained(path: Path, home: Path) -> Iterator[None]:
    """Say what was to be written where the disk cannot take it. Raises `NoRoomError`."""
    try:
        yield
    except OSError as error:
        raise NoRoomError(
            f"{shown(path)} cannot be unpacked into {shown(home)}: {error.strerror}. Make room, or make the folder "
            f"writable, and run the same command again."
        ) from error


def _unpack(archive: zipfile.ZipFile, rows: Sequence[ZipMember], folder: Path, told: Path) -> None:
    """Unpack beside the final place and rename at the end, so that the folder is whole or not there."""
    if sum(_size(*row) for row in rows) > MAX_UNPACKED:
        raise ClassZipError(f"{shown(archive.filename)} would unpack to more than {MAX_UNPACKED >> 30} GiB.")
    with own_folder(folder.parent) as place:
        unsafe = [shown(path_in_zip(info)) for info, path, _ in rows if path is None]
        links = [shown(path) for info, path, _ in rows if path and stat.S_ISLNK(info.external_attr >> 16)]
        damaged = [str(row[1]) for row in rows if not _written(archive, row, place)]
        notes = listed("Left out of the zip, for their names are unsafe", unsafe)
        notes += listed("Links in the zip, which are not followed", links)
        notes += listed("Twice in the zip, of which the last counts", _twice(rows))
        notes += listed("Damaged in the zip", [shown(path) for path in damaged])
        write_whole(told, json.dumps({"damaged": damaged, "notes": notes}).encode())
        with suppress(OSError):  # another batch was quicker, with the same files
            place.rename(folder)
        if not folder.is_dir():
            place.rename(folder)


def _twice(rows: Iterable[ZipMember]) -> list[str]:
    counts = Counter(path for info, path, _ in rows if path and not info.is_dir())
    return [shown(path) for path, count in counts.items() if count > 1]


def _path(info: zipfile.ZipInfo) -> PurePosixPath | None:
    """Where a file belongs in the folder; None where its name leads outside, or is none."""
    name = path_in_zip(info)
    with suppress(IntakeError):
        refuse_paths_outside("", name)
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if parts and not any("\0" in part or len(os.fsencode(part)) > 255 for part in parts):
            return PurePosixPath(*parts)
    return None


def _size(info: zipfile.ZipInfo, path: PurePosixPath | None, wanted: frozenset[str]) -> int:
    """How much of a file is unpacked: all of it, or nothing."""
    if path is None:
        return 0
    suffix = path.suffix.casefold()
    if is_archive(path):
        most = MAX_PACKED_BYTES
    elif is_source(path.as_posix()) or suffix in wanted:
        most = most_bytes(path.name)
    else:
        most = MAX_LIST_BYTES if suffix in LISTS else 0
    return info.file_size if info.file_size <= most else 0


def _written(archive: zipfile.ZipFile, row: ZipMember, place: Path) -> bool:
    """Write a file with its content, or as a hole of its size where the content is not wanted.

    False where it is damaged. A disk that cannot take it is not the file's fault, and raised.
    """
    info, inner, _ = row
    if inner is None or any(map(is_ignored, inner.parts)) or stat.S_ISLNK(info.external_attr >> 16):
        return True
    path = place / inner
    try:
        (path if info.is_dir() else path.parent).mkdir(parents=True, exist_ok=True)
        if info.is_dir():  # a folder without files is somebody's, too
            return True
        with path.open("wb") as file:
            if not _size(*row):
                file.truncate(info.file_size)
            else:
                with archive.open(info) as packed:
                    shutil.copyfileobj(packed, file)
        os.utime(path, (_seconds(info), _seconds(info)))
    except UNREADABLE as error:
        if isinstance(error, OSError) and error.errno in DISK:
            raise
        return False
    return True


def _seconds(info: zipfile.ZipInfo) -> int:
    try:
        return calendar.timegm((*info.date_time, 0, 0, 0))
    except ValueError:  # no day of the calendar
        return 0
