"""How long a function of staff's may take in the grader: :func:`in_time` is the entry point.

Student code runs in a process that can be killed. Laws, prompts and the functions that draw cases run in the grader
itself, and the loop of one of them may never end on what some student returned. It is broken off, so that a class
waits for nobody's loop.
"""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from autograder.errors import StaffError
from autograder.records.held_signals import held_back

SECONDS = 60.0
"""What staff's functions take is milliseconds, and a machine may be a hundred times slower than another."""
LOOK_SECONDS, IDLE_LOOKS = 0.25, 40


class TooLongError(StaffError):
    """A function of staff's did not end."""


class _BrokenOff(BaseException):
    """Raised in the middle of a function; no ``except Exception`` in it can keep it."""


class _Watch:
    """Breaks off blocks that last too long, in whatever thread they are.

    A thread of its own looks at them a few times a second, and ends when there has been none for a while: a timer for
    each block would take longer than most laws.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: dict[int, float] = {}
        self._looks = False

    def begin(self, seconds: float) -> float | None:
        """Watch the thread that calls. What comes back is for `end`: when a block around this one is to be over."""
        with self._lock:
            around = self._ends.get(threading.get_ident())
            self._ends[threading.get_ident()] = monotonic() + seconds
            if not self._looks:
                self._looks = True
                with held_back(signal.valid_signals()):  # which the new thread must not take from the main one
                    threading.Thread(target=self._look, name="staff time", daemon=True).start()
        return around

    def end(self, around: float | None) -> None:
        """Watch the block no more. It may have been broken off; then that is raised here at the latest."""
        with self._lock:
            self._ends.pop(threading.get_ident(), None)
            if around is not None:
                self._ends[threading.get_ident()] = around

    def _look(self) -> None:
        idle = 0
        while idle < IDLE_LOOKS:
            sleep(LOOK_SECONDS)
            with self._lock:
                idle = 0 if self._ends else idle + 1
                for thread in [thread for thread, end in self._ends.items() if end < monotonic()]:
                    del self._ends[thread]
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_BrokenOff))
                self._looks = idle < IDLE_LOOKS


_WATCH = _Watch()


@contextmanager
def in_time(what: str) -> Iterator[None]:
    """Run staff's code in the block, for at most `SECONDS`. Raises `TooLongError`, which says what did not end.

    Only Python's own steps can be broken off: a single call into compiled code ends when it ends.
    """
    try:
        around = _WATCH.begin(SECONDS)
        try:
            yield
        finally:
            _WATCH.end(around)
    except _BrokenOff:
        raise TooLongError(f"{what} did not end within {SECONDS:g} seconds.") from None
