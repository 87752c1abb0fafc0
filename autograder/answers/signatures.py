"""What a wrong idea shows on a case: arrays that differ from the right ones, or words. The door is `symptom`.

Symptoms are compact, because hundreds of them are frozen beside the answers: a large array is kept as a sample of its
entries, and words as sayings with the range of every number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from autograder.checks import accuracy, law
from autograder.feedback.compare import SMALLEST_SCALE, TOLERANCE, disagreement
from autograder.records import AnswerKey, Call, Check, Observation, Outputs

SAMPLE = 256
"""Of a larger array this many entries are kept."""

MARGIN = 1.0
"""How far beyond what was observed a number may still be, in units of the difference between draws. With 5 draws of a
normal number the next one is further off once in 34 times."""

EXACT, ROUNDED = 1e-5, 5e-3
"""How far, relatively, a number may be off that draws do not change: a fraction of which luck decides the later digits is
printed with three."""

NUMBER = re.compile(r"(?<![A-Za-z_\d])[-+]?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|inf|nan)(?![A-Za-z_\d])")


@dataclass(frozen=True)
class ArraySignature:
    """An array as its shape, its largest entry, and a sample of its entries as shares of that one."""

    shape: tuple[int, ...]
    scale: float
    sample: np.ndarray


def sketch(array: np.ndarray) -> ArraySignature:
    """The sketch of an array; single precision is precise enough to tell it apart."""
    array = np.asarray(array, dtype=np.float64)
    scale = float(np.max(np.abs(array[np.isfinite(array)]), initial=0.0))
    return ArraySignature(array.shape, scale, (_sampled(array) / (scale or 1.0)).astype(np.float32))


def _sampled(array: np.ndarray) -> np.ndarray:
    flat = np.ravel(array)
    places = np.arange(flat.size) if flat.size <= SAMPLE else np.linspace(0, flat.size - 1, SAMPLE).astype(int)
    sampled: np.ndarray = flat[places]
    return sampled


def matches(got: np.ndarray, wrong: ArraySignature, factor: float = 1.0, tolerance: float = TOLERANCE) -> bool:
    """Whether an array is the sketched one, times ``factor``, as far as the sketch tells."""
    got = np.asarray(got, dtype=np.float64)
    if got.shape != wrong.shape and not got.size == wrong.sample.size == 1:
        return False
    found, expected = _sampled(got), factor * (wrong.scale or 1.0) * wrong.sample.astype(np.float64)
    finite = np.isfinite(expected)
    if not np.array_equal(finite, np.isfinite(found)) or not _same_oddities(found[~finite], expected[~finite]):
        return False
    allowed = tolerance * max(wrong.scale * abs(factor), SMALLEST_SCALE)
    return bool(np.max(np.abs(found[finite] - expected[finite]), initial=0.0) <= allowed)


def _same_oddities(found: np.ndarray, expected: np.ndarray) -> bool:
    return np.array_equal(np.isnan(found), np.isnan(expected)) and np.array_equal(
        found[~np.isnan(found)], expected[~np.isnan(expected)]
    )


def factor_to(got: np.ndarray, wrong: ArraySignature) -> float | None:
    """The factor by which an array is the sketched one; None if it is no multiple of it."""
    if got.shape != wrong.shape or not np.isfinite(got).all() or not np.isfinite(wrong.sample).all():
        return None
    expected = (wrong.scale or 1.0) * wrong.sample.astype(np.float64)
    energy = float(np.sum(expected * expected))
    factor = float(np.sum(_sampled(got) * expected)) / energy if energy else 0.0
    return factor if factor and matches(got, wrong, factor) else None


@dataclass(frozen=True)
class SentencePattern:
    """A sentence with its numbers taken out, and for each number the least and the most it may be."""

    text: str
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    def fits(self, sentence: str) -> bool:
        """Whether a sentence says the same, numbers included."""
        text, numbers = parted(sentence)
        return text == self.text and all(
            low <= number <= high for low, number, high in zip(self.low, numbers, self.high, strict=True)
        )


def overlap(one: SentencePattern, other: SentencePattern) -> bool:
    """Whether some sentence fits both."""
    ranges = zip(one.low, one.high, other.low, other.high, strict=True) if one.text == other.text else ()
    return one.text == other.text and all(low <= end and start <= high for low, high, start, end in ranges)


def parted(sentence: str) -> tuple[str, tuple[float, ...]]:
    """A sentence without its numbers, and the numbers; one that is not finite stays a word."""
    numbers = [float(found) for found in NUMBER.findall(sentence)]
    return NUMBER.sub("#", sentence), tuple(number if np.isfinite(number) else 0.0 for number in numbers)


def saying(sentences: Sequence[str]) -> tuple[SentencePattern, ...]:
    """What several draws have said, as sayings: one for each sentence that differs by more than its numbers."""
    texts: dict[str, list[tuple[float, ...]]] = {}
    for sentence in sentences:
        text, numbers = parted(sentence)
        texts.setdefault(text, []).append(numbers)
    return tuple(_ranged(text, np.array(rows, dtype=float)) for text, rows in texts.items())


def _ranged(text: str, rows: np.ndarray) -> SentencePattern:
    """The range of every number over the draws, widened."""
    low, high = rows.min(axis=0), rows.max(axis=0)
    size, spread = np.maximum(np.abs(low), np.abs(high)), high - low
    printed = np.any(rows != np.round(rows), axis=0) & (len(rows) > 1)
    slack = np.maximum(MARGIN * spread, np.where(printed, ROUNDED, EXACT) * size)
    return SentencePattern(text, tuple((low - slack).tolist()), tuple((high + slack).tolist()))


@dataclass(frozen=True)
class Signature:
    """What one case showed: sentences (any of them) of a law, a probe or an error; or the arrays that differ.

    Beside what a law says stand the arrays it said it of, where they are few and no luck is in them: they tell apart
    mistakes of which a law says the same. ``sometimes`` says that other draws showed nothing.
    """

    said: tuple[SentencePattern, ...] = ()
    outputs: Mapping[str, ArraySignature] = field(default_factory=dict)
    sometimes: bool = False


@dataclass(frozen=True)
class WrongAnswer:
    """What one mistake shows on the cases of one check; None where it is right. At least one case is wrong."""

    mistake: str
    hint: str
    cases: tuple[Signature | None, ...]

    @property
    def always(self) -> bool:
        """Whether the check fails whatever was drawn."""
        return any(case is not None and not case.sometimes for case in self.cases)


def complaint(check: Check, call: Call, seen: Observation, key: AnswerKey) -> str:
    """What a call says where it says anything: the complaint of a probe or a law, or what went wrong; else nothing."""
    if seen.outcome == "returned" and check.kind == "accuracy":
        return accuracy.complaint(check, call, seen)
    if seen.outcome == "returned":
        return law.complaint(check, call, seen, key) if check.kind == "law" else ""
    error = seen.error
    if error is None or seen.outcome == "timed out":
        return seen.outcome
    return error.message if error.fault == "complaint" else f"{seen.outcome}, {error.type}: {error.message}"


def symptom(
    check: Check, call: Call, draws: Sequence[Observation], answer: Outputs | None, key: AnswerKey
) -> Signature | None:
    """What a mistake shows on a case, from one call or from several with other draws; None where it is right."""
    sentences = [complaint(check, call, seen, key) for seen in draws]
    if any(sentences):
        said = saying([sentence for sentence in sentences if sentence])
        return Signature(said, _beside(call, draws[0]), not all(sentences))
    if answer is None:
        return None
    names = differing(check, draws[0].outputs, answer)
    return Signature(outputs={name: sketch(draws[0].outputs[name]) for name in names}) if names else None


def _beside(call: Call, seen: Observation) -> dict[str, ArraySignature]:
    """The arrays behind a sentence: all of them, if no luck takes part and there is little of it."""
    outputs = {} if call.case.is_random else seen.outputs
    few = sum(array.size for array in outputs.values()) <= SAMPLE
    return {name: sketch(array) for name, array in outputs.items()} if few else {}


def differing(check: Check, outputs: Outputs, answer: Outputs) -> list[str]:
    """The names of the arrays that are not the right ones."""
    options: Any = check.options
    names = getattr(options, "compare", ()) or tuple(answer)
    tolerance = options.tolerance if check.kind == "output" else TOLERANCE
    return [name for name in names if name in outputs and disagreement(outputs[name], answer[name], tolerance)]


Rows: TypeAlias = "Mapping[tuple[int, str], tuple[WrongAnswer, ...]]"


def tree_of(rows: Rows) -> dict[str, Any]:
    """All wrong answers as a tree of plain values, with the numbers of all samples in one array."""
    pool = _Pool()
    tree = [[deck, check, [_wrong_tree(one, pool) for one in row]] for (deck, check), row in rows.items()]
    return {"rows": tree, "pool": pool.whole()}


def from_tree(tree: Mapping[str, Any]) -> Rows:
    """What `tree_of` was given."""
    pool = tree["pool"]
    return {(deck, check): tuple(_wrong(item, pool) for item in row) for deck, check, row in tree["rows"]}


class _Pool:
    """Samples one after the other, equal ones once."""

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._samples: list[np.ndarray] = []
        self._length = 0

    def place(self, sample: np.ndarray) -> int:
        """Where a sample starts."""
        key = sample.tobytes()
        if key not in self._places:
            self._places[key] = self._length
            self._samples.append(sample)
            self._length += sample.size
        return self._places[key]

    def whole(self) -> np.ndarray:
        return np.concatenate([np.zeros(0, np.float32), *self._samples])


def _wrong_tree(wrong: WrongAnswer, pool: _Pool) -> list[Any]:
    return [wrong.mistake, wrong.hint, [_symptom_tree(case, pool) for case in wrong.cases]]


def _symptom_tree(case: Signature | None, pool: _Pool) -> Any:
    if case is None:
        return None
    said = [[one.text, _ends(one.low), _ends(one.high)] for one in case.said]
    sketches = {name: [list(one.shape), one.scale, pool.place(one.sample)] for name, one in case.outputs.items()}
    return [said, sketches, case.sometimes]


def _ends(values: Sequence[float]) -> list[float | None]:
    """The ends of ranges; None is an open end."""
    return [float(value) if np.isfinite(value) else None for value in values]


def _wrong(row: Sequence[Any], pool: np.ndarray) -> WrongAnswer:
    mistake, hint, cases = row
    return WrongAnswer(mistake, hint, tuple(_symptom(case, pool) for case in cases))


def _symptom(row: Sequence[Any] | None, pool: np.ndarray) -> Signature | None:
    if row is None:
        return None
    said = tuple(SentencePattern(text, _opened(low, -np.inf), _opened(high, np.inf)) for text, low, high in row[0])
    return Signature(said, {name: _sketch(parts, pool) for name, parts in row[1].items()}, row[2])


def _opened(ends: Sequence[float | None], open_end: float) -> tuple[float, ...]:
    return tuple(open_end if end is None else float(end) for end in ends)


def _sketch(parts: Sequence[Any], pool: np.ndarray) -> ArraySignature:
    shape, scale, place = parts
    size = min(SAMPLE, int(np.prod(shape)))
    return ArraySignature(tuple(shape), float(scale), pool[place : place + size])
