"""Tests by random examples: the same ones in every run of the tests, and other ones for as long as one likes.

``AUTOGRADER_FUZZ_ROUNDS`` says how many rounds of a few hundred examples each such test makes: one unless told, and
more in ``make test-all``. With ``AUTOGRADER_FUZZ_SECONDS`` set, it searches among fresh examples for that many seconds
instead, and a failure is printed with the blob that brings it back.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

from hypothesis import HealthCheck, seed, settings

SECONDS = float(os.environ.get("AUTOGRADER_FUZZ_SECONDS", "0"))
ROUNDS = int(os.environ.get("AUTOGRADER_FUZZ_ROUNDS", "1"))
FUZZ = settings(
    max_examples=200,
    deadline=None,
    derandomize=False,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
"""One round, whatever time an example takes."""


def for_a_while(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test of hypothesis round after round, on other examples in each."""
    test = FUZZ(test)

    @functools.wraps(test)
    def repeated(*arguments: Any, **named: Any) -> None:
        for one in _fresh(test) if SECONDS else _seeded(test):
            one(*arguments, **named)

    return repeated


def _seeded(test: Callable[..., None]) -> Iterator[Callable[..., None]]:
    for number in range(ROUNDS):
        yield seed(number)(test)


def _fresh(test: Callable[..., None]) -> Iterator[Callable[..., None]]:
    until = monotonic() + SECONDS
    yield test
    while monotonic() < until:
        yield test
