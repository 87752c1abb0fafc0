"""Where a sandbox's walled workers come from: a zygote, and the worker that it has started ahead.

While one worker is at work the next one is already started, behind the same wall and with the same payload; no line of
a student's runs in it before its first call.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from autograder.records import Limits

from .runtime import Runtime
from .tier import RefusedError
from .zygote_client import PendingWorker, WorkerProcess, Zygote
from .zygote_process import Launch, SandboxBrokenError, ZygoteProcess

Caps: TypeAlias = "dict[str, int]"
"""The limits that the kernel holds a worker to."""


@dataclass(frozen=True)
class PreparedWorker:
    """A worker that was ordered and waits to be claimed.

    It has its limits and its payload; ``unsent`` is the rest of the payload.
    """

    ordered: PendingWorker
    caps: Caps
    frame: bytes
    unsent: bytes

    def will_do(self, caps: Caps, frame: bytes) -> bool:
        """The same payload and memory, and time enough: the clock that counts is the grader's."""
        same = self.caps["memory_mb"] == caps["memory_mb"] and self.frame == frame
        return same and self.caps["seconds"] >= caps["seconds"]


class WorkerSupply:
    """The zygote of a sandbox and its worker started ahead; a zygote that has ended is replaced by another.

    ``early`` is a process that was started early, to be the first zygote.
    """

    def __init__(
        self, launch: Launch, without: Sequence[str], secrets: Sequence[str], early: ZygoteProcess | None
    ) -> None:
        self._launch, self._without, self._secrets = launch, without, secrets
        self.early = early
        self._zygote: Zygote | None = None
        self._ahead: PreparedWorker | None = None

    def zygote(self, runtime: Runtime) -> Zygote:
        """The zygote, started if there is none that lives. Raises `RefusedError` where a package cannot be imported."""
        if self._zygote is not None and self._zygote.gone():
            self.drop()
        if self._zygote is None:
            try:
                self._zygote = self._new_zygote(runtime)
            except SandboxBrokenError:  # somebody may have killed it while it started; a second time, it is not that
                self._zygote = self._new_zygote(runtime)
        return self._zygote

    def _new_zygote(self, runtime: Runtime) -> Zygote:
        process, self.early = self.early, None
        if process is None or process.gone() or process.runtime != runtime:
            process = ZygoteProcess(runtime, self._launch.home)
        zygote = Zygote(process, self._without, self._secrets)
        failed: dict[str, str] = zygote.offer.get("not_importable", {})
        for name, why in failed.items():
            zygote.close()
            raise RefusedError(f"The package {name} cannot be imported where student code runs: {why}.")
        return zygote

    def claim(self, runtime: Runtime, caps: Caps, frame: bytes) -> tuple[Zygote, WorkerProcess, bytes]:
        """The zygote, a worker of it with these limits, and the rest of its payload. A zygote that fails is dropped."""
        try:
            zygote = self.zygote(runtime)
            return zygote, *self._claim(zygote, caps, frame)
        except SandboxBrokenError:
            self.drop()
            raise

    def _claim(self, zygote: Zygote, caps: Caps, frame: bytes) -> tuple[WorkerProcess, bytes]:
        """The worker that was started ahead, if it will do, else another; one more is started for the next claim."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.will_do(caps, frame):
            chosen = ahead
        else:
            chosen = _order(zygote, caps, frame)
            with suppress(SandboxBrokenError):  # what could not be started need not be ended
                if ahead is not None:
                    unwanted = ahead.ordered.claim()
                    unwanted.close()
                    zygote.end_later(unwanted.pid)
        walled = chosen.ordered.claim()
        longest = max(caps["seconds"], ahead.caps["seconds"] if ahead else 0)
        with suppress(SandboxBrokenError):  # the next claim will find out what is the matter; this one has its worker
            self._ahead = _order(zygote, {**caps, "seconds": longest}, frame)
        return walled, chosen.unsent

    def processes(self) -> tuple[int, ...]:
        """The process ids of the zygote, if there is one, and then of its workers."""
        return () if self._zygote is None else (self._zygote.pid, *self._zygote.workers())

    def drop(self) -> None:
        """End the zygote, and the worker that it has started ahead; the next claim starts a new one."""
        zygote, self._zygote = self._zygote, None
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.ordered.abandon()
        if zygote is not None:
            zygote.close()


def caps_of(limits: Limits) -> Caps:
    """What the kernel holds a worker to, in whole seconds and megabytes."""
    return {"seconds": math.ceil(limits.seconds), "memory_mb": limits.memory_mb}


def _order(zygote: Zygote, caps: Caps, frame: bytes) -> PreparedWorker:
    """Order a worker and leave it its payload."""
    ordered = zygote.spawn(caps)
    try:
        return PreparedWorker(ordered, caps, frame, ordered.give(frame))
    except BaseException:
        ordered.abandon()
        raise
