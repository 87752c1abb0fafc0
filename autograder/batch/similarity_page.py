"""Pages on pairs that are too alike: the list, and for each pair both sides with the shared passages marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.similarity import BINS, Hashes, Similarity, Work, WorkPair
from autograder.batch.similarity_passages import CodeSpan, Passage, marked_pieces, shared_passages
from autograder.text.plural import counted
from autograder.writers.files import write_whole
from autograder.writers.html import render
from autograder.writers.text import plain

LIST, PAIR = (Path(__file__).with_name(name) for name in ("similarity_list.html", "similarity_pair.html"))
SIMILAR_FOLDER = "similar"
FORMER = "[0-9]" * 3 + ".html"
"""The pages of pairs that an earlier comparison left."""
COLOURS = 6
MOST_PAGES = 500
"""Pairs beyond these are listed without a page of their own: nobody looks at so many."""


@dataclass(frozen=True)
class _File:
    """A file of one side: its pieces of text, each with the number of its passage and 0 where it has none."""

    name: str
    marked_pieces: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class _Side:
    """One of the two works: the files with passages in full, and the names of the others."""

    letter: str
    across: str
    name: str
    files: Sequence[_File]
    rest: Sequence[str]


def pages(similarity: Similarity, skeleton: Hashes, title: str) -> dict[str, str]:
    """The list as index.html, and a page for each pair, by file name."""
    names = [f"{number:03d}.html" for number in range(1, len(similarity.pairs) + 1)][:MOST_PAGES]
    made = {
        name: pair_page(pair, skeleton, f"{title}: pair {number}")
        for number, (name, pair) in enumerate(zip(names, similarity.pairs, strict=False), start=1)
    }
    return {"index.html": list_page(similarity, names, title), **made}


def write_pages(out: Path, similarity: Similarity, skeleton: Hashes, title: str) -> Path:
    """Write the pages into ``out/similar``, in place of earlier ones; returns the folder.

    They show students' code and names: they are for staff.
    """
    folder = out / SIMILAR_FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for former in folder.glob(FORMER):
        former.unlink()
    for name, text in pages(similarity, skeleton, title).items():
        write_whole(folder / name, text.encode("utf-8", "replace"))
    return folder


def list_page(similarity: Similarity, names: Sequence[str], title: str) -> str:
    """All pairs from the threshold on, most alike first; ``names`` are the pages of the first of them."""
    rows = [
        {
            "pair": pair,
            "page": names[i] if i < len(names) else "",
            "one": work_name(pair.one),
            "other": work_name(pair.other),
        }
        for i, pair in enumerate(similarity.pairs)
    ]
    steps = [f"{100 * i // BINS} to {100 * (i + 1) // BINS} %" for i in range(BINS)]
    return render(
        LIST,
        title=title,
        similarity=similarity,
        rows=rows,
        small=[plain(name) for name in similarity.small],
        histogram=list(zip(steps, similarity.histogram, strict=True)),
        works=counted(similarity.works, "submission"),
    )


def pair_page(pair: WorkPair, skeleton: Hashes, title: str) -> str:
    """Both works, side by side, with the passages that they share marked and numbered."""
    passages = shared_passages(pair, skeleton)
    ones, others = ({passage.number: getattr(passage, side) for passage in passages} for side in ("one", "other"))
    return render(
        PAIR,
        title=title,
        pair=pair,
        passages=sorted(passages, key=lambda passage: -passage.size),
        sides=[_side("a", pair.one, ones), _side("b", pair.other, others)],
        names=[work_name(pair.one), work_name(pair.other)],
        colours=COLOURS,
        where=_where,
    )


def work_name(work: Work) -> str:
    """A work's name for a page, with the word that says that it is of an earlier term."""
    return plain(work.name, 200) + (" (earlier term)" if work.archived else "")


def _side(letter: str, work: Work, places: Mapping[int, CodeSpan]) -> _Side:
    by_file: dict[str, list[tuple[int, CodeSpan]]] = {}
    for number, place in places.items():
        by_file.setdefault(place.file, []).append((number, place))
    files = [_File(plain(name), marked_pieces(work, name, found)) for name, found in sorted(by_file.items())]
    rest = [plain(name) for name in sorted(work.files) if name not in by_file]
    return _Side(letter, "b" if letter == "a" else "a", work_name(work), files, rest)


def _where(passage: Passage, side: str) -> str:
    place: CodeSpan = getattr(passage, side)
    first, last = place.lines
    return f"{plain(place.file)}, " + (f"line {first}" if first == last else f"lines {first} to {last}")
