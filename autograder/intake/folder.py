"""A folder's files. No link is followed, and nothing is read but regular files with one link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from autograder.intake.files import MAX_FILES, NO_FILE, IntakeError, Item, named, read_regular
from autograder.intake.names import ENVIRONMENT_MARK, is_ignored, shown

MAX_FOLDERS = 2000


def folder_items(folder: Path) -> Iterator[Item]:
    """Everything below a folder, in order of its names, except the folders that hold nothing of a student's.

    Raises `IntakeError` when there is too much of it to look at.
    """
    waiting, folders, files = [""], 0, 0
    while waiting:
        prefix = waiting.pop()
        folders += 1
        if folders > MAX_FOLDERS + 1:
            raise _too_many(MAX_FOLDERS, "folders", folder)
        try:
            entries = sorted(os.scandir(folder / prefix), key=lambda entry: entry.name)
        except OSError as error:
            yield Item(prefix, flaw=f"a folder that cannot be opened ({error.strerror})")
            continue
        if prefix and _is_environment(entries):
            continue
        below = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        waiting += [f"{prefix}{entry.name}/" for entry in reversed(below) if not is_ignored(entry.name)]
        for entry in entries:
            if entry in below or is_ignored(entry.name):
                continue
            files += 1
            if files > MAX_FILES:
                raise _too_many(MAX_FILES, "files", folder)
            with suppress(FileNotFoundError):  # the file vanished as we looked
                yield _item(folder, f"{prefix}{entry.name}", entry.stat(follow_symlinks=False))


def _is_environment(entries: list[os.DirEntry[str]]) -> bool:
    names = {entry.name for entry in entries}
    return ENVIRONMENT_MARK in names and not any(name.endswith(".py") for name in names)


def _item(folder: Path, path: str, status: os.stat_result) -> Item:
    regular = stat.S_ISREG(status.st_mode) and status.st_nlink == 1
    read = partial(read_regular, folder / path)
    return Item(path, status.st_size, status.st_mtime, read, "" if regular else NO_FILE)


def _too_many(most: int, what: str, folder: Path) -> IntakeError:
    place = shown(named(folder))
    return IntakeError(f"There are more than {most} {what} in {place}; hand in your own .py files alone.")
