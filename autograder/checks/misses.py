"""Whether a gradient misses the slopes of the student's own forward, and at which entry.

A gradient that misses is measured again along fresh directions with a tenth of the step, because a kink may lie between
the two points. If forward's own noise can explain the miss, or forward moves in jumps, a coarse step decides. The noise
is how far a few values close together lie from any parabola, which shows rounding whatever arithmetic forward uses, and
however small the part of forward that rounds. A gradient that still misses is bisected to find one wrong entry, with
two further calls for each halving.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.checks.pairs import NoSlopeError, Pair
from autograder.checks.slopes import (
    TalkPart,
    calls_around,
    directions_of,
    observed,
    observed_once_unshifted,
    scaled_step,
    slope_along,
    slopes_from,
)
from autograder.feedback import explain

KINK_STEP = 0.1
COARSE_STEP, COARSE_TOLERANCE = 5e-3, 1e-3
"""For work in float32: its rounding drowns a step of 1e-5; a step of 5e-3 leaves an error below 1e-3 beside it."""
NOISE_POINTS = (-5.3, -2.4, -1.0, 1.0, 3.7, 6.1)
"""Where forward's noise is measured, in steps from the input; the values at one step are known already.

The distances differ because rounding errors at equal distances may nearly cancel.
"""
NOISE_MARGIN = 100
"""A miss of up to this many times the measured noise may be noise, which can be measured small by chance."""
COARSE_NOISE_MARGIN = 4
"""A gradient may differ from a coarse slope by this many times the measured noise, which matters for small slopes."""
FEW_VALUES = 3
"""A number that takes no more values than this at the `NOISE_POINTS` moves in jumps."""
WIDE = 1.0
"""How far from the input a staircase has jumped, on either side."""

STAIRCASE = (
    "Your own forward is a staircase: it stays the same when {name} changes a little, and jumps when {name} changes "
    "more. So it has no slope that backward could be compared with. Does forward round its numbers, or turn them into "
    "integers (round, int, //, astype(int))? Let it compute with all digits."
)
"""Backward may be right: what is wrong is in forward."""


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


def find_miss(pair: Pair, gradient: np.ndarray) -> TalkPart[Miss | None]:
    """How a gradient misses the measured slopes; None as soon as one measurement agrees with it.

    Raises `NoSlopeError` if one agrees but the unshifted forward gave other numbers than before, or wrong ones.
    """
    options, directions = pair.check.options, directions_of(pair, 0)
    values, again = yield from observed_once_unshifted(pair, calls_around(pair, directions, options.step))
    first = _miss_in(pair, gradient, directions, values, options.step, options.tolerance)
    miss = None if first is None else (yield from _confirmed_miss(pair, gradient, first))
    if miss is None:
        pair.refuse_changed_forward(again)
    return miss


def _confirmed_miss(pair: Pair, gradient: np.ndarray, first: Miss) -> TalkPart[Miss | None]:
    """Measure in other ways what missed at first; None when one of them agrees with the gradient."""
    options = pair.check.options
    if (yield from _measured_miss(pair, gradient, 1, options.step * KINK_STEP, options.tolerance * 10)) is None:
        return None
    if not np.isfinite(first.slopes).all():
        return first
    values = yield from _values_nearby(pair, first)
    different = 1 + np.count_nonzero(np.diff(np.sort(values, axis=0), axis=0), axis=0)
    jumps = bool((different <= FEW_VALUES).all())  # every number stays where it should move, or moves in few jumps
    noise, scale = _noise(values), _scale(first.slopes, gradient)
    if not jumps and NOISE_MARGIN * noise / scaled_step(pair, options.step) <= options.tolerance * scale:
        return first
    rounding = 0.0 if jumps else COARSE_NOISE_MARGIN * noise / scaled_step(pair, COARSE_STEP) / scale
    tolerance = max(options.tolerance, COARSE_TOLERANCE, rounding)
    coarse = yield from _measured_miss(pair, gradient, 2, COARSE_STEP, tolerance)
    if coarse and jumps and (yield from _jumps_both_ways(pair, first.worst_direction, values)):
        raise NoSlopeError(pair.failed(STAIRCASE.format(name=pair.name), STAIRCASE.format(name=pair.name)))
    return coarse


def _measured_miss(
    pair: Pair, gradient: np.ndarray, attempt: int, step: float, tolerance: float
) -> TalkPart[Miss | None]:
    """Measure once, along the directions of an attempt; None when the slopes agree with the gradient."""
    directions = directions_of(pair, attempt)
    values = yield from observed(pair, calls_around(pair, directions, step))
    return _miss_in(pair, gradient, directions, values, step, tolerance)


def _miss_in(
    pair: Pair,
    gradient: np.ndarray,
    directions: Sequence[np.ndarray],
    values: np.ndarray,
    step: float,
    tolerance: float,
) -> Miss | None:
    """How a gradient misses the slopes that these values show; None when it agrees with them."""
    slopes = slopes_from(pair, values, step)
    claimed = np.array([float(np.sum(gradient * direction)) for direction in directions])
    allowed = tolerance * _scale(slopes, gradient)
    agree = np.isfinite(slopes).all() and np.max(np.abs(claimed - slopes)) <= allowed
    return None if agree else Miss(directions, claimed, slopes, values)


def _values_nearby(pair: Pair, miss: Miss) -> TalkPart[np.ndarray]:
    """Forward's numbers at the `NOISE_POINTS` along the worst direction, the two at one step from the miss itself."""
    moves = scaled_step(pair, pair.check.options.step) * np.array([*NOISE_POINTS[:2], *NOISE_POINTS[4:]])
    far = yield from _values_along(pair, miss.worst_direction, moves)
    ahead, behind = miss.values[2 * miss.worst], miss.values[2 * miss.worst + 1]
    return np.array([*far[:2], behind, ahead, *far[2:]])


