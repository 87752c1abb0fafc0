"""Folders and zips as names and bytes, opened without trust. The doors are `folder_entries` and `zip_entries`.

No link is followed, nothing but regular files with one link is read, and the limits hold before anything is unpacked:
a zip is judged by what it declares, and is cut off when it turns out to hold more.
"""

from __future__ import annotations

import io
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.errors import UsageError

MAX_FILES = 2000
MAX_FOLDERS = 2000
MAX_FILE_BYTES = 1 << 20
MAX_TOTAL_BYTES = 16 << 20
MAX_RATIO = 200
"""How far a zip may say that a file of over 64 KiB unpacks; source text stays below 20."""
RATIO_COUNTS_FROM = 1 << 16
MAX_DEPTH = 12
MAX_DIRECTORY_BYTES = MAX_FILES * 256
"""How long the list of a zip's files may be: most entries take 60 to 120 bytes."""
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How a zip's files may be packed; what students' machines write is one of these."""
OTHER_METHODS = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}

TOO_MANY = f"holds more than {MAX_FILES} files; hand in your own .py files alone."

IGNORED_FOLDERS = {"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv", "env"}
ENVIRONMENT_MARK = "pyvenv.cfg"
DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}


class IntakeError(UsageError):
    """A hand-in that cannot be opened safely; the message is a sentence for whoever handed it in."""


@dataclass(frozen=True)
class Entry:
    """A regular file: where it stands, how large it is, and how to read it (at most `MAX_FILE_BYTES`)."""

    path: PurePosixPath
    size: int
    read: Callable[[], bytes]


def folder_entries(folder: Path) -> tuple[list[Entry], list[str]]:
    """The files of a folder, and a sentence for each thing that was left out."""
    entries: list[Entry] = []
    notes: list[str] = []
    for path, size in _walk(folder, notes):
        entries.append(Entry(path, size, _reader(folder / path)))
        if len(entries) > MAX_FILES:
            raise _too_many(MAX_FILES, "files", folder)
    return entries, notes


def _too_many(most: int, what: str, folder: Path) -> IntakeError:
    return IntakeError(f"There are more than {most} {what} in {named(folder)}; hand in your own .py files alone.")


def _walk(folder: Path, notes: list[str]) -> Iterator[tuple[PurePosixPath, int]]:
    for number, (root, folders, files) in enumerate(os.walk(folder, followlinks=False)):
        if number > MAX_FOLDERS:
            raise _too_many(MAX_FOLDERS, "folders", folder)
        here = PurePosixPath(Path(root).relative_to(folder).as_posix())
        deep = len(here.parts) >= MAX_DEPTH
        folders[:] = sorted(name for name in folders if not deep and not _passed_over(root, name))
        for name in sorted(files):
            status = os.lstat(os.path.join(root, name))
            if stat.S_ISREG(status.st_mode) and status.st_nlink == 1:
                yield here / name, status.st_size
            elif name.endswith(".py"):
                notes.append(f"{here / name} is not a regular file with one link, so it was left out.")


def _passed_over(root: str, name: str) -> bool:
    """Whether a folder holds nothing of a student's: also a virtual environment, whatever its name."""
    return _ignored(name) or os.path.exists(os.path.join(root, name, ENVIRONMENT_MARK))


def _ignored(name: str) -> bool:
    return name in IGNORED_FOLDERS or name.startswith(".")


def named(path: Path) -> str:
    """The name of a file or folder, also of one that is written as ``.`` or ``..``."""
    return Path(os.path.abspath(path)).name


def _reader(path: Path) -> Callable[[], bytes]:
    return lambda: read_regular(path)


