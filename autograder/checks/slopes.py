"""Slopes of a student's own forward, measured by central differences.

Small arrays are measured entry by entry, as the lecture does. Large ones along random directions in which every entry
takes part: two directions an array, however many entries, and a single wrong entry still shows. A miss is measured
again along fresh directions with a tenth of the step (a kink may lie between the two points), and then, where forward's
numbers are float32 numbers, with a coarse step. What still misses is bisected to find one wrong entry, at two further
calls a halving.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

import numpy as np

from autograder.checks.conclude import CaseResult, case_trouble
from autograder.feedback import explain
from autograder.feedback.factors import Explanation
from autograder.feedback.messages import Message
from autograder.records import Call, Case, Check, Observation

SMALL = 8
"""Arrays of up to this many entries are measured entry by entry."""
DIRECTIONS = 2
KINK_STEP = 0.1
COARSE_STEP, COARSE_TOLERANCE = 1e-2, 1e-3
"""For work in float32: its rounding drowns a step of 1e-5; a step of 1e-2 leaves an error below 1e-3."""

Result = TypeVar("Result")
Asking: TypeAlias = Generator["list[Call]", "Sequence[Observation]", Result]
"""Part of a judge's talk: it yields calls, receives their observations, and returns a result."""


class NoSlopeError(Exception):
    """Forward gave no number to measure a slope with; ``result`` says why, for the student."""

    def __init__(self, result: CaseResult) -> None:
        super().__init__(result.words.full)
        self.result = result


@dataclass(frozen=True)
class Pair:
    """One input of one case, and the output that claims to be its gradient."""

    check: Check
    case: Case
    name: str
    output: str

    @property
    def point(self) -> np.ndarray:
        """The input, where the slope is measured."""
        return np.asarray(self.case.inputs[self.name], dtype=np.float64)

    def shifted(self, step: np.ndarray) -> Call:
        """Forward with this input moved by ``step``; a plain number stays a plain number."""
        moved = self.point + step
        value = float(moved) if isinstance(self.case.inputs[self.name], (int, float)) else moved
        return Call(self.check.options.forward, replace(self.case, inputs={**self.case.inputs, self.name: value}))

    def failed(self, full: str, brief: str, details: str = "", explanations: Sequence[Explanation] = ()) -> CaseResult:
        """The result of a case in which this gradient is wrong."""
        words = Message(full, brief, details)
        return CaseResult("failed", words, self.case.hint, explanations=tuple(explanations), output=self.output)


@dataclass(frozen=True)
class Miss:
    """Directions along which a gradient is not the slope: ``claimed`` by the gradient, and the ``slopes`` measured."""

    directions: Sequence[np.ndarray]
    claimed: np.ndarray
    slopes: np.ndarray


def first_miss(pair: Pair, gradient: np.ndarray) -> Asking[Miss | None]:
    """Measure until the slopes agree with the gradient; None then, and the first miss when they never do."""
    miss: Miss | None = None
    rounded = False
    for number, (step, tolerance) in enumerate(_tries(pair)):
        if number and step == COARSE_STEP and not rounded:
            break
        directions = _directions(pair, number)
        observations = yield (calls := _calls(pair, directions, step))
        slopes = _slopes(pair, calls, observations, step)
        rounded = all(_is_float32(pair, one) for one in observations)
        claimed = np.array([float(np.sum(gradient * direction)) for direction in directions])
        if _agree(claimed, slopes, gradient, tolerance):
            return None
        miss = miss or Miss(directions, claimed, slopes)
    return miss


def entry_slope(pair: Pair, index: int) -> Asking[float]:
    """The slope along one entry, by its index in the flattened array."""
    unit = np.zeros(pair.point.size)
    unit[index] = 1.0
    return (yield from _slope(pair, unit))


