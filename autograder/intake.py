"""What a student handed in → a `Submission`. The door is `open_submission`.

A folder, a zip or a single file; nested in another folder, with names in the wrong case, with a Mac's extra files. What can
be graded is found, and everything that was guessed or left out is said in a sentence.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from autograder.entries import MAX_TOTAL_BYTES, Entry, IntakeError, folder_entries, read_regular, zip_entries
from autograder.records import Submission

COPY_MARK = re.compile(r"(?:[ _-]?\(\d+\)|-\d+| copy(?: \d+)?)$")
"""What browsers, Canvas and Finder put behind the name of a second copy."""


def open_submission(path: Path | str, expected: Sequence[str], name: str = "") -> Submission:
    """Read what was handed in at ``path``; ``expected`` are the assignment's file names.

    Raises `IntakeError` with a sentence when nothing can be graded safely.
    """
    path = Path(path)
    entries, notes = _entries(path)
    home = _home(entries, expected)
    here = [entry for entry in entries if entry.path.parent == home and entry.path.suffix.lower() == ".py"]
    if home != PurePosixPath("."):
        notes.append(
            f"Your files are in the folder {home}; they were graded from there. Hand them in without a folder around."
        )
    chosen = _chosen(here, expected, notes)
    files = _read(chosen, notes)
    notes.extend(_about(files, entries, expected))
    return Submission(name or path.stem, files, tuple(notes))


def _entries(path: Path) -> tuple[list[Entry], list[str]]:
    if path.is_symlink() and not path.is_dir():
        raise IntakeError(f"{path} is a link; name the file itself.")
    if path.is_dir():
        return folder_entries(path)
    if not path.exists():
        raise IntakeError(f"{path}: there is no such file or folder.")
    if path.suffix.lower() == ".py":
        data = read_regular(path)
        return [Entry(PurePosixPath(path.name), len(data), lambda: data)], []
    if path.suffix.lower() == ".zip":
        return zip_entries(path)
    raise IntakeError(f"{path.name} is neither a folder, a .zip nor a .py file.")


def _home(entries: Iterable[Entry], expected: Sequence[str]) -> PurePosixPath:
    """The folder that holds the most expected files; the shallowest of equals."""
    wanted = {name.casefold() for name in expected}
    count = Counter(entry.path.parent for entry in entries if _plain_name(entry.path).casefold() in wanted)
    return min(count, key=lambda folder: (-count[folder], len(folder.parts), str(folder)), default=PurePosixPath("."))


def _plain_name(path: PurePosixPath) -> str:
    """The name without a copy's mark: ``graph (1).py`` and ``graph-2.py`` are ``graph.py``."""
    return COPY_MARK.sub("", path.stem) + path.suffix.lower()


def _chosen(here: Sequence[Entry], expected: Sequence[str], notes: list[str]) -> dict[str, Entry]:
    """Each expected file from the entry that fits best, then every other module as it is named."""
    chosen = {entry.path.name: entry for entry in here if entry.path.name in expected}
    for name in expected:
        if name in chosen:
            continue
        close = [entry for entry in here if _plain_name(entry.path).casefold() == name.casefold()]
        if close:
            chosen[name] = close[0]
            notes.append(f"{close[0].path.name} was taken for {name}; name it exactly {name}.")
    used = {id(entry) for entry in chosen.values()}
    chosen.update({entry.path.name: entry for entry in here if id(entry) not in used})
    if sum(entry.size for entry in chosen.values()) > MAX_TOTAL_BYTES:
        raise IntakeError(f"The .py files together are larger than {MAX_TOTAL_BYTES >> 20} MiB.")
    return chosen


def _read(chosen: Mapping[str, Entry], notes: list[str]) -> dict[str, bytes]:
    """The bytes as they are (decoding is the worker's business); a file that cannot be read is left out, the rest is graded."""
    files: dict[str, bytes] = {}
    for name, entry in chosen.items():
        try:
            files[name] = entry.read()
        except IntakeError as error:
            notes.append(str(error))
    return files


def _about(files: Mapping[str, bytes], entries: Sequence[Entry], expected: Sequence[str]) -> list[str]:
    missing = [name for name in expected if name not in files]
    notes = []
    if missing:
        notes.append(f"Not handed in: {', '.join(missing)}. What needs them earns nothing.")
    notes += [
        f"{name} is empty." for name in expected if name in files and not files[name].strip(b"\xef\xbb\xbf \t\r\n")
    ]
    notes += [
        f"{name} has the name of one of Python's own modules, so `import {name[:-3]}` gives Python's and not yours; rename it."
        for name in files
        if name[:-3] in sys.stdlib_module_names or name == "numpy.py"
    ]
    if missing and any(entry.path.suffix == ".ipynb" for entry in entries):
        notes.append("A notebook (.ipynb) cannot be graded; save its code as the .py files above.")
    return notes


__all__ = ["IntakeError", "open_submission"]
