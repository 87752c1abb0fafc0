"""Which submissions are too alike? Pairs for a person to look at, never a verdict.

Fingerprints are chosen from the tokens of a file by winnowing (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003),
after everything that the skeleton holds is taken out. A fingerprint that few submissions share weighs more, as rare
words do in information retrieval (Spärck Jones, Journal of Documentation, 1972). So phrases that a whole class writes
alike count for next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from autograder.batch.similarity_tokens import text_of, tokens

K, WINDOW = 14, 4
"""Tokens in a fingerprint, and fingerprints of which at least one is kept."""
FEWEST_FOR_WEIGHTS = 15
"""With fewer submissions nobody can say what is rare: every fingerprint weighs the same."""
FEWEST_FINGERPRINTS = 12
"""A submission with less code of its own is not compared: a few lines are alike by chance."""
THRESHOLD, UNWEIGHTED_THRESHOLD = 0.35, 0.5
"""From here on a pair is listed. Independent solutions of one assignment stay below .32, and below .5 unweighted."""
BLOCK = 1024
"""How many works are compared with all others at a time, which bounds the memory."""
BINS = 20

Hashes = NDArray[np.uint64]
NONE = np.uint64(2**64 - 1)


@dataclass(frozen=True)
class Work:
    """What somebody handed in. Works that share a person in ``people`` are not compared: a group's, a resubmission.

    ``archived`` works, of earlier terms, are compared with this term's and not with each other.
    """

    name: str
    files: Mapping[str, bytes]
    people: frozenset[str] = frozenset()
    archived: bool = False


@dataclass(frozen=True)
class WorkPair:
    """Two works and how alike they are, 0 to 1: the weight of what they share, over that of the smaller one."""

    one: Work
    other: Work
    score: float


@dataclass(frozen=True)
class Similarity:
    """The pairs from the threshold on, most alike first.

    ``weighted`` is False where there were too few works to know what is rare. ``small`` are the names of works with too
    little code of their own. ``histogram`` counts all pairs by score, in steps of 1 / BINS. ``steps`` is how often a
    fingerprint was counted for a pair: what the comparison cost.
    """

    pairs: tuple[WorkPair, ...]
    threshold: float
    weighted: bool
    works: int
    small: tuple[str, ...] = ()
    histogram: tuple[int, ...] = field(default=(0,) * BINS)
    steps: int = 0


def hashes(kinds: Sequence[str]) -> Hashes:
    """A number for each run of K tokens, the same in every process and on every machine."""
    codes = np.fromiter(map(_code, kinds), dtype=np.uint64, count=len(kinds))
    if len(codes) < K:
        return np.zeros(0, dtype=np.uint64)
    mixed = np.zeros(len(codes) - K + 1, dtype=np.uint64)
    for place in range(K):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + codes[place : place + len(mixed)]
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(mixed ^ (mixed >> np.uint64(29)), dtype=np.uint64)


@lru_cache(maxsize=1 << 14)
def _code(kind: str) -> int:
    return crc32(kind.encode())


def fingerprints(kinds: Sequence[str], skeleton: Hashes) -> Hashes:
    """The hashes that stand for a file: the least of each window, without those of the skeleton."""
    kept = hashes(kinds)
    kept = np.where(np.isin(kept, skeleton), NONE, kept)
    if len(kept) >= WINDOW:
        kept = sliding_window_view(kept, WINDOW).min(axis=1)
    chosen = np.unique(kept)
    return np.asarray(chosen[chosen != NONE], dtype=np.uint64)


def skeleton_hashes(skeletons: Iterable[Mapping[str, bytes]]) -> Hashes:
    """Every hash of every file that students were handed, of this term's skeleton and of earlier ones."""
    found = [hashes(tokens(text_of(data)).kinds) for files in skeletons for data in _python(files)]
    return np.unique(np.concatenate([np.zeros(0, dtype=np.uint64), *found]))


