"""Tests by random examples: other ones in each run, for as long as there is time, and each failure with what brings it back.

``AUTOGRADER_FUZZ_SECONDS`` is the time for each such test, a few seconds by default: a minute for all of them.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from time import monotonic
from typing import Any

from hypothesis import HealthCheck, settings

SECONDS = float(os.environ.get("AUTOGRADER_FUZZ_SECONDS", "4"))
AT_A_TIME = 200
FRESH = settings(
    max_examples=AT_A_TIME,
    deadline=None,
    derandomize=False,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
"""Fresh examples, whatever time one takes; a failure is printed with the blob that reproduces it."""


def for_a_while(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test of hypothesis over and over, on fresh examples, until its time is up."""
    test = FRESH(test)

    @functools.wraps(test)
    def repeated(*arguments: Any, **named: Any) -> None:
        until = monotonic() + SECONDS
        test(*arguments, **named)
        while monotonic() < until:
            test(*arguments, **named)

    return repeated
