"""One constant factor between two arrays, and its name: a sign, a count of rows, an input, a logarithm's base."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

CLOSE = 1e-6
"""How well a candidate must fit. Exact work fits up to rounding, float32 work up to 6e-7."""

OF_ITS_OWN_SIZE, ROUNDING = 1e-5, 1e-11
"""How well a factor must fit an entry beside that entry's own size, apart from rounding beside the largest."""

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

RESULT = "the result"
"""What a message calls all that a call returned."""

MINUS = "minus one"
"""The name of the factor -1."""


@dataclass(frozen=True)
class Explanation:
    """``full`` may hold numbers of the case; ``brief`` is safe to show for a hidden check.

    Every wrong case must show it, in other numbers perhaps, and there must be at least ``needs_cases`` of them: 0 when
    a match can hardly be accidental. What is only ``seen``, such as entries that are not finite, is true of its own
    case whatever others show. ``idea`` is what explanations of several cases share where their words differ, and
    ``witness`` the numbers that it rests on: cases in which these are the same count as one.
    """

    full: str
    brief: str
    needs_cases: int = 0
    seen: bool = False
    idea: str = ""
    witness: tuple[float, ...] = ()

    @property
    def key(self) -> str:
        """What is equal in two explanations that say the same of different cases."""
        return self.idea or self.brief


def capitalised(why: Explanation) -> Explanation:
    """An explanation that begins with the noun for all that a call returned begins with a capital letter."""
    full, brief = (text[0].upper() + text[1:] if text.startswith(RESULT) else text for text in (why.full, why.brief))
    return replace(why, full=full, brief=brief)


def same(text: str) -> Explanation:
    """An explanation without numbers of the case, the same for every reader."""
    return Explanation(text, text)


def factors(
    got: np.ndarray, expected: np.ndarray, inputs: Mapping[str, Any], name: str, close: float = CLOSE
) -> Iterator[Explanation]:
    """One factor for every entry, once for every name it has: a sign, a number with a name, or just a number.

    Two numbers have some ratio, and many ratios have a name. So where the right entries are all of one size, only a
    common slip (a sum for a mean, an input left out) is named after a single case, and a product of two names never.
    """
    factor = common_factor(got, expected, close)
    if factor is None:
        return
    everywhere = ", in every entry" if expected.size > 1 else ""
    sizes = np.abs(expected[expected != 0])
    one_size = bool(np.ptp(sizes) <= close * float(np.max(sizes)))
    common = list(_names(factor, _common_factors(inputs), close))
    yield from (same(_times(name, words, everywhere)) for words in common)
    rare = [words for words in _names(factor, _rare_factors(inputs), close) if words not in common]
    # of one number, a rare name must fit two factors: 3/2 is n/(n - 1) wherever n is 3, whatever was done
    needed, witness = (2, (round(factor, 9),)) if one_size else (0, ())
    yield from (replace(same(_times(name, words, everywhere)), needs_cases=needed, witness=witness) for words in rare)
    if expected.size > 1 and not common and not rare and not one_size:
        products = _names(factor, _products(inputs), close)
        yield from (replace(same(_times(name, words, everywhere)), needs_cases=1) for words in products)
    if expected.size > 1 and MINUS not in common:
        full = _times(name, f"{factor:.6g}", everywhere)
        yield Explanation(full, f"{name} is off by one constant factor in every entry.", needs_cases=1)


def _times(name: str, words: str, everywhere: str) -> str:
    if words == MINUS:
        return f"Every entry of {name} has the wrong sign." if everywhere else f"{name} has the wrong sign."
    return f"{name} is {words} times what it should be{everywhere}."


def factor_words(factor: float, inputs: Mapping[str, Any], close: float = CLOSE * 10) -> str:
    """The name of a factor, given the inputs of its case; empty if it has no name, or is 1."""
    known = itertools.chain(_common_factors(inputs), _rare_factors(inputs))
    return next(_names(factor, known, close), "")