def similar(works: Sequence[Work], skeleton: Hashes, threshold: float | None = None) -> Similarity:
    """Compare all works of this term with each other and with the archived ones.

    ``skeleton`` is what `skeleton_hashes` gives; without a ``threshold`` the usual one applies.
    """
    prints = [_of_work(work, skeleton) for work in works]
    enough = [i for i in range(len(works)) if len(prints[i]) >= FEWEST_FINGERPRINTS]
    order = sorted(enough, key=lambda i: works[i].archived)
    compared, weighted = [works[i] for i in order], len(order) >= FEWEST_FOR_WEIGHTS
    index = _Index.of([prints[i] for i in order], weighted)
    if threshold is None:
        threshold = THRESHOLD if weighted else UNWEIGHTED_THRESHOLD
    pairs: list[WorkPair] = []
    histogram, steps = np.zeros(BINS, dtype=np.int64), 0
    this_term = sum(not work.archived for work in compared)
    for first in range(0, this_term, BLOCK):
        last = min(first + BLOCK, this_term)
        scores, made = index.scores(first, last)
        steps += made
        mask = np.arange(len(compared)) > np.arange(first, last)[:, None]
        _leave_out(mask, compared, first)
        histogram += np.histogram(scores[mask], bins=BINS, range=(0, 1 + 1e-6))[0]
        pairs += [
            WorkPair(compared[first + i], compared[j], round(float(scores[i, j]), 6))
            for i, j in np.argwhere(mask & (scores >= threshold))
        ]
    pairs.sort(key=lambda pair: (-pair.score, pair.one.name, pair.other.name))
    small = tuple(work.name for i, work in enumerate(works) if len(prints[i]) < FEWEST_FINGERPRINTS)
    return Similarity(tuple(pairs), threshold, weighted, len(compared), small, tuple(histogram.tolist()), steps)


@dataclass(frozen=True)
class _Index:
    """Who has which fingerprint: ``owners`` of each are sorted; ``totals`` are the works' own weights."""

    owners: tuple[NDArray[np.int64], ...]
    weights: NDArray[np.float64]
    totals: NDArray[np.float64]

    @classmethod
    def of(cls, prints: Sequence[Hashes], weighted: bool) -> _Index:
        """Posting lists of all fingerprints that at least two works share."""
        every = np.concatenate([np.zeros(0, dtype=np.uint64), *prints])
        owner = np.repeat(np.arange(len(prints)), [len(own) for own in prints])
        order = np.argsort(every, kind="stable")
        _, starts, counts = np.unique(every[order], return_index=True, return_counts=True)
        weights = np.log(len(prints) / counts) if weighted else np.ones(len(counts))
        totals = np.bincount(owner[order], np.repeat(weights, counts), len(prints)).astype(np.float64)
        shared = (counts > 1) & (weights > 0)
        sorted_owners = owner[order]
        lists = [sorted_owners[a : a + n] for a, n in zip(starts[shared], counts[shared], strict=True)]
        return cls(tuple(lists), weights[shared], totals)

    def scores(self, first: int, last: int) -> tuple[NDArray[np.float64], int]:
        """The scores of works ``first`` to ``last`` with all works, and how often a pair was counted."""
        common, steps = np.zeros((last - first, len(self.totals))), 0
        for owners, weight in zip(self.owners, self.weights, strict=True):
            here = slice(*np.searchsorted(owners, (first, last)))
            rows = owners[here] - first
            common[rows[:, None], owners] += weight
            steps += len(rows) * len(owners)
        smaller = np.minimum(self.totals[first:last, None], self.totals)
        return common / np.maximum(smaller, 1e-12), steps


def _of_work(work: Work, skeleton: Hashes) -> Hashes:
    found = [fingerprints(tokens(text_of(data)).kinds, skeleton) for data in _python(work.files)]
    return np.unique(np.concatenate([np.zeros(0, dtype=np.uint64), *found]))


def _python(files: Mapping[str, bytes]) -> Iterator[bytes]:
    yield from (data for name, data in files.items() if name.endswith(".py"))


def _leave_out(mask: NDArray[np.bool_], works: Sequence[Work], first: int) -> None:
    """Take pairs out of the mask whose works have a person in common."""
    by_person: dict[str, list[int]] = {}
    for place, work in enumerate(works):
        for person in work.people:
            by_person.setdefault(person, []).append(place)
    for places in by_person.values():
        here = [place - first for place in places if 0 <= place - first < len(mask)]
        mask[np.ix_(here, places)] = False
