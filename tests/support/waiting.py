"""Wait for what other processes do, for as long as a busy machine may take; and whether they still do anything."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")
PATIENCE = 600.0
"""Seconds after which nobody believes any more that it will happen; no machine is that slow."""


def wait_for(look: Callable[[], Found], what: str) -> Found:
    """What ``look`` gives as soon as that is true; ``what`` says what never came."""
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > until:
            raise AssertionError(f"waited {PATIENCE:g} s in vain for {what}")
        time.sleep(0.002)
    return found


def is_running(process: int) -> bool:
    """Whether a process is at work. After its end it stays listed until its parent, which may be this process, asks."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")