def wrong_entry(pair: Pair, gradient: np.ndarray, miss: Miss) -> Asking[int]:
    """The index of one wrong entry: halve the entries and keep the half with the larger part of the error."""
    direction, missing = miss.directions[0].reshape(-1), float(miss.claimed[0] - miss.slopes[0])
    entries = np.arange(gradient.size)
    while entries.size > 1:
        half, other = np.split(entries, [entries.size // 2])
        part = np.zeros(gradient.size)
        part[half] = direction[half]
        slope = yield from _slope(pair, part)
        error = float(part @ gradient.reshape(-1)) - slope
        keep_half = abs(error) >= abs(missing - error)
        entries, missing = (half, error) if keep_half else (other, missing - error)
    return int(entries[0])


def _tries(pair: Pair) -> Iterator[tuple[float, float]]:
    """Each attempt's step, before it is scaled to the array, and the error it allows."""
    options = pair.check.options
    yield options.step, options.tolerance
    yield options.step * KINK_STEP, options.tolerance * 10
    yield COARSE_STEP, max(options.tolerance, COARSE_TOLERANCE)


def _directions(pair: Pair, attempt: int) -> list[np.ndarray]:
    """Unit vectors for a small array; else random signs with random scale, drawn from the case's own name."""
    shape, size = pair.point.shape, pair.point.size
    if size <= SMALL:
        return [row.reshape(shape) for row in np.eye(size)]
    rng = np.random.default_rng([zlib.crc32(f"{pair.check.id} {pair.case.name} {pair.name}".encode()), attempt])
    return [rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 1.5, shape) for _ in range(DIRECTIONS)]


def _slope(pair: Pair, direction: np.ndarray) -> Asking[float]:
    """The slope along one direction, with the check's own step."""
    calls = _calls(pair, [direction.reshape(pair.point.shape)], pair.check.options.step)
    observations = yield calls
    return float(_slopes(pair, calls, observations, pair.check.options.step)[0])


def _calls(pair: Pair, directions: Sequence[np.ndarray], step: float) -> list[Call]:
    """Forward on both sides of the point: two calls a direction, whatever the size of the array."""
    step = _scaled(pair, step)
    return [pair.shifted(sign * step * direction) for direction in directions for sign in (1, -1)]


def _scaled(pair: Pair, step: float) -> float:
    return step * min(1.0, 10 / math.sqrt(max(pair.point.size, 1)))


def _slopes(pair: Pair, calls: Sequence[Call], observations: Sequence[Observation], step: float) -> np.ndarray:
    """The slope along each direction. Raises `NoSlopeError` when forward gives no fitting number."""
    values = [_scalar(pair, call, one) for call, one in zip(calls, observations, strict=True)]
    pairs = np.array(values).reshape(-1, 2)
    slopes: np.ndarray = (pairs[:, 0] - pairs[:, 1]) / (2 * _scaled(pair, step))
    return slopes


def _scalar(pair: Pair, call: Call, observation: Observation) -> float:
    """What forward gave, weighted by the upstream gradient."""
    trouble = case_trouble(pair.check, call, observation)
    if trouble:
        raise NoSlopeError(trouble)
    name = _output_of(pair, observation)
    if name not in observation.outputs:
        said = f"forward gives no {name}." if name else "forward gives nothing."
        raise NoSlopeError(pair.failed(said, said))
    result = np.asarray(observation.outputs[name], dtype=np.float64)
    upstream_name = pair.check.options.upstream
    upstream = np.asarray(pair.case.inputs[upstream_name] if upstream_name else 1.0, dtype=np.float64)
    if result.size != upstream.size:
        said = f"forward gives shape {result.shape} where {upstream.shape} is expected."
        raise NoSlopeError(pair.failed(said, "forward gives another shape than is expected."))
    return float(np.sum(result.reshape(upstream.shape) * upstream))


def _is_float32(pair: Pair, observation: Observation) -> bool:
    """Whether every number that forward gave is a float32 number, whatever type it came in."""
    result = np.asarray(observation.outputs[_output_of(pair, observation)], dtype=np.float64)
    return bool(np.array_equal(result, result.astype(np.float32), equal_nan=True))


def _output_of(pair: Pair, observation: Observation) -> str:
    """The name of forward's output: the one in the settings, or the only one."""
    return pair.check.options.output or next(iter(observation.outputs), "")


def _agree(claimed: np.ndarray, slopes: np.ndarray, gradient: np.ndarray, tolerance: float) -> bool:
    if not np.isfinite(slopes).all():
        return False
    scale = max(float(np.linalg.norm(gradient)), float(np.max(np.abs(slopes))), explain.TINY)
    return bool(np.max(np.abs(claimed - slopes)) <= tolerance * scale)
