"""Slopes of a student's own forward, measured by central differences.

Small arrays are measured entry by entry, as the lecture does. Large ones along random directions in which every entry
takes part: two directions an array, however many entries, and a single wrong entry still shows. A miss is measured
again along fresh directions with a tenth of the step (a kink may lie between the two points), and then, where forward's
own noise can explain the miss, with a coarse step. The noise is measured: whatever arithmetic forward uses, and in
however small a part of it, it shows in how far a few values close together are from any parabola. What still misses is
bisected to find one wrong entry, at two further calls a halving.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np

from autograder.checks.conclude import case_trouble
from autograder.checks.pairs import NoSlopeError, Pair
from autograder.feedback import explain
from autograder.records import Call, Observation

SMALL = 8
"""Arrays of up to this many entries are measured entry by entry."""
DIRECTIONS = 2
KINK_STEP = 0.1
COARSE_STEP, COARSE_TOLERANCE = 5e-3, 1e-3
"""For work in float32: its rounding drowns a step of 1e-5; a step of 5e-3 leaves an error below 1e-3 beside it."""
CLOSE = (-5.3, -2.4, -1.0, 1.0, 3.7, 6.1)
"""Where forward's noise is measured, in steps; the two at one step are known already.

The distances differ because rounding errors at equal ones may all but cancel.
"""
NOISE_MARGIN = 100
"""How many times the measured noise may explain: it can be small by chance."""
COARSE_NOISE_MARGIN = 4
"""How many times the measured noise may lie between a gradient and a coarse slope: it counts where slopes are small."""
FEW_VALUES = 3
"""A number that takes no more values than that at the points of `CLOSE` moves in jumps."""
WIDE = 1.0
"""A move at which a staircase has jumped, up and down."""

STAIRCASE = (
    "Your own forward is a staircase: it stays the same when {name} changes a little, and jumps when {name} changes "
    "more. So it has no slope that backward could be compared with. Does forward round its numbers, or turn them into "
    "integers (round, int, //, astype(int))? Let it compute with all digits."
)
"""Backward may be right: what is wrong is in forward."""

Result = TypeVar("Result")
Asking: TypeAlias = Generator["list[Call]", "Sequence[Observation]", Result]
"""Part of a judge's talk: it yields calls, receives their observations, and returns a result."""


@dataclass(frozen=True)
class Miss:
    """Directions along which a gradient is not the slope: ``claimed`` by the gradient, and the ``slopes`` measured.

    ``values`` are forward's numbers, weighted by the upstream gradient: for each direction a row ahead, a row behind.
    """

    directions: Sequence[np.ndarray]
    claimed: np.ndarray
    slopes: np.ndarray
    values: np.ndarray

    @property
    def worst(self) -> int:
        """The number of the direction with the largest error."""
        return int(np.argmax(np.abs(self.claimed - self.slopes)))

    @property
    def worst_direction(self) -> np.ndarray:
        """The direction with the largest error."""
        return self.directions[self.worst]


def first_miss(pair: Pair, gradient: np.ndarray) -> Asking[Miss | None]:
    """Measure until the slopes agree with the gradient; None then, and the first miss when they never do.

    Raises `NoSlopeError` where they agree and forward, unshifted, is another one than it was or should be.
    """
    options, directions = pair.check.options, _directions(pair, 0)
    values, again = yield from _observed_once_unshifted(pair, _calls(pair, directions, options.step))
    first = _miss_of(pair, gradient, directions, values, options.step, options.tolerance)
    miss = None if first is None else (yield from _last_miss(pair, gradient, first))
    if miss is None:
        pair.refuse_another_forward(again)
    return miss


def _last_miss(pair: Pair, gradient: np.ndarray, first: Miss) -> Asking[Miss | None]:
    """Measure in other ways what was missed at first; None when one of them agrees with the gradient."""
    options = pair.check.options
    if (yield from _miss(pair, gradient, 1, options.step * KINK_STEP, options.tolerance * 10)) is None:
        return None
    if not np.isfinite(first.slopes).all():
        return first
    values = yield from _close_values(pair, first)
    different = 1 + np.count_nonzero(np.diff(np.sort(values, axis=0), axis=0), axis=0)
    jumps = bool((different <= FEW_VALUES).all())  # every number stays where it should move, or moves in few jumps
    noise, scale = _noise(values), _scale(first.slopes, gradient)
    if not jumps and NOISE_MARGIN * noise / _scaled(pair, options.step) <= options.tolerance * scale:
        return first
    rounding = 0.0 if jumps else COARSE_NOISE_MARGIN * noise / _scaled(pair, COARSE_STEP) / scale
    coarse = yield from _miss(pair, gradient, 2, COARSE_STEP, max(options.tolerance, COARSE_TOLERANCE, rounding))
    if coarse and jumps and (yield from _jumps_both_ways(pair, first.worst_direction, values)):
        raise NoSlopeError(pair.failed(STAIRCASE.format(name=pair.name), STAIRCASE.format(name=pair.name)))
    return coarse


def _miss(pair: Pair, gradient: np.ndarray, number: int, step: float, tolerance: float) -> Asking[Miss | None]:
    """Measure once, along the directions with that number; None when the slopes agree with the gradient."""
    directions = _directions(pair, number)
    values = yield from _observed(pair, _calls(pair, directions, step))
    return _miss_of(pair, gradient, directions, values, step, tolerance)


