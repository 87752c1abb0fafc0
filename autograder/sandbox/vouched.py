"""What of a worker's sentence may be told where nothing of a case may be: :func:`vouched` is the door.

A worker's words may be a student's own, and letters spell out a number as well as figures do. So only a sentence that
Python, the worker's own code or the assignment's probes are known to say is told at all. Its gaps are told where a word
stands in them that was there before any input was, in Python, in the probes or in the files; and only of a few, because
many would be a language of their own. What is left to choose says less than the choice of the line that fails.
"""

from __future__ import annotations

import ast
import builtins
import re
import types
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .python_says import SENTENCES

WORD = re.compile(r"[^\W\d]\w*")
UNTOLD = "…"
MOST_WORDS, MOST_OWN = 5, 2
"""How many words in gaps are told of a sentence, and how many of those that only a student's files know."""
LONGEST = 600
NESTED = 2
"""A gap may hold a sentence with gaps, and those no further one."""

_HERE = Path(__file__).parent
_OURS = ("exceptions", "outputs", "plots", "probes", "submission")
_GAP = re.compile(r"\{\w*\}")
_DRESSED = re.compile(r"((?:an? )?(['\"`]?))(.*?)(\2)")
_MARK = re.compile(r"[^\w\s]{1,2}")
_SMALL = re.compile(r"\d\d?")


@dataclass(frozen=True)
class Sentence:
    """Fixed text around gaps. ``counts`` says that a small number in a gap is how many, or a line, and never an input."""

    parts: tuple[str, ...]
    counts: bool

    def gaps(self, text: str) -> list[str] | None:
        """What stands in the gaps if the text is this sentence: each gap ends where the next fixed part first begins."""
        first, *rest = self.parts
        if not rest:
            return [] if text == first else None
        end = len(text) - len(rest[-1])
        if not text.startswith(first) or not text.endswith(rest[-1]) or end < len(first):
            return None
        start, found = len(first), []
        for part in rest[:-1]:
            at = text.find(part, start, end)
            if at < 0:
                return None
            found.append(text[start:at])
            start = at + len(part)
        return [*found, text[start:end]]


@dataclass(frozen=True)
class Known:
    """All sentences, those with the most fixed text first; the words of Python, of ours and of the probes."""

    sentences: tuple[Sentence, ...]
    words: frozenset[str]


@dataclass(frozen=True)
class Piece:
    """A part of what is told: fixed text, or a word in a gap; ``own`` is one that only the student's files know."""

    text: str
    word: bool = False
    own: bool = False


def vouched(text: str, own: Collection[str], probes: Mapping[str, str]) -> str:
    """The sentence as far as it may be told; nothing where it is nobody's. ``own`` are the words of the files."""
    if len(text) > LONGEST:
        return ""
    return _rationed(_pieces(text, _known(tuple(probes.values())), own, NESTED) or [])


def _rationed(pieces: list[Piece]) -> str:
    words = own = 0
    told = []
    for piece in pieces:
        words, own = words + piece.word, own + piece.own
        told.append(UNTOLD if piece.word and (words > MOST_WORDS or own > MOST_OWN) else piece.text)
    return "".join(told)


def _pieces(text: str, known: Known, own: Collection[str], depth: int) -> list[Piece] | None:
    """The text as the first sentence that it is, with what may be told of its gaps."""
    for sentence in known.sentences:
        gaps = sentence.gaps(text)
        if gaps is not None:
            first, *rest = map(Piece, sentence.parts)
            filled = [_filled(gap, sentence, known, own, depth - 1) for gap in gaps]
            return [first, *(piece for gap, part in zip(filled, rest, strict=True) for piece in (*gap, part))]
    return None


def _filled(gap: str, sentence: Sentence, known: Known, own: Collection[str], depth: int) -> list[Piece]:
    """A word, or two with a dot between, perhaps with an article or in quotes; or a sentence again."""
    dressed = _DRESSED.fullmatch(gap)
    assert dressed is not None  # for it may have no dress at all
    before, _, inner, after = dressed.groups()
    told = [_word(word, sentence, known, own) for word in inner.split(".", 1)]
    if None not in told:
        dotted = [piece for word in told if word for piece in (Piece("."), word)]
        return [Piece(before), *dotted[1:], Piece(after)]
    return (_pieces(gap, known, own, depth) if depth else None) or [Piece(UNTOLD)]


def _word(word: str, sentence: Sentence, known: Known, own: Collection[str]) -> Piece | None:
    if word in ("0", "1") or word in known.words or (sentence.counts and _is_small(word)):
        return Piece(word, word=True)
    return Piece(word, word=True, own=True) if word in own else None


def _is_small(word: str) -> bool:
    """A number below a hundred, or a bracket or an operator."""
    return bool(_SMALL.fullmatch(word) or _MARK.fullmatch(word))


# --- who says what


@lru_cache(maxsize=16)
def _known(probes: tuple[str, ...]) -> Known:
    """All that Python, the worker and these probes say, and the words that they know."""
    ours = tuple(path.read_text(encoding="utf-8") for path in (_HERE / "inside" / f"{name}.py" for name in _OURS))
    found = {_sentence(line, counts=True) for line in SENTENCES}
    found |= {sentence for source in ours for sentence in _said_in(source, counts=True)}
    found |= {sentence for source in probes for sentence in _said_in(source, counts=False)}
    wordy = [sentence for sentence in found if any(map(WORD.search, sentence.parts))]
    words = {word for source in (*ours, *probes) for word in WORD.findall(source)} | _pythons_words()
    return Known(tuple(sorted(wordy, key=_by_fixed_text)), frozenset(words))


def _by_fixed_text(sentence: Sentence) -> tuple[int, tuple[str, ...], bool]:
    return -sum(map(len, sentence.parts)), sentence.parts, sentence.counts


def _pythons_words() -> set[str]:
    """The names of what is built in, and of kinds of objects."""
    return (
        set(dir(builtins))
        | {kind.__name__ for kind in vars(types).values() if isinstance(kind, type)}
        | {"py", "numpy"}
    )


def _said_in(source: str, counts: bool) -> Iterator[Sentence]:
    """Every text in a module of ours or of staff's; what is computed is a gap in it."""
    nodes = list(ast.walk(ast.parse(source)))
    formatted = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    within = {id(part) for text in formatted for part in text.values}
    for text in formatted:
        yield _of_parts(text.values, counts)
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
            yield _sentence(node.value, counts)


def _of_parts(values: list[ast.expr], counts: bool) -> Sentence:
    """The fixed texts of an f-string around its gaps."""
    parts = [""]
    for value in values:
        if isinstance(value, ast.Constant):
            parts[-1] += str(value.value)
        else:
            parts.append("")
    return Sentence(tuple(parts), counts)


def _sentence(text: str, counts: bool) -> Sentence:
    """A text whose gaps are written as ``{}``, or with a name in between."""
    return Sentence(tuple(_GAP.split(text)), counts)
