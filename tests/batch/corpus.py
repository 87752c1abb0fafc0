"""A class for the comparison: solutions written independently of each other, and copies planted among them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from autograder.batch.similarity import Hashes, Work, similar, skeleton_hashes
from tests.batch.disguise import disguised, partly_copied
from tests.support.places import ROOT, SOLUTION, TESTS

LEVELS = (1, 2, 3, 4, 5)
BATCH = 6
"""Copies planted at a time: a class in which everybody copies is another matter."""


@functools.cache
def skeleton() -> Hashes:
    """What students were handed."""
    return skeleton_hashes([{path.name: path.read_bytes() for path in (ROOT / "assignment").glob("*.py")}])


@functools.cache
def solutions() -> Mapping[str, Mapping[str, str]]:
    """The files of the reference and of right variants that were written without looking at the others.

    Variants that are named after a file, such as graph_tape, vary one idea and keep their author's other lines: two of
    them are no independent work.
    """
    own = tuple(f"{path.stem}_" for path in SOLUTION.glob("*.py"))
    folders = [
        path for path in sorted((TESTS / "variants").iterdir()) if path.is_dir() and not path.name.startswith(own)
    ]
    return {folder.name: _texts(folder) for folder in (*folders, SOLUTION)}


def _texts(folder) -> dict[str, str]:
    return {
        path.name: path.read_text() for path in sorted(folder.glob("*.py")) if path.name not in ("bot.py", "warmup.py")
    }


def work(name: str, files: Mapping[str, str], *people: str, archived: bool = False) -> Work:
    return Work(name, {file: text.encode() for file, text in files.items()}, frozenset(people), archived)


def originals() -> list[Work]:
    return [work(name, files, name) for name, files in solutions().items()]


def copy_of(name: str, level: int, seed: int = 0) -> Work | None:
    """A copy of somebody's files; on level 5 in the files of somebody who solved the same questions, if anybody did."""
    files = solutions()[name]
    if level < 5:
        return work(f"copy of {name}", {file: disguised(text, level, seed) for file, text in files.items()})
    hosts = [other for other, theirs in solutions().items() if other != name and files.keys() <= theirs.keys()]
    if not hosts:
        return None
    host = hosts[seed % len(hosts)]
    mixed = {f: partly_copied(files[f], text, seed) if f in files else text for f, text in solutions()[host].items()}
    return work(f"copy of {name}", mixed, host)


def scores(level: int) -> tuple[list[float], list[float]]:
    """The scores of all planted pairs of a level, and of all independent pairs that solved a question in common."""
    copies = [copy for seed, name in enumerate(solutions()) if (copy := copy_of(name, level, seed))]
    planted: list[float] = []
    independent: list[float] = []
    for first in range(0, len(copies), BATCH):
        found = similar([*originals(), *copies[first : first + BATCH]], skeleton(), threshold=0.0)
        for pair in found.pairs:
            if pair.other.name == f"copy of {pair.one.name}":
                planted.append(pair.score)
            elif not pair.other.name.startswith("copy of") and pair.one.files.keys() & pair.other.files.keys():
                independent.append(pair.score)
    return planted, independent


def area_under_curve(planted: Sequence[float], independent: Sequence[float]) -> float:
    """The chance that a planted pair scores higher than an independent one."""
    above = np.subtract.outer(np.array(planted), np.array(independent))
    return float((above > 0).mean() + (above == 0).mean() / 2)


def class_of(count: int) -> Iterator[Work]:
    """As many submissions as wanted, each somebody's files written otherwise, so that tokens and fingerprints vary."""
    names = list(solutions())
    for number in range(count):
        files = solutions()[names[number % len(names)]]
        yield work(f"student {number}", {file: disguised(text, 3, number) for file, text in files.items()})
