"""What a student handed in → a `Submission`, by `open_submission`.

A folder, a zip, a tar or a single file; nested in another folder, with names in the wrong case, with a Mac's extra
files. Whatever can be graded is found, and a sentence names everything that was guessed or left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from autograder.intake.choice import CANDIDATES, Candidate, candidates, copies, rivals, staff_folders
from autograder.intake.files import (
    MAX_TOTAL_BYTES,
    File,
    IntakeError,
    Item,
    PackedOtherwiseError,
    in_sentences,
    named,
    open_regular,
    read_regular,
    sift,
)
from autograder.intake.folder import folder_items
from autograder.intake.handed_out import HandedOut
from autograder.intake.helpers import helpers
from autograder.intake.names import (
    ARCHIVES,
    NOTEBOOK,
    SOURCES,
    is_archive,
    may_be_read,
    own_name,
    shown,
    without_suffix,
)
from autograder.intake.notes import HANDED_IN, Inspection, IntakePhrases, about, packed
from autograder.intake.tars import tar_items
from autograder.intake.zips import zip_items
from autograder.records import RESULT_SUFFIXES, HandIn, Submission

MAGIC_BYTES = {
    b"Rar!": "a RAR",
    b"7z\xbc\xaf": "a 7-Zip",
    b"BZh": "a bzip2",
    b"\xfd7zXZ": "an XZ",
    b"\x28\xb5\x2f\xfd": "a Zstandard",
    b"\x04\x22\x4d\x18": "an LZ4",
    b"LZIP": "an lzip",
}
"""How the bytes of archives begin that few machines can open."""
NO_SKELETON: Mapping[str, str] = {}
NOTHING_KNOWN = HandedOut()
NO_NAMES: Mapping[str, Sequence[str]] = {}


def open_submission(
    path: Path | str,
    expected: Sequence[str],
    name: str = "",
    phrases: IntakePhrases = HANDED_IN,
    skeleton: Mapping[str, str] = NO_SKELETON,
    names: Mapping[str, Sequence[str]] = NO_NAMES,
) -> Submission:
    """Read what was handed in at ``path``.

    ``expected`` are the assignment's file names, ``skeleton`` a digest of each as it was handed out, ``names`` what
    each of them defines, by which a notebook's cells are told apart, and ``phrases`` the words for notes. Raises
    `IntakeError` with a sentence when nothing can be graded safely.
    """
    path = Path(path)
    name = name or own_name(named(path) if path.is_dir() else without_suffix(named(path)))
    known = HandedOut(skeleton, names)
    with _items(path) as items:
        files, left_out = sift(items, named(path))
        notes = in_sentences(left_out)
        if path.is_dir() and (archive := _only_archive([file.path for file in files])):
            inner = open_submission(path / archive, expected, name, phrases, skeleton, names)
            return replace(inner, notes=(f"Your files were read from {shown(archive)}.", *inner.notes, *notes))
        return replace(_of_files(files, expected, known, phrases, notes), name=name)


def open_hand_in(hand_in: HandIn, expected: Sequence[str], known: HandedOut = NOTHING_KNOWN) -> Submission:
    """Read one entry of a class. Raises `IntakeError` with a sentence when nothing can be graded safely."""
    if hand_in.trouble:
        raise IntakeError(hand_in.trouble)
    try:
        if hand_in.path is not None:
            submission = open_submission(
                hand_in.path, expected, hand_in.name, skeleton=known.digests, names=known.names
            )
        else:
            submission = _open_files(hand_in, expected, known)
    except OSError as error:  # as of a file that may not be read: it costs no other hand-in anything
        raise IntakeError(f"It cannot be read: {error.strerror or error}.") from error
    return replace(submission, notes=tuple(dict.fromkeys((*hand_in.notes, *submission.notes))))


def _open_files(hand_in: HandIn, expected: Sequence[str], known: HandedOut) -> Submission:
    """Single files under the names that they were handed in by; the only archive, without any code, is opened."""
    if archive := _only_archive([PurePosixPath(name) for name in hand_in.files]):
        path = hand_in.files[str(archive)]
        return open_submission(path, expected, hand_in.name, skeleton=known.digests, names=known.names)
    items = []
    for name, path in hand_in.files.items():
        status = path.lstat()
        items.append(Item(name, status.st_size, status.st_mtime, partial(read_regular, path)))
    sifted, left_out = sift(items, hand_in.key)
    submission = _of_files(sifted, expected, known, HANDED_IN, in_sentences(left_out))
    return replace(submission, name=hand_in.name)


def _of_files(
    files: Sequence[File], expected: Sequence[str], known: HandedOut, phrases: IntakePhrases, notes: Sequence[str]
) -> Submission:
    """The submission that these files make, without a name yet; ``notes`` are about files that were left out before.

    Raises `IntakeError` where all the work is in archives that are not opened: nobody knows what it is worth.
    """
    files, read = sorted({file.path: file for file in files}.values(), key=lambda file: file.path), list[str]()
    if any(file.path.suffix.casefold() == NOTEBOOK for file in files):
        # This module takes long to load, and most hand-ins have no notebook.
        from autograder.intake.from_notebooks import with_modules

        files, read = with_modules(files, expected, known.names, known.digests)
    inspection, guesses = _inspected(files, expected, known.digests)
    if not inspection.contents and (sentence := packed(inspection, phrases)):
        raise IntakeError(sentence)
    notes = [*guesses, *read, *notes, *about(inspection, phrases)]
    return Submission("", inspection.contents, tuple(dict.fromkeys(notes)))


def _inspected(
    files: Sequence[File], expected: Sequence[str], skeleton: Mapping[str, str]
) -> tuple[Inspection, list[str]]:
    """The files to be graded with their contents, and what was guessed on the way."""
    staffs = staff_folders(files)
    kits_own = {folder.parent / name for folder in staffs for name in ("__init__.py", "__main__.py")}
    own = [file for file in files if staffs.isdisjoint(file.path.parents) and file.path not in kits_own]
    found = candidates(own, expected, skeleton)
    home = found[0] if found else Candidate(PurePosixPath("."), {}, {})
    notes = []
    if home.folder.parts:
        notes.append(
            f"Your files are in the folder {shown(home.folder)}; they were graded from there. "
            "Hand them in without a folder around."
        )
    notes += rivals(home, found[1:CANDIDATES])
    chosen: dict[str, File] = {}
    for name in sorted(home.files, key=list(expected).index):
        chosen[name], choices = copies(name, home.files[name], skeleton)
        notes += choices
    twins = {file.path for several in home.files.values() for file in several}
    chosen |= helpers([file for file in own if file.path not in twins], home.folder, chosen)
    if sum(file.size for file in chosen.values()) > MAX_TOTAL_BYTES:
        raise IntakeError(f"The files together are larger than {MAX_TOTAL_BYTES >> 20} MiB.")
    contents, troubles = _read(chosen)
    return Inspection(expected, own, home.folder, found, chosen, contents), [*notes, *troubles]


def _read(chosen: Mapping[str, File]) -> tuple[dict[str, bytes], list[str]]:
    """The files' bytes, undecoded since only the worker decodes them, and a sentence for each that cannot be read.

    Raises `PackedOtherwiseError` when no file can be read, because an archive is packed in a way that few programs
    read.
    """
    contents: dict[str, bytes] = {}
    troubles: list[IntakeError] = []
    for name, file in chosen.items():
        try:
            contents[name] = file.read()
        except IntakeError as error:
            troubles.append(error)
    if not contents:
        for trouble in troubles:
            if isinstance(trouble, PackedOtherwiseError):
                raise trouble
    return contents, [str(trouble) for trouble in troubles]


def _only_archive(paths: Sequence[PurePosixPath]) -> PurePosixPath | None:
    """The one archive that can be opened among files without any code, as where a platform kept it packed."""
    archives = [path for path in paths if is_archive(path)]
    if len(archives) != 1 or any(may_be_read(str(path)) for path in paths):
        return None
    return archives[0] if archives[0].name.casefold().endswith(ARCHIVES) else None


@contextmanager
def _items(path: Path) -> Iterator[Iterator[Item] | list[Item]]:
    """Whatever is in a folder, an archive or a single file, to be read while this lasts."""
    if path.is_symlink() and not path.is_dir():
        raise IntakeError(f"{shown(path)} is a link; name the file itself.")
    if path.is_dir():
        yield folder_items(path)
    elif not path.exists():
        raise IntakeError(f"{shown(path)}: there is no such file or folder.")
    elif path.suffix.lower() in (*SOURCES, *RESULT_SUFFIXES):
        data = read_regular(path)
        yield [Item(path.name, len(data), path.stat().st_mtime, partial(bytes, data))]
    elif not is_archive(PurePosixPath(path.name)):
        raise IntakeError(f"{shown(path.name)} is neither a folder, a .zip, a .tar.gz, a .py file nor a notebook.")
    elif _begins_like_a_tar(path):
        yield tar_items(path)
    else:
        with zip_items(path) as items:
            yield items


def _begins_like_a_tar(path: Path) -> bool:
    """Whether an archive is read as a tar, and otherwise as a zip, whatever its name.

    Raises `IntakeError` for any other.
    """
    with os.fdopen(open_regular(path, links=None), "rb") as file:
        start = file.read(512)
    for mark, kind in MAGIC_BYTES.items():
        if start.startswith(mark):
            raise IntakeError(f"{shown(path.name)} is {kind} archive, which is not opened; hand in a .zip instead.")
    if start.startswith(b"PK"):
        return False
    return (
        start.startswith(b"\x1f\x8b")
        or start[257:262] == b"ustar"
        or path.name.casefold().endswith((".tar", ".gz", ".tgz"))
    )


__all__ = ["HANDED_IN", "IntakeError", "IntakePhrases", "open_hand_in", "open_submission"]
