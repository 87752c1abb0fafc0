"""The grader's talk with a zygote: its plan, orders for workers, orders to end them. See :class:`Zygote`."""

from __future__ import annotations

import importlib
import json
import os
import socket
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from .zygote_process import SandboxBrokenError, ZygoteProcess

MESSAGE_CAP = 64 * 1024
START_SECONDS = 60.0
ORDER_SECONDS = 60.0
PIPE_BYTES = 1 << 20
F_SETPIPE_SZ = 1031


class StarvedError(SandboxBrokenError):
    """A worker got hardly any processor time, because other programs had it."""


@dataclass(frozen=True)
class Ending:
    """How a worker ended: its wait status, whether we killed it, the processor seconds it used and the most memory."""

    status: int
    killed: bool
    cpu: float = 0.0
    peak_mb: int = 0


@dataclass(frozen=True)
class WorkerProcess:
    """A worker's process id, and our ends of its request, reply and printed pipes."""

    pid: int
    request: int
    reply: int
    printed: int

    def close(self) -> None:
        """Let go of the pipes."""
        _close((self.request, self.reply, self.printed))


PendingReply: TypeAlias = "list[dict[str, Any]]"
"""Where an order's answer will be, once it has come."""


class Zygote:
    """One warm process and the socket to it; every order has one answer, in order, and need not be waited for."""

    def __init__(self, process: ZygoteProcess, without: Sequence[str], secrets: Sequence[str]) -> None:
        self._lock = threading.Lock()
        self._unanswered: deque[PendingReply] = deque()
        self._process = process
        try:
            self.offer = self.answer(self._order({"without": without, "secrets": secrets}), START_SECONDS)
        except SandboxBrokenError:
            self.close()
            raise

    def spawn(self, limits: Mapping[str, int]) -> PendingWorker:
        """Order a fresh worker."""
        ours, theirs = _three_pipes()
        try:
            slot = self._order({"limits": dict(limits)}, theirs)
        except SandboxBrokenError:
            _close(ours)
            raise
        finally:
            _close(theirs)
        return PendingWorker(self, slot, ours)

    def interrupt(self, worker: int) -> None:
        """Have the worker say where the student's code is, and end; nobody waits for the order's answer."""
        self._order({"interrupt": worker})

    def end(self, worker: int, patience: float) -> Ending:
        """Give the worker a moment to end by itself, else kill it, and say how it ended."""
        return Ending(**self.answer(self._order({"end": worker, "patience": patience}), ORDER_SECONDS))

    def end_later(self, worker: int) -> None:
        """Have the worker killed and waited for, without waiting for that ourselves."""
        self._order({"end": worker, "patience": 0})

    def _order(self, order: Mapping[str, Any], descriptors: Sequence[int] = ()) -> PendingReply:
        slot: PendingReply = []
        with self._lock:
            try:
                socket.send_fds(self._process.link, [json.dumps(order).encode()], list(descriptors))
            except OSError as error:
                why = self._process.last_words() if self.gone() else str(error)
                raise SandboxBrokenError(f"the zygote cannot be reached: {why}") from error
            self._unanswered.append(slot)
        return slot

    def answer(self, slot: PendingReply, seconds: float) -> dict[str, Any]:
        """The answer to an order; those to earlier orders come first."""
        with self._lock:
            while not slot:
                self._unanswered[0].append(self._receive(seconds))
                self._unanswered.popleft()
        (answer,) = slot
        if "failed" in answer:
            raise SandboxBrokenError(f"the zygote could not do as asked: {answer['failed']}")
        return answer

    def _receive(self, seconds: float) -> dict[str, Any]:
        self._process.link.settimeout(seconds)
        try:
            message = self._process.link.recv(MESSAGE_CAP)
        except OSError as error:
            self._process.kill()  # what does not answer now must not answer the next order
            raise SandboxBrokenError(f"the zygote does not answer: {error}") from error
        if not message:
            raise SandboxBrokenError(f"the zygote is gone: {self._process.last_words()}")
        answer: dict[str, Any] = json.loads(message)
        return answer

    @property
    def pid(self) -> int:
        """The zygote's process id."""
        return self._process.pid

    def workers(self) -> list[int]:
        """The process ids of its workers, the one started ahead included."""
        try:
            return [int(word) for word in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            return []

    def gone(self) -> bool:
        """Whether it ended, though nobody asked it to."""
        return self._process.gone()

    def close(self) -> None:
        """Hang up, which ends the zygote and by that its workers, and see that it is gone."""
        self._process.close()


@dataclass(frozen=True)
class PendingWorker:
    """A worker that is being started."""

    zygote: Zygote
    slot: PendingReply
    ours: tuple[int, int, int]

    def claim(self) -> WorkerProcess:
        """The worker, once it is there."""
        try:
            return WorkerProcess(self.zygote.answer(self.slot, ORDER_SECONDS)["pid"], *self.ours)
        except SandboxBrokenError:
            self.abandon()
            raise

    def give(self, frame: bytes) -> bytes:
        """Leave the frame in its empty request pipe for when it reads, as far as it holds it; the rest comes back."""
        os.set_blocking(self.ours[0], False)
        try:
            return frame[os.write(self.ours[0], frame) :]
        except BrokenPipeError:
            # There is no worker any more, which whoever claims it will be told.
            return frame

    def abandon(self) -> None:
        """Do without it."""
        _close(self.ours)


def _three_pipes() -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Our and the worker's ends of request, reply and printed."""
    opened: list[int] = []
    try:
        for _ in range(3):
            opened.extend(os.pipe())
    except OSError as error:
        _close(opened)
        raise SandboxBrokenError(f"no pipe could be opened: {error}") from error
    theirs_in, ours_out, ours_in, theirs_out, ours_printed, theirs_printed = opened
    fcntl = importlib.import_module("fcntl")
    for pipe in (ours_out, ours_in, ours_printed):
        os.fchmod(pipe, 0)  # what is open stays so, and no worker opens its pipes again through /proc
    with suppress(OSError):  # the user's share of pipe memory is used up: a narrow pipe is slower, nothing else
        for pipe in (ours_out, ours_in):
            fcntl.fcntl(pipe, F_SETPIPE_SZ, PIPE_BYTES)
    return (ours_out, ours_in, ours_printed), (theirs_in, theirs_out, theirs_printed)


def _close(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