def _values_along(pair: Pair, direction: np.ndarray, moves: np.ndarray) -> TalkPart[np.ndarray]:
    """Forward's numbers, weighted by the upstream gradient: a row for each move along the direction."""
    return (yield from observed(pair, [pair.shifted(move * direction) for move in moves]))


def _noise(values: np.ndarray) -> float:
    """How far forward's values at the `NOISE_POINTS` are from any parabola."""
    with np.errstate(all="ignore"):
        powers = np.vander(np.array(NOISE_POINTS), 3)
        sums = values.sum(axis=1)
        return float(np.max(np.abs(sums - powers @ (np.linalg.pinv(powers) @ sums))))


def _jumps_both_ways(pair: Pair, direction: np.ndarray, values: np.ndarray) -> TalkPart[bool]:
    """Whether one of forward's numbers, which hardly moves nearby, has changed farther off on both sides: a staircase.

    At a kink it stays the same on one side, and on both where forward does not use the input.
    """
    wide = yield from _values_along(pair, direction, np.array((-WIDE, WIDE)))
    moved = [np.isfinite(row) & (row != values).all(axis=0) for row in wide]
    return bool(np.any(moved[0] & moved[1]))


def wrong_entry(pair: Pair, gradient: np.ndarray, miss: Miss) -> TalkPart[int]:
    """The index of one wrong entry: halve the entries and keep the half with the larger part of the error."""
    direction, missing = miss.directions[0].reshape(-1), float(miss.claimed[0] - miss.slopes[0])
    entries = np.arange(gradient.size)
    while entries.size > 1:
        half, other = np.split(entries, [entries.size // 2])
        part = np.zeros(gradient.size)
        part[half] = direction[half]
        slope = yield from slope_along(pair, part)
        error = float(part @ gradient.reshape(-1)) - slope
        keep_half = abs(error) >= abs(missing - error)
        entries, missing = (half, error) if keep_half else (other, missing - error)
    return int(entries[0])


def _scale(slopes: np.ndarray, gradient: np.ndarray) -> float:
    """The size that an error is compared with."""
    return max(float(np.linalg.norm(gradient)), float(np.max(np.abs(slopes))), explain.TINY)