def common_factor(got: np.ndarray, expected: np.ndarray, close: float = CLOSE) -> float | None:
    """The number that makes ``expected`` into ``got``, entry by entry; None if there is none.

    Unless ``close`` allows for samples, it must hold for small entries as well, as far as rounding shows.
    """
    energy = float(np.sum(expected * expected))
    if energy == 0 or not np.isfinite(energy):
        return None
    factor = float(np.sum(got * expected)) / energy
    sizes, off = np.abs(factor * expected), np.abs(got - factor * expected)
    largest = float(np.max(sizes))
    single = np.array_equal(got, got.astype(np.float32))
    of_its_own = OF_ITS_OWN_SIZE * sizes + (CLOSE if single else ROUNDING) * largest
    fits = float(np.max(off)) < close * largest and (close > CLOSE or bool(np.all(off <= of_its_own)))
    return factor if fits else None


NamedNumber: TypeAlias = "tuple[float, str]"
"""A number and its name."""


def _names(factor: float, known: Iterable[NamedNumber], close: float) -> Iterator[str]:
    """The names of a factor, each once."""
    if abs(factor + 1) < close:
        yield MINUS
        return
    signed = ((value, words) for value, words in known if abs(abs(factor / value) - 1) < close)
    yield from dict.fromkeys(words if factor / value > 0 else f"minus {words}" for value, words in signed)


def _common_factors(inputs: Mapping[str, Any]) -> Iterator[NamedNumber]:
    """Plain numbers, a sum for a mean, an input left out or used twice."""
    yield from PLAIN_FACTORS.items()
    for size, what in _sizes(inputs):
        yield size, what
        yield 1 / size, f"1/({what})"
    for value, name in _numbers(inputs):
        yield value, name
        yield 1 / value, f"1/{name}"


def _rare_factors(inputs: Mapping[str, Any]) -> Iterator[NamedNumber]:
    """Roots, squares, complements, and a count that is off by one."""
    for size, what in _sizes(inputs):
        yield size**0.5, f"the square root of {what}"
        yield size**-0.5, f"1/(the square root of {what})"
        yield size / (size - 1), f"n/(n - 1) (n is {what})"
        yield (size - 1) / size, f"(n - 1)/n (n is {what})"
    for value, name in _numbers(inputs):
        yield value**2, f"{name} squared"
        if value == int(value) and value > 2:
            yield value / (value - 1), f"{name}/({name} - 1)"
            yield (value - 1) / value, f"({name} - 1)/{name}"
        if 0 < value < 1:
            yield 1 - value, f"(1 - {name})"
            yield 1 / (1 - value), f"1/(1 - {name})"


def _sizes(inputs: Mapping[str, Any]) -> Iterator[NamedNumber]:
    """The lengths of the inputs' axes, from 2 on."""
    for name, value in inputs.items():
        if isinstance(value, np.ndarray) and value.ndim:
            axes = ["the number of rows", "the number of columns", *["an axis"] * (value.ndim - 2)]
            for size, what in zip(value.shape, axes if value.ndim > 1 else ["the length"], strict=True):
                if size > 1:
                    yield float(size), f"{what} of {name}"


def _numbers(inputs: Mapping[str, Any]) -> Iterator[NamedNumber]:
    """The inputs that are one number, except 1 and -1, and numbers whose square overflows or vanishes."""
    for name, value in inputs.items():
        plain = isinstance(value, (int, float)) and not isinstance(value, bool)
        if plain and 1e-100 < abs(value) < 1e100 and abs(value) != 1:
            yield float(value), name


PLAIN_IN_PRODUCTS = (2.0, 0.5, 1 / np.log(10), 1 / np.log(2))


def _products(inputs: Mapping[str, Any]) -> Iterator[NamedNumber]:
    """Two slips at once: a plain factor with a length or an input, a length with an input, or two inputs."""
    plain = [(value, PLAIN_FACTORS[value]) for value in PLAIN_IN_PRODUCTS]
    sizes = [both for size, what in _sizes(inputs) for both in ((size, what), (1 / size, f"1/({what})"))]
    by_input = [[(value, name), (1 / value, f"1/{name}")] for value, name in _numbers(inputs)]
    numbers = list(itertools.chain(*by_input))
    pairs = itertools.chain(
        itertools.product(plain, [*sizes, *numbers]),
        itertools.product(numbers, sizes),
        *(itertools.product(first, second) for first, second in itertools.combinations(by_input, 2)),
    )
    return ((a * b, f"{words} times {more}") for (a, words), (b, more) in pairs)