def read_regular(path: Path) -> bytes:
    """The bytes of a regular file; no link is followed, and a pipe does not block."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise IntakeError(f"{path.name} cannot be opened: {error.strerror}.") from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            raise IntakeError(f"{path.name} is not a regular file with one link, so it was not read.")
        data = file.read(MAX_FILE_BYTES + 1)
    return _within_limit(path.name, data)


def _within_limit(name: str, data: bytes) -> bytes:
    if len(data) > MAX_FILE_BYTES:
        raise IntakeError(f"{name} is larger than {MAX_FILE_BYTES >> 20} MiB; source files are much smaller.")
    return data


def zip_entries(path: Path) -> tuple[list[Entry], list[str]]:
    """The files of a zip, judged whole before any is unpacked."""
    try:
        with _Frugal(path) as file, zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise IntakeError(f"{path.name} is not a zip file that can be read ({error}).") from error
    _refuse_bombs(path.name, infos)
    entries: list[Entry] = []
    notes: list[str] = []
    for info in infos:
        entry = None if info.filename.endswith("/") else _zip_entry(path, info, notes)
        if entry:
            entries.append(entry)
    _refuse_collisions(path.name, entries)
    return entries, notes


class _Frugal(io.FileIO):
    """A zip file whose list of files is read at one go, or not at all if it is too long: the time is in its entries."""

    def read(self, size: int | None = -1, /) -> bytes:
        """So many bytes, which must be no more than a list of files may take."""
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise IntakeError(f"{Path(str(self.name)).name} {TOO_MANY}")
        return super().read(-1 if size is None else size) or b""


def _refuse_bombs(name: str, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_FILES:
        raise IntakeError(f"{name} {TOO_MANY}")
    if sum(info.file_size for info in infos) > MAX_TOTAL_BYTES:
        raise IntakeError(
            f"{name} would unpack to more than {MAX_TOTAL_BYTES >> 20} MiB; hand in your own .py files alone."
        )
    for info in infos:
        if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise IntakeError(
                f"{name} holds a file that unpacks to over {MAX_RATIO} times its size; it was not opened."
            )


def _zip_entry(path: Path, info: zipfile.ZipInfo, notes: list[str]) -> Entry | None:
    inside = _safe_name(path.name, info.filename)
    if any(_ignored(part) for part in inside.parts[:-1]):
        return None
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        notes.append(f"{_shown(info.filename)} is a link or a device inside the zip, so it was left out.")
        return None
    if info.flag_bits & 0x1:
        raise IntakeError(f"{path.name} is encrypted; hand in a zip without a password.")
    if info.compress_type not in METHODS:
        method = OTHER_METHODS.get(info.compress_type, f"method {info.compress_type}")
        raise IntakeError(
            f"{path.name} is packed by {method}, which few programs read; make it the usual way (deflate)."
        )
    return Entry(inside, info.file_size, lambda: _unzip(path, info))


def _safe_name(archive: str, name: str) -> PurePosixPath:
    """The path inside a zip; absolute paths, ``..``, drive letters, device names and control characters are refused."""
    parts = name.replace("\\", "/").split("/")
    control = any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in name)
    device = any(part.split(".")[0].lower() in DEVICES for part in parts)
    if not name or control or device or ".." in parts or parts[0] == "" or ":" in name:
        raise IntakeError(f"{archive} holds a file with an unsafe name, {_shown(name)}; it was not opened.")
    return PurePosixPath(*[part for part in parts if part not in ("", ".")])


def _shown(name: str) -> str:
    return ascii(name[:80])


def _unzip(path: Path, info: zipfile.ZipInfo) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(info) as file:
            return _within_limit(info.filename, file.read(MAX_FILE_BYTES + 1))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise IntakeError(
            f"{_shown(info.filename)} in {path.name} is damaged ({error}); make the zip again."
        ) from error


def _refuse_collisions(archive: str, entries: list[Entry]) -> None:
    """Two names that some file system takes for one would make the graded file a matter of luck."""
    seen: set[str] = set()
    for entry in entries:
        key = unicodedata.normalize("NFKC", str(entry.path)).casefold()
        if key in seen:
            raise IntakeError(f"{archive} holds two files named like {_shown(str(entry.path))}; keep one of them.")
        seen.add(key)
