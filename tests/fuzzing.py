"""Tests by random examples: other ones in each run, so that time finds more, and each failure with what brings it back.

``AUTOGRADER_FUZZ_FACTOR`` multiplies the number of examples: a longer search than a test run has time for.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings

FACTOR = float(os.environ.get("AUTOGRADER_FUZZ_FACTOR", "1"))


def thorough(examples: int) -> Any:
    """So many fresh examples, whatever time one takes; a failure is printed with the blob that reproduces it."""
    return settings(
        max_examples=max(1, int(examples * FACTOR)),
        deadline=None,
        derandomize=False,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
    )
