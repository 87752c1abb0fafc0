"""What a student handed in → a `Submission`. The door is `open_submission`.

A folder, a zip or a single file; nested in another folder, with names in the wrong case, with a Mac's extra files. What can
be graded is found, and everything that was guessed or left out is said in a sentence.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.intake.files import (
    MAX_TOTAL_BYTES,
    Entry,
    IntakeError,
    folder_entries,
    named,
    read_regular,
    zip_entries,
)
from autograder.records import Submission
from autograder.spec.loader import SPEC_NAME
from autograder.text.plural import agreed

COPY_MARK = re.compile(r"(?:[ _-]?\(\d+\)|-\d+| copy(?: \d+)?)$")
"""What browsers, Canvas and Finder put behind the name of a second copy."""
NEAR = 0.8
"""How alike two file names are when one is taken for a misspelling of the other."""


@dataclass(frozen=True)
class IntakePhrases:
    """How files that cannot be used are told of, where they are: handed in, or still at home.

    ``missing`` has gaps for the ``{files}``, joined by ``joint``, and for ``{them}``; ``zipped`` one for the ``{zip}``.
    """

    missing: str
    joint: str
    zipped: str


HANDED_IN = IntakePhrases(
    missing="Not handed in: {files}. What needs {them} earns nothing.",
    joint=", ",
    zipped="{zip} is a zip inside what you handed in and was not opened; hand in the files that are in it.",
)


def open_submission(
    path: Path | str, expected: Sequence[str], name: str = "", telling: IntakePhrases = HANDED_IN
) -> Submission:
    """Read what was handed in at ``path``; ``expected`` are the assignment's file names, ``telling`` words for its notes.

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
    notes.extend(_about(files, entries, home, expected, telling))
    return Submission(name or Path(named(path)).stem, files, tuple(notes))


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


def _about(
    files: Mapping[str, bytes],
    entries: Sequence[Entry],
    home: PurePosixPath,
    expected: Sequence[str],
    telling: IntakePhrases,
) -> list[str]:
    missing = [name for name in expected if name not in files]
    notes = []
    if missing:
        found = [f"{name}{_instead(name, files, entries, home, expected)}" for name in missing]
        notes.append(telling.missing.format(files=telling.joint.join(found), them=agreed(len(found), "it", "them")))
    notes += [
        f"{name} is empty." for name in expected if name in files and not files[name].strip(b"\xef\xbb\xbf \t\r\n")
    ]
    notes += [
        f"{name} has the name of {owner}, so `import {name[:-3]}` gives {whose} and not yours; rename it."
        for name in files
        for owner, whose in _shadowed(name[:-3])
    ]
    if missing and any(entry.path.suffix == ".ipynb" for entry in entries):
        notes.append("A notebook (.ipynb) cannot be graded; save its code as the .py files above.")
    inner = [str(entry.path) for entry in entries if entry.path.suffix.lower() == ".zip"]
    if missing and inner:
        notes.append(telling.zipped.format(zip=inner[0]))
    return notes


def _shadowed(module: str) -> list[tuple[str, str]]:
    """Whose module of that name is imported instead of a student's."""
    if module == "numpy":
        return [("numpy itself", "numpy's")]
    return [("one of Python's own modules", "Python's")] if module in sys.stdlib_module_names else []


def _instead(
    name: str, files: Iterable[str], entries: Sequence[Entry], home: PurePosixPath, expected: Sequence[str]
) -> str:
    """What there is that looks like the missing file, in brackets; what is in a folder of staff's, as the kit is, does not."""
    staffs = {entry.path.parent for entry in entries if entry.path.name == SPEC_NAME}
    own = [entry.path for entry in entries if not staffs.intersection(entry.path.parents)]
    elsewhere = [path for path in own if _plain_name(path).casefold() == name.casefold() and path.parent != home]
    as_text = [path for path in own if path.name.casefold() in (f"{name}.txt", f"{name[:-3]}.txt")]
    misspelt = difflib.get_close_matches(name, [file for file in files if file not in expected], n=1, cutoff=NEAR)
    if elsewhere:
        return f" (there is {elsewhere[0]}: move it beside your other files)"
    if as_text:
        return f" (there is {as_text[0]}: name it {name})"
    return f" (there is {misspelt[0]}: did you mean {name}?)" if misspelt else ""


__all__ = ["HANDED_IN", "IntakeError", "IntakePhrases", "open_submission"]
