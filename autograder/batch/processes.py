"""Processes of this program's own, for work on Python objects, of which threads can do no two things at once."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnProcess
from typing import Any

from autograder.records.held_signals import held_back

STOPPING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name))
"""What a terminal sends to all that was started in it."""


def worth_starting(most: int, submissions: int, each: int) -> int:
    """How many processes to start for a class: one for ``each`` so many submissions, within 1 and ``most``."""
    return min(most, max(1, submissions // each))


def started(work: Callable[..., None], *given: Any) -> SpawnProcess:
    """A new process that does this work. What stops a command from its terminal does not reach it: whoever started it
    decides what is finished, and it must end by itself when that process is gone.
    """
    process = multiprocessing.get_context("spawn").Process(target=_begin, args=(gc.get_threshold(), work, given))
    process.daemon = True
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # it would let signals through as it starts
    with held_back(STOPPING):  # until the new process ignores it, a Ctrl-C waits there as well
        process.start()
    return process


def _begin(garbage_after: tuple[int, int, int], work: Callable[..., None], given: tuple[Any, ...]) -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    gc.set_threshold(*garbage_after)
    work(*given)
