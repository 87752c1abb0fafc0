"""The passages that two works share, for a person to compare side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.batch.similarity import Hashes, K, Work, WorkPair, hashes
from autograder.batch.similarity_tokens import Tokens, text_of, tokens

CANDIDATES = 32
"""How many places of the other work are tried for one passage."""
MOST_TOKENS = 20_000
"""How much of a file is searched for passages; what a person writes for an assignment is a tenth of it."""


@dataclass(frozen=True)
class CodeSpan:
    """Part of a file: its first and last line, and its first and last offset in the text."""

    file: str
    lines: tuple[int, int]
    span: tuple[int, int]


@dataclass(frozen=True)
class Passage:
    """Code that is alike in both works, ``size`` tokens long."""

    number: int
    size: int
    one: CodeSpan
    other: CodeSpan


@dataclass(frozen=True)
class _File:
    """A file's text, its tokens, and the hash of each run of them; ``own`` says which are not in the skeleton."""

    name: str
    text: str
    tokens: Tokens
    hashes: tuple[int, ...]
    own: tuple[bool, ...]

    def place(self, first: int, count: int) -> CodeSpan:
        """Where these tokens stand."""
        start, end = self.tokens.spans[first][0], self.tokens.spans[first + count - 1][1]
        lines = (self.text.count("\n", 0, start) + 1, self.text.count("\n", 0, end) + 1)
        return CodeSpan(self.name, lines, (start, end))


def shared_passages(pair: WorkPair, skeleton: Hashes) -> tuple[Passage, ...]:
    """The passages of a pair in the order of the first work. No token belongs to two of them."""
    ones, others = _files(pair.one, skeleton), _files(pair.other, skeleton)
    where: dict[int, list[tuple[int, int]]] = {}
    for number, file in enumerate(others):
        for place, (value, own) in enumerate(zip(file.hashes, file.own, strict=True)):
            if own:
                where.setdefault(value, []).append((number, place))
    used = [np.zeros(len(file.tokens.kinds), dtype=bool) for file in others]
    found: list[Passage] = []
    for file in ones:
        place = 0
        while place < len(file.hashes):
            candidates = where.get(file.hashes[place], ()) if file.own[place] else ()
            run, number, start = max(_runs(file, place, others, candidates, used), default=(0, 0, 0))
            if run:
                size = run + K - 1
                used[number][start : start + size] = True
                found.append(Passage(len(found) + 1, size, file.place(place, size), others[number].place(start, size)))
            place += run + K - 1 if run else 1
    return tuple(found)


def marked_pieces(work: Work, name: str, passages: Sequence[tuple[int, CodeSpan]]) -> list[tuple[str, int]]:
    """A file's text in pieces, each with the number of its passage; 0 where it belongs to none."""
    text, end = text_of(work.files[name]), 0
    cut: list[tuple[str, int]] = []
    for number, place in sorted(passages, key=lambda item: item[1].span):
        cut += [(text[end : place.span[0]], 0), (text[slice(*place.span)], number)]
        end = place.span[1]
    return [piece for piece in (*cut, (text[end:], 0)) if piece[0]]


def _files(work: Work, skeleton: Hashes) -> list[_File]:
    made = []
    for name, data in sorted(work.files.items()):
        if name.endswith(".py"):
            text = text_of(data)
            whole = tokens(text)
            row = Tokens(whole.kinds[:MOST_TOKENS], whole.spans[:MOST_TOKENS])
            found = hashes(row.kinds)
            own = ~np.isin(found, skeleton)
            made.append(_File(name, text, row, tuple(found.tolist()), tuple(own.tolist())))
    return made


def _runs(
    file: _File,
    place: int,
    others: Sequence[_File],
    candidates: Sequence[tuple[int, int]],
    used: Sequence[np.ndarray],
) -> Iterator[tuple[int, int, int]]:
    """For each candidate how many hashes in a row are alike from there, and where it is."""
    for number, start in candidates[:CANDIDATES]:
        other, run = others[number], 0
        while (
            place + run < len(file.hashes)
            and start + run < len(other.hashes)
            and file.own[place + run]
            and file.hashes[place + run] == other.hashes[start + run]
            and not used[number][start + run : start + run + K].any()
        ):
            run += 1
        yield run, number, start
