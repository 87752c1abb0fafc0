"""Ends the student's process when it does not come to an end by itself."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from time import monotonic, process_time
from types import FrameType

GLANCE_SECONDS = 0.1
IDLE = 6
"""An answer may take so many times its seconds when the process does not compute: it waits, or the machine is busy."""


class Watchdog:
    """Looks, while it is entered, how long an answer takes: ``seconds`` of computing end the process with status 1.

    ``tell`` is called first, with the frame that was running, and whether it waited instead of computing.
    """

    def __init__(self, seconds: float, tell: Callable[[FrameType | None, bool], None]) -> None:
        self._seconds, self._tell = seconds, tell
        self._asked: tuple[float, float] | None = None
        self._thread = threading.main_thread().ident or 0
        threading.Thread(target=self._watch, daemon=True).start()

    def __enter__(self) -> None:
        self._asked = process_time(), monotonic()

    def __exit__(self, *error: object) -> None:
        self._asked = None

    def _watch(self) -> None:
        pause = threading.Event()
        while not pause.wait(GLANCE_SECONDS):
            asked = self._asked
            if asked is None:
                continue
            computed, passed = process_time() - asked[0], monotonic() - asked[1]
            if computed > self._seconds or passed > IDLE * self._seconds:
                self._tell(sys._current_frames().get(self._thread), computed <= self._seconds)
                os._exit(1)
