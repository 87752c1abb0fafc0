"""Signals that wait: what arrives is handed on when the block ends, in this thread and in what it starts meanwhile."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


@contextmanager
def held_back(numbers: Iterable[int]) -> Iterator[None]:
    """Hold back these signals until the end of the block, where the system can.

    The system may hand a signal to any thread: one that is held back here waits only where no other thread takes it.
    Threads and processes that are started in the block hold it back from their first moment on, and until they say
    otherwise.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
