"""Numbers as a text has them: what a computed value looks like on a page.

`FILTERS` are the doors: in a source, ``<< loss|fixed(6) >>``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen",
         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip
TENS = {30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}


def number(value: float) -> str:
    """The way people write it: 16, or 1.5."""
    return re.sub(r"e([+-])0*", r"e\1", f"{float(value):.9g}")


def fixed(value: float, places: int) -> str:
    """With so many decimals."""
    return f"{value:.{places}f}"


def percent(value: float) -> str:
    """A share as a percentage without decimals."""
    return f"{value:.0%}".replace("%", " %")


def fraction(value: float) -> str:
    """A share of a few things: 2/3."""
    return str(Fraction(float(value)).limit_denominator(100))


def vector(values: Iterable[float], digits: int = 9) -> str:
    """Its entries in brackets, each to so many significant digits."""
    return f"[{', '.join(f'{value:.{digits}g}' for value in values)}]"


def scientific(value: float) -> str:
    """As TeX: 10^{-5}, or 2 \\cdot 10^{-3}."""
    digits, power = f"{float(value):e}".split("e")
    digits = f"{float(digits):g}"
    return ("" if digits == "1" else digits + r" \cdot ") + f"10^{{{int(power)}}}"


def word(value: float) -> str:
    """A whole number in letters, as far as anybody writes it so."""
    assert value == int(value), f"{value} has no word"
    return TENS[int(value)] if value in TENS else WORDS[int(value)]


FILTERS: Mapping[str, Callable[..., str]] = {
    one.__name__: one for one in (number, fixed, percent, fraction, vector, scientific, word)
}
