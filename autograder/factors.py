"""One constant factor between two arrays, and what it is called: a sign, a count of rows, an input, a logarithm's base.

The doors are `factors`, which explains, and `factor_words`, which names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.compare import relative_error

CLOSE = 1e-6
"""How well a candidate must fit; the exact ones fit to rounding, the float32 ones to 6e-7."""

PLAIN_FACTORS = {
    2.0: "2",
    0.5: "1/2",
    3.0: "3",
    1 / 3: "1/3",
    4.0: "4",
    0.25: "1/4",
    10.0: "10",
    0.1: "1/10",
    100.0: "100",
    0.01: "1/100",
    1 / np.log(10): "1/ln 10 (a base-10 logarithm)",
    1 / np.log(2): "1/ln 2 (a base-2 logarithm)",
}

MINUS = "minus one"
"""The name of the factor -1."""


@dataclass(frozen=True)
class Explanation:
    """``full`` may hold numbers of the case; ``brief`` is safe to show for a hidden check."""

    full: str
    brief: str


def same(text: str) -> Explanation:
    """An explanation without numbers of the case, the same for every reader."""
    return Explanation(text, text)


def factors(
    got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str, close: float = CLOSE
) -> Iterator[Explanation]:
    """One factor for every entry: a sign, a number with a name, or just a number."""
    factor = common_factor(got, expected, close)
    if factor is None:
        return
    words = factor_words(factor, inputs, close)
    everywhere = ", in every entry" if expected.size > 1 else ""
    if words == MINUS:
        yield same(f"Every entry of {name} has the wrong sign." if expected.size > 1 else f"{name} has the wrong sign.")
    elif words:
        yield same(f"{name} is {words} times what it should be{everywhere}.")
    elif expected.size > 1:
        yield Explanation(
            f"{name} is {factor:.6g} times what it should be, in every entry.",
            f"{name} is off by one constant factor in every entry.",
        )


def factor_words(factor: float, inputs: Mapping[str, Any], close: float = CLOSE * 10) -> str:
    """What a factor is called, given the inputs of its case; empty if it has no name, or is 1."""
    if abs(factor + 1) < close:
        return MINUS
    minus = "minus " if factor < 0 else ""
    named = (words for value, words in _known_factors(inputs) if abs(abs(factor) / value - 1) < close)
    return next((minus + words for words in named), "")


def common_factor(got: np.ndarray, expected: np.ndarray, close: float = CLOSE) -> float | None:
    """The number that makes ``expected`` into ``got``, entry by entry; None if there is none."""
    energy = float(np.sum(expected * expected))
    if energy == 0 or not np.isfinite(energy):
        return None
    factor = float(np.sum(got * expected)) / energy
    return factor if factor and relative_error(got, factor * expected) < close * max(1.0, abs(factor)) else None


def _known_factors(inputs: Mapping[str, Any]) -> Iterator[tuple[float, str]]:
    yield from PLAIN_FACTORS.items()
    for name, value in inputs.items():
        if isinstance(value, np.ndarray) and value.ndim:
            for size, what in zip(value.shape, _axes(name, value.ndim), strict=True):
                if size > 1:
                    yield float(size), what
                    yield 1 / size, f"1/({what})"
                    yield size**0.5, f"the square root of {what}"
                    yield size**-0.5, f"1/(the square root of {what})"
        elif isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0 and value != 1:
            yield float(value), name
            yield 1 / value, f"1/{name}"
            yield float(value) ** 2, f"{name} squared"
            if value < 1:
                yield 1 - value, f"(1 - {name})"
                yield 1 / (1 - value), f"1/(1 - {name})"


def _axes(name: str, ndim: int) -> list[str]:
    if ndim == 1:
        return [f"the length of {name}"]
    return [f"the number of rows of {name}", f"the number of columns of {name}"][:ndim] + [f"an axis of {name}"] * (
        ndim - 2
    )
