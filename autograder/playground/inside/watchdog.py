"""Ends the student's process when it does not come to an end by itself."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from time import monotonic, process_time
from types import FrameType

GLANCE_SECONDS = 0.1
MOVED_SECONDS = 0.001
"""Less computing than this from one glance to the next is the watchdog's own."""


class Watchdog:
    """Looks, while it is entered, how long an answer takes: ``seconds`` of computing end the process with status 1, and
    so do ``seconds`` of waiting at a stretch. A process that a busy machine keeps from computing does neither.

    ``tell`` is called first, with the frame that was running, and whether it waited.
    """

    def __init__(self, seconds: float, tell: Callable[[FrameType | None, bool], None]) -> None:
        self._seconds, self._tell = seconds, tell
        self._asked: float | None = None
        self._ending = threading.Lock()
        self._thread = threading.main_thread().ident or 0
        threading.Thread(target=self._watch, daemon=True).start()

    def __enter__(self) -> None:
        self._asked = process_time()

    def __exit__(self, *error: object) -> None:
        with self._ending:  # nothing is answered once the end is told
            self._asked = None

    def _watch(self) -> None:
        pause = threading.Event()
        computed, moved = process_time(), monotonic()
        while not pause.wait(GLANCE_SECONDS):
            before, computed, asked = computed, process_time(), self._asked
            if asked is None or computed - before > MOVED_SECONDS:
                moved = monotonic()
            waited = monotonic() - moved > self._seconds
            if asked is not None and (waited or computed - asked > self._seconds):
                with self._ending:
                    if self._asked == asked:
                        self._tell(sys._current_frames().get(self._thread), waited)
                        os._exit(1)
