"""What a mistake shows on a case: arrays that differ from the right ones, or a sentence.

Signatures are compact, because hundreds of them are frozen beside the answers: a large array is kept as a sample of its
entries, and a sentence as a pattern with a range for every number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from autograder.checks import kind_of
from autograder.feedback.compare import SMALLEST_SCALE, TOLERANCE, disagreement
from autograder.records import AnswerKey, Call, Check, Observation, Outputs

SAMPLE = 256
"""How many entries of a larger array are kept."""

MARGIN = 1.0
"""How far beyond the observed range a number may still be, in units of that range. With 5 draws of a normal number the
next draw is further off once in 34 times."""

EXACT, ROUNDED = 1e-5, 5e-3
"""How far, relatively, a number may be off if it was the same in all draws. ``ROUNDED`` is for random fractions, which
are printed with three digits."""

DISTINCT = 3
"""With this many different numbers, arrays are the mark of one mistake."""

NUMBER = re.compile(r"(?<![A-Za-z_\d])[-+]?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|inf|nan)(?![A-Za-z_\d])")


@dataclass(frozen=True)
class ArraySignature:
    """An array as its shape, its largest entry ``scale``, and a sample of its entries as shares of ``scale``."""

    shape: tuple[int, ...]
    scale: float
    sample: np.ndarray

    @classmethod
    def of(cls, array: np.ndarray) -> ArraySignature:
        """The signature of an array; single precision is precise enough to recognise the array by."""
        array = as_numbers(array)
        scale = float(np.max(np.abs(array[np.isfinite(array)]), initial=0.0))
        return cls(array.shape, scale, (sampled(array) / (scale or 1.0)).astype(np.float32))

    @property
    def entries(self) -> np.ndarray:
        """The sampled entries themselves, in double precision."""
        return (self.scale or 1.0) * self.sample.astype(np.float64)

    def matches(self, got: np.ndarray, factor: float = 1.0, tolerance: float = TOLERANCE) -> bool:
        """Whether ``got`` is this array times ``factor``, as far as the sample shows."""
        got = as_numbers(got)
        if got.shape != self.shape and not got.size == self.sample.size == 1:
            return False
        found, expected = sampled(got), factor * self.entries
        finite = np.isfinite(expected)
        same_places = np.array_equal(finite, np.isfinite(found))
        if not same_places or not np.array_equal(found[~finite], expected[~finite], equal_nan=True):
            return False
        allowed = tolerance * max(self.scale * abs(factor), SMALLEST_SCALE)
        return bool(np.max(np.abs(found[finite] - expected[finite]), initial=0.0) <= allowed)

    def factor_to(self, got: np.ndarray) -> float | None:
        """The factor that makes this array into ``got``; None if there is none."""
        got = as_numbers(got)
        if got.shape != self.shape or not np.isfinite(got).all() or not np.isfinite(self.sample).all():
            return None
        energy = float(np.sum(self.entries**2))
        factor = float(np.sum(sampled(got) * self.entries)) / energy if energy else 0.0
        return factor if factor and self.matches(got, factor) else None


def as_numbers(array: np.ndarray) -> np.ndarray:
    """The array in double precision: letters as their code points, complex numbers as pairs, None as no numbers."""
    if array.dtype.kind == "U":
        letters = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("=")).view(np.uint32)
        return letters.reshape(*array.shape, -1).astype(np.float64) if array.size else np.zeros(array.shape)
    if array.dtype.kind == "V":
        return np.zeros(0)
    if array.dtype.kind == "c":
        return np.stack([array.real, array.imag], axis=-1).astype(np.float64)
    return np.asarray(array, dtype=np.float64)


def sampled(array: np.ndarray) -> np.ndarray:
    """A few entries of an array, however large it is; all of a small one."""
    flat = np.ravel(array)
    places = np.arange(flat.size) if flat.size <= SAMPLE else np.linspace(0, flat.size - 1, SAMPLE).astype(int)
    entries: np.ndarray = flat[places]
    return entries


@dataclass(frozen=True)
class SentencePattern:
    """A sentence with its numbers taken out, and for each number the lowest and the highest value that it may have."""

    text: str
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    def fits(self, sentence: str) -> bool:
        """Whether a sentence is of this pattern, numbers included."""
        text, numbers = split_numbers(sentence)
        return text == self.text and all(
            low <= number <= high for low, number, high in zip(self.low, numbers, self.high, strict=True)
        )

    def overlaps(self, other: SentencePattern) -> bool:
        """Whether some sentence fits both patterns."""
        ranges = zip(self.low, self.high, other.low, other.high, strict=True) if self.text == other.text else ()
        return self.text == other.text and all(low <= end and start <= high for low, high, start, end in ranges)


def split_numbers(sentence: str) -> tuple[str, tuple[float, ...]]:
    """A sentence with "#" for each number, and the numbers; 0 for a number that is not finite."""
    numbers = [float(found) for found in NUMBER.findall(sentence)]
    return NUMBER.sub("#", sentence), tuple(number if np.isfinite(number) else 0.0 for number in numbers)


def sentence_patterns(sentences: Sequence[str]) -> tuple[SentencePattern, ...]:
    """The patterns of the sentences of several draws: one for all that differ in their numbers only.

    The range of a number is its range over the draws, widened.
    """
    texts: dict[str, list[tuple[float, ...]]] = {}
    for sentence in sentences:
        text, numbers = split_numbers(sentence)
        texts.setdefault(text, []).append(numbers)
    patterns = []
    for text, draws in texts.items():
        rows = np.array(draws, dtype=float)
        low, high = rows.min(axis=0), rows.max(axis=0)
        size, spread = np.maximum(np.abs(low), np.abs(high)), high - low
        printed = np.any(rows != np.round(rows), axis=0) & (len(rows) > 1)
        slack = np.maximum(MARGIN * spread, np.where(printed, ROUNDED, EXACT) * size)
        patterns.append(SentencePattern(text, tuple((low - slack).tolist()), tuple((high + slack).tolist())))
    return tuple(patterns)


@dataclass(frozen=True)
class Signature:
    """What one case showed: a sentence from a law, a probe or an error; or the arrays that differ.

    Any of the ``sentences`` may appear. Alongside a law's complaint the offending arrays are kept too, when small and
    deterministic, because two mistakes can draw the same complaint. ``sometimes``: other draws showed nothing wrong.
    """

    sentences: tuple[SentencePattern, ...] = ()
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

    @property
    def has_sentences(self) -> bool:
        """Whether some case shows a sentence."""
        return any(case is not None and case.sentences for case in self.cases)

    @property
    def is_distinctive(self) -> bool:
        """Whether its arrays hold several different numbers other than 0, so that hardly anything else gives them."""
        arrays = [array for case in self.cases if case is not None for array in case.outputs.values()]
        entries = np.concatenate([np.zeros(0), *(array.entries for array in arrays)])
        sizes = np.abs(entries[np.isfinite(entries) & (entries != 0)])
        return len({f"{size:.5g}" for size in sizes}) >= DISTINCT


def signature_of(
    check: Check, call: Call, draws: Sequence[Observation], answer: Outputs | None, key: AnswerKey
) -> Signature | None:
    """What a mistake shows on a case, from one call or from several with other draws; None where it is right."""
    sentences = [complaint(check, call, seen, key) for seen in draws]
    if any(sentences):
        patterns = sentence_patterns([sentence for sentence in sentences if sentence])
        outputs = {} if call.case.is_random else draws[0].outputs
        few = sum(array.size for array in outputs.values()) <= SAMPLE
        offending = {name: ArraySignature.of(array) for name, array in outputs.items()} if few else {}
        return Signature(patterns, offending, not all(sentences))
    if answer is None:
        return None
    names = differing(check, draws[0].outputs, answer)
    return Signature(outputs={name: ArraySignature.of(draws[0].outputs[name]) for name in names}) if names else None


def complaint(check: Check, call: Call, seen: Observation, key: AnswerKey) -> str:
    """The sentence of a law, a probe or an error about a call; empty if the call drew none."""
    if seen.outcome == "returned":
        return kind_of(check).complaint(check, call, seen, key)
    error = seen.error
    if error is None or seen.outcome == "timed out":
        return seen.outcome
    return error.message if error.fault == "complaint" else f"{seen.outcome}, {error.type}: {error.message}"


def differing(check: Check, outputs: Outputs, answer: Outputs) -> list[str]:
    """The names of the arrays that are not the right ones."""
    compared = kind_of(check).compared(check, answer).items()
    return [name for name, how in compared if name in outputs and disagreement(outputs[name], answer[name], how)]