def _miss_of(
    pair: Pair,
    gradient: np.ndarray,
    directions: Sequence[np.ndarray],
    values: np.ndarray,
    step: float,
    tolerance: float,
) -> Miss | None:
    slopes = _slopes(pair, values, step)
    claimed = np.array([float(np.sum(gradient * direction)) for direction in directions])
    allowed = tolerance * _scale(slopes, gradient)
    agree = np.isfinite(slopes).all() and np.max(np.abs(claimed - slopes)) <= allowed
    return None if agree else Miss(directions, claimed, slopes, values)


def _close_values(pair: Pair, miss: Miss) -> Asking[np.ndarray]:
    """Forward's numbers at six points in a row along the worst direction, two of which are known from the miss."""
    moves = _scaled(pair, pair.check.options.step) * np.array([*CLOSE[:2], *CLOSE[4:]])
    far = yield from _values(pair, miss.worst_direction, moves)
    ahead, behind = miss.values[2 * miss.worst], miss.values[2 * miss.worst + 1]
    return np.array([*far[:2], behind, ahead, *far[2:]])


def _values(pair: Pair, direction: np.ndarray, moves: np.ndarray) -> Asking[np.ndarray]:
    """Forward's numbers, weighted by the upstream gradient: a row for each move along the direction."""
    return (yield from _observed(pair, [pair.shifted(move * direction) for move in moves]))


def _observed(pair: Pair, calls: list[Call]) -> Asking[np.ndarray]:
    """A row of forward's numbers for each call. Raises `NoSlopeError` when forward gives no fitting number."""
    observations = yield calls
    return np.array([_weighted(pair, call, one).reshape(-1) for call, one in zip(calls, observations, strict=True)])


def _observed_once_unshifted(pair: Pair, calls: list[Call]) -> Asking[tuple[np.ndarray, Observation]]:
    """The same, and what forward gave at the point itself, which was called somewhere among the others."""
    place = pair.place_among(calls)
    observations = list((yield [*calls[:place], pair.unshifted, *calls[place:]]))
    again = observations.pop(place)
    rows = [_weighted(pair, call, one).reshape(-1) for call, one in zip(calls, observations, strict=True)]
    return np.array(rows), again


def _noise(values: np.ndarray) -> float:
    """How far forward's values close together are from any parabola."""
    with np.errstate(all="ignore"):
        powers = np.vander(np.array(CLOSE), 3)
        sums = values.sum(axis=1)
        return float(np.max(np.abs(sums - powers @ (np.linalg.pinv(powers) @ sums))))


def _jumps_both_ways(pair: Pair, direction: np.ndarray, values: np.ndarray) -> Asking[bool]:
    """Whether some number that hardly moves nearby is another one on either side farther off: a staircase.

    A kink has one side alone on which nothing moves, and what forward does not use has two.
    """
    wide = yield from _values(pair, direction, np.array((-WIDE, WIDE)))
    moved = [np.isfinite(row) & (row != values).all(axis=0) for row in wide]
    return bool(np.any(moved[0] & moved[1]))


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


def _directions(pair: Pair, attempt: int) -> list[np.ndarray]:
    """Unit vectors for a small array; else random signs with random scale, drawn from the case's own name."""
    shape, size = pair.point.shape, pair.point.size
    if size <= SMALL:
        return [row.reshape(shape) for row in np.eye(size)]
    rng = np.random.default_rng([zlib.crc32(f"{pair.check.id} {pair.case.name} {pair.name}".encode()), attempt])
    return [rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 1.5, shape) for _ in range(DIRECTIONS)]


def _slope(pair: Pair, direction: np.ndarray) -> Asking[float]:
    """The slope along one direction, with the check's own step."""
    step = pair.check.options.step
    values = yield from _observed(pair, _calls(pair, [direction.reshape(pair.point.shape)], step))
    return float(_slopes(pair, values, step)[0])


def _calls(pair: Pair, directions: Sequence[np.ndarray], step: float) -> list[Call]:
    """Forward on both sides of the point: two calls a direction, whatever the size of the array."""
    step = _scaled(pair, step)
    return [pair.shifted(sign * step * direction) for direction in directions for sign in (1, -1)]


def _scaled(pair: Pair, step: float) -> float:
    return step * min(1.0, 10 / math.sqrt(max(pair.point.size, 1)))


def _slopes(pair: Pair, values: np.ndarray, step: float) -> np.ndarray:
    """The slope along each direction, from a row of forward's numbers ahead and a row behind."""
    pairs = values.sum(axis=1).reshape(-1, 2)
    slopes: np.ndarray = (pairs[:, 0] - pairs[:, 1]) / (2 * _scaled(pair, step))
    return slopes


def _weighted(pair: Pair, call: Call, observation: Observation) -> np.ndarray:
    """What forward gave, times the upstream gradient."""
    trouble = case_trouble(pair.check, call, observation, pair.prompts)
    if trouble:
        raise NoSlopeError(trouble)
    name = pair.check.options.output or next(iter(observation.outputs), "")
    if name not in observation.outputs:
        said = f"forward gives no {name}." if name else "forward gives nothing."
        raise NoSlopeError(pair.failed(said, said))
    result = np.asarray(observation.outputs[name], dtype=np.float64)
    upstream_name = pair.check.options.upstream
    upstream = np.asarray(pair.case.inputs[upstream_name] if upstream_name else 1.0, dtype=np.float64)
    if result.size != upstream.size:
        said = f"forward gives shape {result.shape} where {upstream.shape} is expected."
        raise NoSlopeError(pair.failed(said, "forward gives another shape than is expected."))
    weighted: np.ndarray = result.reshape(upstream.shape) * upstream
    return weighted


def _scale(slopes: np.ndarray, gradient: np.ndarray) -> float:
    """The size that an error is compared with."""
    return max(float(np.linalg.norm(gradient)), float(np.max(np.abs(slopes))), explain.TINY)
