"""A worker's three pipes, from the grader's end: requests out, answers and printed text in, all under one deadline.

:class:`Pipes` waits on all of them at once, where the system can; :class:`~.threaded_pipes.ThreadedPipes` does the
same with a thread for each, where it cannot. Neither waits past its deadline, whatever the other end does or does not
do.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from .clock import Deadline

CHUNK = 1 << 20
FLOOD = 8 * 1024 * 1024
OVERTIME_READS = 200


class LateError(Exception):
    """The deadline passed."""


class GoneError(Exception):
    """The other end closed its answers."""


class FloodedError(Exception):
    """More was printed than anybody could read."""


@dataclass
class Printed:
    """The first part of what was printed, and how much there was."""

    keep: int
    size: int = 0
    kept: bytearray = field(default_factory=bytearray)

    def add(self, chunk: bytes) -> None:
        """Keep what there is room for; FloodedError when it never ends."""
        self.size += len(chunk)
        self.kept += chunk[: max(0, self.keep - len(self.kept))]
        if self.size > FLOOD:
            raise FloodedError


def taken(buffer: bytearray, length: int) -> bytes:
    """The first bytes of a buffer, which holds the rest from now on."""
    first = bytes(buffer[:length])
    del buffer[:length]
    return first


class Channel(Protocol):
    """What a worker is spoken to through."""

    printed: Printed

    def send(self, frame: bytes, deadline: Deadline) -> None:
        """Write it all before the deadline, or raise LateError or GoneError."""

    def receive(self, length: int, deadline: Deadline) -> bytes:
        """Exactly ``length`` bytes of answer before the deadline, or LateError, GoneError or FloodedError."""

    def drain(self) -> None:
        """Take in what is already printed, without waiting."""

    def close(self) -> None:
        """Let go of the pipes."""


class Pipes:
    """Descriptors that can be polled."""

    def __init__(self, request: int, reply: int, printed: int, keep: int) -> None:
        self._request, self._reply, self._print = request, reply, printed
        self.printed = Printed(keep)
        self._listening = True
        self._overtime = OVERTIME_READS
        self._buffer = bytearray()
        for descriptor in (request, reply, printed):
            os.set_blocking(descriptor, False)
        self._poll = select.poll()
        self._poll.register(reply, select.POLLIN)
        self._poll.register(printed, select.POLLIN)

    def send(self, frame: bytes, deadline: Deadline) -> None:
        """Write it all before the deadline, or raise LateError or GoneError."""
        rest = self._written(memoryview(frame))
        if not rest:
            return
        self._poll.register(self._request, select.POLLOUT)
        try:
            while rest:
                if self._request in self._wait(deadline):
                    rest = self._written(rest)
        finally:
            self._poll.unregister(self._request)

    def _written(self, rest: memoryview) -> memoryview:
        """Write as much as the pipe has room for, and give what is left."""
        try:
            return rest[os.write(self._request, rest[:CHUNK]) :]
        except BlockingIOError:
            return rest
        except BrokenPipeError:
            raise GoneError from None

    def receive(self, length: int, deadline: Deadline) -> bytes:
        """Exactly ``length`` bytes of answer before the deadline, or LateError, GoneError or FloodedError."""
        while len(self._buffer) < length:
            if self._reply in self._wait(deadline):
                chunk = os.read(self._reply, CHUNK)
                if not chunk:
                    raise GoneError
                self._buffer += chunk
        return taken(self._buffer, length)

    def _wait(self, deadline: Deadline) -> list[int]:
        """The descriptors that are ready; printed text is taken in on the way.

        Data that has already arrived is read even past the deadline: the delay may have been ours.
        """
        left = deadline.left()
        self._overtime -= left <= 0
        ready = [descriptor for descriptor, _ in self._poll.poll(max(0.0, left) * 1000)]
        if self._overtime < 0 or (left <= 0 and not ready):
            raise LateError
        if self._print in ready:
            self._take_printed()
        return ready

    def _take_printed(self) -> bool:
        """Take in one chunk of what was printed; whether there may be more."""
        try:
            chunk = os.read(self._print, CHUNK) if self._listening else b""
        except BlockingIOError:
            return False
        if not chunk and self._listening:
            self._poll.unregister(self._print)
            self._listening = False
        self.printed.add(chunk)
        return bool(chunk)

    def drain(self) -> None:
        """Take in what is already printed, without waiting; a flood is noticed when the next answer is waited for."""
        with suppress(FloodedError):
            while self._take_printed():
                pass

    def close(self) -> None:
        """Let go of the pipes."""
        for descriptor in (self._request, self._reply, self._print):
            os.close(descriptor)
