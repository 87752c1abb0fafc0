"""The time that some work takes, of this process and of those that it starts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable


def measured(work: Callable[[], None]) -> tuple[float, float, float]:
    """Seconds on the wall, processor seconds, and the part of these that this process itself took."""
    wall, before = time.perf_counter(), os.times()
    work()
    after = os.times()
    here = after.user + after.system - before.user - before.system
    below = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - wall, here + below, here / (here + below)
