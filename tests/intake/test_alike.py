"""A folder, a zip and a tar of the same files give the same submission with the same notes, whatever the files are."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake.choice import digest
from autograder.intake.files import MAX_FILE_BYTES, IntakeError
from autograder.intake.submission import open_submission
from autograder.records import Submission
from autograder.text import sanitize
from tests.intake.packing import PACKS, Saved, Tree, as_tar, as_tgz, as_zip
from tests.support.fuzzing import for_a_while

pytestmark = pytest.mark.slow

EXPECTED = ("graph.py", "search.py")
STARTER = b'def f():\n    raise NotImplementedError("q1: f")\n'
SKELETON = dict.fromkeys(EXPECTED, digest(STARTER))

FOLDERS = st.sampled_from(
    [
        "mine",
        "john.doe",
        "kit",
        "probes",
        "utils",
        "__MACOSX",
        ".git",
        "venv",
        "a\u200cb",
        "für",
        "con",
        "x ",
        "\x1b[31m",
        "tests",
    ]
)
FILES = st.sampled_from(
    ["graph.py", "search.py", "Graph.py", "graph (1).py", "search - Copy.py", "graph\u200b.py", "aux.py", "nul.csv",
     "Icon\r", "notes: 1.txt", "random.py", "test.py", "probes.py", "numpy.py", "helper.py", "__init__.py",
     "._graph.py", ".DS_Store", "assignment.yaml", "RELEASE", "pyvenv.cfg", "search.ipynb", "search.py.txt", "rest.zip",
     "rest.tar.gz", "old.7z", "a\\b.py", "gr\x1baph.py", "x\u202ey.py", "ends ", "ends.", "é.py", "GRAPH.PY"]
)  # fmt: skip
ODD = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="/\0\\:"), min_size=1, max_size=6).filter(
    lambda name: name not in (".", "..")
)
CONTENTS = st.sampled_from(
    [
        b"",
        b"x = 1\n",
        STARTER,
        STARTER.replace(b"\n", b"\r\n"),
        b"\xff\xfe",
        b"import utils.a, helper\n",
        b"from mine import x\n",
    ]
) | st.binary(max_size=40)
SAVED = st.builds(Saved, CONTENTS, st.integers(0, 400).map(lambda minutes: 7 * minutes))
LINK = st.just(Saved(b"graph.py", 0, True))
PATHS = st.lists(FOLDERS | ODD, max_size=3).flatmap(
    lambda parts: (FILES | ODD).map(lambda name: "/".join([*parts, name]))
)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Files and links at paths of which none is a folder of another."""
    tree: dict[str, Saved] = {"graph.py": draw(SAVED)} if draw(st.booleans()) else {"mine/search.py": draw(SAVED)}
    for path, file in draw(st.dictionaries(PATHS, SAVED | LINK, max_size=9)).items():
        if not any(f"{path}/".startswith(f"{other}/") or f"{other}/".startswith(f"{path}/") for other in tree):
            tree[path] = file
    return tree


def opened(path: Path) -> tuple[dict[str, bytes], tuple[str, ...]] | None:
    try:
        submission = open_submission(path, EXPECTED, skeleton=SKELETON)
    except IntakeError:
        return None
    safe(submission)
    return dict(submission.files), submission.notes


def safe(submission: Submission) -> None:
    """Nothing in the notes moves a cursor or hides, and no file is too large."""
    assert all(note == sanitize.sanitized(note) and note.endswith(".") for note in submission.notes)
    assert all(len(content) <= MAX_FILE_BYTES for content in submission.files.values())


@pytest.mark.skipif(os.name == "nt", reason="Windows allows few of these names")
@for_a_while
@given(tree=trees())
def test_however_a_tree_is_packed_the_result_is_the_same(tree: Tree) -> None:
    with tempfile.TemporaryDirectory() as place:
        found = [opened(pack(Path(place) / pack.__name__, tree)) for pack in PACKS]
    assert found[0] is not None and all(other == found[0] for other in found[1:])


@for_a_while
@given(tree=trees(), pack=st.sampled_from([as_zip, as_tar, as_tgz]), data=st.data())
def test_a_damaged_archive_never_does_worse_than_a_sentence(tree: Tree, pack, data: st.DataObject) -> None:
    place = Path(tempfile.mkdtemp())
    try:
        path = pack(place, tree)
        raw = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(0, 6))):
            at, size = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(1, 4))
            raw[at : at + size] = data.draw(st.binary(min_size=size, max_size=size) | st.just(b"\xff" * size))
        path.write_bytes(raw[: data.draw(st.integers(0, len(raw)) | st.just(len(raw)))])
        with contextlib.suppress(IntakeError):
            safe(open_submission(path, EXPECTED, skeleton=SKELETON))
    finally:
        shutil.rmtree(place)


@for_a_while
@given(
    raw=st.binary(max_size=1200),
    suffix=st.sampled_from([".zip", ".tar", ".tgz", ".py", ".7z"]),
    start=st.sampled_from([b"", b"PK", b"\x1f\x8b"]),
)
def test_any_bytes_end_in_a_sentence(raw: bytes, suffix: str, start: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"hand-in{suffix}"
        path.write_bytes(start + raw)
        with contextlib.suppress(IntakeError):
            safe(open_submission(path, EXPECTED, skeleton=SKELETON))
