"""A student's folder: the files that are read from it, the adapter in its kit, and earlier versions of the files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UsageError

ADAPTER = "playground/adapter.py"
KIT = "kit"
VERSIONS = "versions"
MOST_VERSIONS = 30
NO_FOLDER = "There is no folder {folder}. Run this in the folder of your own files, or name it with --folder."
NO_ADAPTER = (
    "This assignment has no playground: there is no {place}. Course staff write one beside assignment.yaml, see "
    "`autograder/playground/learner.py`, and `autograder release` puts it into the kit."
)


class NoPlaygroundError(UsageError):
    """The folder is not one that can be played with."""


@dataclass(frozen=True)
class Version:
    """The student's files at one time: its number counts saves from 1, ``files`` are names and bytes."""

    number: int
    files: Mapping[str, bytes]


class StudentFolder:
    """Where a student works: their files beside ``kit/``; for staff, the reference beside ``playground/``."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise NoPlaygroundError(NO_FOLDER.format(folder=path))
        self.path = path.resolve()
        places = [self.path / KIT / ADAPTER, self.path / ADAPTER]
        found = [place for place in places if place.is_file()]
        if not found:
            raise NoPlaygroundError(NO_ADAPTER.format(place=places[0]))
        self.adapter = found[0]

    def files(self) -> dict[str, bytes]:
        """The student's modules as they are now; a file may vanish as we look."""
        found = {}
        for path in sorted(self.path.glob("[!.]*.py")):
            with suppress(OSError):
                found[path.name] = path.read_bytes()
        return found

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Time and size of each module, which change when it is saved."""
        found = {}
        for path in sorted(self.path.glob("[!.]*.py")):
            with suppress(OSError):
                about = path.stat()
                found[path.name] = about.st_mtime_ns, about.st_size
        return found


class Versions:
    """Each version of the files that was seen, the latest last; kept in the kit's folder from one visit to the next.

    Where nothing can be written there, they last as long as this does.
    """

    def __init__(self, folder: StudentFolder) -> None:
        self._place = folder.adapter.parent / VERSIONS if folder.adapter.parent.parent.name == KIT else None
        self._found = list(self._read())

    def _read(self) -> list[Version]:
        found = []
        for path in sorted(self._place.glob("*.json")) if self._place else []:
            with suppress(OSError, ValueError, AttributeError):  # a file that is no version is no concern of ours
                texts = json.loads(path.read_text(encoding="utf-8"))
                files = {str(name): str(text).encode("utf-8", "surrogateescape") for name, text in texts.items()}
                found.append(Version(int(path.stem), files))
        return found

    def keep(self, files: Mapping[str, bytes]) -> Version:
        """The files as a version, which is the latest one unless they have changed since."""
        if self._found and self._found[-1].files == files:
            return self._found[-1]
        version = Version(self._found[-1].number + 1 if self._found else 1, dict(files))
        self._found = [*self._found, version][-MOST_VERSIONS:]
        with suppress(OSError):
            self._write(version)
        return version

    def _write(self, version: Version) -> None:
        if self._place is None:
            return
        self._place.mkdir(exist_ok=True)
        texts = {name: data.decode("utf-8", "surrogateescape") for name, data in version.files.items()}
        path = self._place / f"{version.number:06}.json"
        path.write_text(json.dumps(texts), encoding="utf-8")
        for old in sorted(self._place.glob("*.json"))[:-MOST_VERSIONS]:
            old.unlink()

    def numbers(self) -> list[int]:
        """The numbers of the versions there are."""
        return [version.number for version in self._found]

    def get(self, number: int) -> Version:
        """The version of that number, or else the latest."""
        return next((version for version in self._found if version.number == number), self._found[-1])

    def changed(self, older: Version, newer: Version) -> list[str]:
        """The names of the files in which two versions differ."""
        names = {*older.files, *newer.files}
        return sorted(name for name in names if older.files.get(name) != newer.files.get(name))
