"""How a text, a list of texts, or something of another kind differs from what was expected, in words.

:func:`other_kind` is about None, text and numbers that stand for each other, :func:`other_text` about two texts.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np

from autograder.feedback.compare import content_of
from autograder.feedback.factors import Explanation, same
from autograder.text.plural import counted

LONGEST, MOST_LINES, MOST_COMPARED = 100, 12, 1000
EMPTY = "an empty list"
EXPECTED = {"text": "text", "nothing": "None"}


def other_kind(name: str, got: np.ndarray, expected: np.ndarray) -> tuple[str, str]:
    """Full and brief sentences on an output that is not of the right kind."""
    wanted = EXPECTED.get(content_of(expected), "a number" if expected.ndim == 0 else "numbers")
    wanted = wanted if expected.size else EMPTY
    if content_of(got) == "nothing":
        text = f"{name} is None, expected {wanted}; is a return statement missing?"
        return text, text
    there = "text" if content_of(got) == "text" else "a number" if got.size == 1 else "an array of numbers"
    there = there if got.size else EMPTY
    shown = f" ({quoted(got)})" if got.ndim == 0 else ""
    if got.ndim and wanted == "numbers" and (place := not_a_number(got)):
        shown = f" (entry {place[0]} is {quoted(place[1])}, and no number)"
    return f"{name} is {there}{shown}, expected {wanted}.", f"{name} is {there}, expected {wanted}."


def not_a_number(array: np.ndarray) -> tuple[int, str] | None:
    """The first text of an array, counted from 1, that is no number; None where all are."""
    for place, text in enumerate(array.ravel().tolist() if array.dtype.kind == "U" else (), start=1):
        try:
            float(text)
        except ValueError:
            return place, text
    return None


def other_shape(name: str, got: np.ndarray, expected: np.ndarray) -> tuple[str, str]:
    """Full and brief sentences on texts that do not come as one text, a list or a table, as they should."""
    forms = ("one text", "a list of texts")
    mine, right = (forms[array.ndim] if array.ndim < len(forms) else "a table of texts" for array in (got, expected))
    shapes = f" ({got.shape} and {expected.shape})" if mine == right else ""
    return f"{name} is {mine}, expected {right}{shapes}.", f"{name} is {mine}, expected {right}."


def other_text(name: str, got: np.ndarray, expected: np.ndarray, index: tuple[int, ...]) -> tuple[str, str]:
    """The full sentence on a wrong text, and lines that show how two longer ones differ."""
    if got.shape != expected.shape:
        said = f"{name} has {counted(got.size, 'entry')}, expected {expected.size}."
        return said, "\n".join(_changes(*([repr(str(text)) for text in texts] for texts in (got, expected))))
    place = name + (f"[{', '.join(map(str, index))}]" if index else "")
    mine, right = str(got[index]), str(expected[index])
    if "\n" not in mine + right and len(mine) <= LONGEST and len(right) <= LONGEST:
        return f"{place} is {quoted(mine)}, expected {quoted(right)}.", ""
    pairs = enumerate(zip_longest(mine.split("\n"), right.split("\n")), start=1)
    line = next(number for number, (one, other) in pairs if one != other)
    lines = _changes(*([repr(line)[1:-1] for line in text.split("\n")] for text in (mine, right)))
    return f"{place} differs from the right text in line {line}:", "\n".join(lines)


def explanations(name: str, got: np.ndarray, expected: np.ndarray) -> Iterator[Explanation]:
    """What is wrong with a text or a list of texts, if it is something simple that fits all of it."""
    mine, right = [str(text) for text in got.flat], [str(text) for text in expected.flat]
    if mine != right and sorted(mine) == sorted(right):
        yield same(f"{name} has the right texts in the wrong places.")
    if len(mine) != len(right):
        return
    for words, form in (
        ("how letters with accents are made up differs: unicodedata.normalize tells", composed),
        ("upper and lower case differ", str.casefold),
        ("spaces and line ends differ", lambda text: "".join(text.split())),
        (
            "punctuation differs",
            lambda text: "".join(letter for letter in text if letter.isalnum() or letter.isspace()),
        ),
    ):
        if any(map(form, right)) and [form(text) for text in mine] == [form(text) for text in right]:
            yield same(f"Only {words}.")
            return


def composed(text: str) -> str:
    """The text with each accent in one sign with its letter, where there is such a sign."""
    return unicodedata.normalize("NFC", text)


def quoted(value: object) -> str:
    """A text in quotation marks, a number as it is, cut where it is long."""
    text = (
        repr(str(value))
        if isinstance(value, str) or getattr(value, "dtype", np.dtype(float)).kind == "U"
        else str(value)
    )
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _changes(mine: Sequence[str], right: Sequence[str]) -> list[str]:
    """The lines around the first differences: - for what is too much, + for what is missing."""
    first = _first_difference(mine, right)
    both = [lines[max(0, first - 2) : first + MOST_COMPARED] for lines in (mine, right)]
    column = _first_difference(*(lines[first] if first < len(lines) else "" for lines in (mine, right)))
    cut, wanted = ([_cut(one, column * (place == min(first, 2))) for place, one in enumerate(lines)] for lines in both)
    compared = difflib.unified_diff(cut, wanted, n=2, lineterm="")
    lines = [line for line in compared if not line.startswith(("---", "+++", "@@"))]
    more = [f"    … and {counted(len(lines) - MOST_LINES, 'more line')}"] if len(lines) > MOST_LINES else []
    head = ["    - yours  + expected"] if lines else []
    return [*head, *(f"    {line}" for line in lines[:MOST_LINES]), *more]


def _first_difference(one: Sequence[str], other: Sequence[str]) -> int:
    """The first place in which two lists or texts differ; the length of the shorter where there is none."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (mine, right) in pairs if mine != right), min(len(one), len(other)))


def _cut(line: str, column: int) -> str:
    """A line that is too long, cut around a column."""
    start = max(0, column - LONGEST // 2) if len(line) > LONGEST else 0
    return f"{'…' * (start > 0)}{line[start : start + LONGEST]}{'…' * (len(line) > start + LONGEST)}"
