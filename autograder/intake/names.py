"""What the name of a handed-in file says: whose it is, what it is a copy of, and whether it can be graded at all."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from autograder.records import RESULT_SUFFIXES
from autograder.text import sanitize

IGNORED_FOLDERS = {"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv", "env"}
ENVIRONMENT_MARK = "pyvenv.cfg"
DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}

NOTEBOOK = ".ipynb"
SOURCES = (".py", NOTEBOOK)
"""Files that hold a student's code."""
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz")
"""Archives that can be opened."""
OTHER_ARCHIVES = (
    ".7z",
    ".rar",
    ".gz",
    ".tar.bz2",
    ".tbz2",
    ".tar.xz",
    ".txz",
    ".tar.zst",
    ".tzst",
    ".tar.lz4",
    ".tar.lz",
)

GRADESCOPES_FOLDER = re.compile(r"submission_(\d+)\Z")
"""How Gradescope's export names the folder of a submission: by the id that the submission has there."""

_COPY = "copy|kopie|kopia|copia|copie|cópia|копия|副本|コピー"
COPY_MARK = re.compile(
    rf"""(?:
        [ _-]*\(\d+\) | -\d+ | [ ]\d+
        | [ _-]+ (?:{_COPY}) (?:[ _-]*\(?\d+\)?)? | (?:的|の) (?:{_COPY}) (?:[ ]?\d+)?
        | [ _-]*\( (?:another[ ]|\d+(?:st|nd|rd|th)[ ])? (?:{_COPY}) (?:[ ]?\d+)? \)
    )$ | ^(?:copy|kopie)[ ](?:of|von)[ ]""",
    re.IGNORECASE | re.VERBOSE,
)
"""What browsers, Canvas, Finder, Explorer, Nautilus and Google Drive add to the name of a second copy."""

STAFF_MARKS = {"assignment.yaml", "answers.npz", "pace.json", "RELEASE"}
"""Files that stand only in staff's folder and in the kit made from it."""
STAFF_FOLDERS = {"variants", "probes", "laws", "prompts", "playground", "cases", "mistakes", "data"}
"""Folders of such a place; no student's work is in them."""


def shown(name: object) -> str:
    """A name as it may be printed: without escape sequences, and with a question mark for what cannot be seen."""
    return sanitize.sanitized(str(name), "?").replace("\n", "?").replace("\t", "?")[:200]


def plain_name(path: PurePosixPath) -> str:
    """The name without the mark of a copy, letters of one case:
    ``Graph (1).py`` and ``graph - Copy.py`` are ``graph.py``.
    """
    stem = unicodedata.normalize("NFKC", sanitize.sanitized(path.stem)).strip()
    return f"{COPY_MARK.sub('', stem).strip()}{path.suffix}".casefold()


def is_ignored(name: str) -> bool:
    """Whether nothing in a folder of this name is a student's own, or the file is one that a program made and hid.

    The dot alone is the folder that an archive was made in.
    """
    return name in IGNORED_FOLDERS or (name.startswith(".") and name != ".")


def is_source(path: str) -> bool:
    """Whether the path is one of a .py file or a notebook that a student may have written."""
    return path.casefold().endswith(SOURCES) and not any(map(is_ignored, path.split("/")[:-1]))


def may_be_read(path: str) -> bool:
    """Whether the path is one of a source, or of a file with results that may be asked for."""
    return is_source(path) or (
        path.casefold().endswith(RESULT_SUFFIXES) and not any(map(is_ignored, path.split("/")[:-1]))
    )


def oddity(name: str) -> str:
    """Why a file of this name cannot be handed from one computer to another; nothing when it can.

    A program that unpacks an archive would rename it, drop it or stop, so that a folder and its archive would differ.
    """
    if name.split(".")[0].rstrip(" ").casefold() in DEVICES:
        return "Windows reserves the name"
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        return "the name has a character that cannot be printed"
    if any(character in name for character in '\\:*?"<>|'):
        return "the name has a character that Windows does not allow"
    return "the name ends in a space or a dot" if name != name.rstrip(" .") else ""


def is_archive(path: PurePosixPath) -> bool:
    """Whether the file looks like a packed folder, of a kind that can be opened or not."""
    return path.name.casefold().endswith((*ARCHIVES, *OTHER_ARCHIVES))


def without_suffix(name: str) -> str:
    """The name of a handed-in file without what says how it is packed: ``john.doe.tar.gz`` is ``john.doe``."""
    suffixes = (*SOURCES, *ARCHIVES)
    return next((name[: -len(suffix)] for suffix in suffixes[::-1] if name.casefold().endswith(suffix)), name)


def own_name(name: str) -> str:
    """The submission's name, which decides its deck: of a folder from Gradescope's export the id, as it is there."""
    match = GRADESCOPES_FOLDER.match(name)
    return match.group(1) if match else name
