"""Slopes of a student's own forward, measured by central differences: two calls for each direction.

A small array is measured entry by entry, as in the lecture; a large one along two random directions in which every
entry takes part, so that a single wrong entry shows, however many entries there are.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Generator, Sequence
from typing import TypeAlias, TypeVar

import numpy as np

from autograder.checks.conclude import case_trouble
from autograder.checks.pairs import NoSlopeError, Pair
from autograder.records import Call, Observation

SMALL = 8
"""Arrays of up to this many entries are measured entry by entry."""
DIRECTIONS = 2

Result = TypeVar("Result")
TalkPart: TypeAlias = Generator["list[Call]", "Sequence[Observation]", Result]
"""Part of a judge's talk: it yields calls, receives their observations, and returns a result."""


def directions_of(pair: Pair, attempt: int) -> list[np.ndarray]:
    """Unit vectors for a small array; else random signs with random scale, seeded by the check, the case and the input.

    A large array has other directions in each attempt.
    """
    shape, size = pair.point.shape, pair.point.size
    if size <= SMALL:
        return [row.reshape(shape) for row in np.eye(size)]
    rng = np.random.default_rng([zlib.crc32(f"{pair.check.id} {pair.case.name} {pair.name}".encode()), attempt])
    return [rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 1.5, shape) for _ in range(DIRECTIONS)]


def calls_around(pair: Pair, directions: Sequence[np.ndarray], step: float) -> list[Call]:
    """Forward on both sides of the point: two calls a direction, whatever the size of the array."""
    step = scaled_step(pair, step)
    return [pair.shifted(sign * step * direction) for direction in directions for sign in (1, -1)]


def scaled_step(pair: Pair, step: float) -> float:
    """The step along a direction: smaller for a large array, all of whose entries move at once."""
    return step * min(1.0, 10 / math.sqrt(max(pair.point.size, 1)))


def slopes_from(pair: Pair, values: np.ndarray, step: float) -> np.ndarray:
    """The slope along each direction, from a row of forward's numbers ahead and a row behind."""
    pairs = values.sum(axis=1).reshape(-1, 2)
    slopes: np.ndarray = (pairs[:, 0] - pairs[:, 1]) / (2 * scaled_step(pair, step))
    return slopes


def slope_along(pair: Pair, direction: np.ndarray) -> TalkPart[float]:
    """The slope along one direction, with the check's own step."""
    step = pair.check.options.step
    values = yield from observed(pair, calls_around(pair, [direction.reshape(pair.point.shape)], step))
    return float(slopes_from(pair, values, step)[0])


def entry_slope(pair: Pair, index: int) -> TalkPart[float]:
    """The slope along one entry, by its index in the flattened array."""
    unit = np.zeros(pair.point.size)
    unit[index] = 1.0
    return (yield from slope_along(pair, unit))


def observed(pair: Pair, calls: list[Call]) -> TalkPart[np.ndarray]:
    """A row of forward's numbers for each call. Raises `NoSlopeError` when forward gives no fitting numbers."""
    observations = yield calls
    return _rows(pair, calls, observations)


def observed_once_unshifted(pair: Pair, calls: list[Call]) -> TalkPart[tuple[np.ndarray, Observation]]:
    """The same, and what forward gave at the point itself, which was called somewhere among the others."""
    place = pair.place_among(calls)
    observations = list((yield [*calls[:place], pair.unshifted, *calls[place:]]))
    again = observations.pop(place)
    return _rows(pair, calls, observations), again


def _rows(pair: Pair, calls: Sequence[Call], observations: Sequence[Observation]) -> np.ndarray:
    return np.array([_weighted(pair, *row).reshape(-1) for row in zip(calls, observations, strict=True)])


def _weighted(pair: Pair, call: Call, observation: Observation) -> np.ndarray:
    """What forward gave, times the upstream gradient. Raises `NoSlopeError` when the two do not fit together."""
    trouble = case_trouble(pair.check, call, observation, pair.prompts)
    if trouble:
        raise NoSlopeError(trouble)
    name = pair.check.options.output or next(iter(observation.outputs), "")
    if name not in observation.outputs:
        message = f"forward gives no {name}." if name else "forward gives nothing."
        raise NoSlopeError(pair.failed(message, message))
    result = np.asarray(observation.outputs[name], dtype=np.float64)
    upstream_name = pair.check.options.upstream
    upstream = np.asarray(pair.case.inputs[upstream_name] if upstream_name else 1.0, dtype=np.float64)
    if result.size != upstream.size:
        message = f"forward gives shape {result.shape} where {upstream.shape} is expected."
        raise NoSlopeError(pair.failed(message, "forward gives another shape than is expected."))
    weighted: np.ndarray = result.reshape(upstream.shape) * upstream
    return weighted
