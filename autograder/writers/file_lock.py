"""Advisory locks on open files, which the system releases when their holder ends, however it ends."""

from __future__ import annotations

import importlib
from contextlib import suppress
from typing import Any

fcntl: Any = None
with suppress(ImportError):  # Windows has no such locks
    fcntl = importlib.import_module("fcntl")
AVAILABLE = fcntl is not None


def try_lock(descriptor: int, *, exclusive: bool = True) -> bool:
    """Take the lock on a file without waiting, and return whether we have it.

    True where the system has no such locks. Raises `OSError` where the file system has none.
    """
    if not AVAILABLE:
        return True
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
