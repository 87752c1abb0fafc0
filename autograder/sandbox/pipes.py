"""A worker's three pipes, from the grader's end: requests out, answers and printed text in, all under one deadline.

:class:`Pipes` waits on all of them at once, where the system can; :class:`Threads` does the same with a thread for
each, where it cannot. Either one never waits past its deadline, whatever the other end does or does not do.
"""

from __future__ import annotations

import os
import queue
import select
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from .clock import Deadline

CHUNK = 1 << 20
FLOOD = 8 * 1024 * 1024
QUEUED = 16
OVERTIME_READS = 200
GLANCE_SECONDS = 0.02


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
        answer = bytes(self._buffer[:length])
        del self._buffer[:length]
        return answer

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


class Threads:
    """Descriptors that can only be waited for by blocking on them, as on Windows."""

    def __init__(self, request: int, reply: int, printed: int, keep: int) -> None:
        self._request = request
        self.printed = Printed(keep)
        self._buffer = bytearray()
        self._closed = threading.Event()
        self._chunks: queue.Queue[bytes] = queue.Queue(QUEUED)
        self._prints: queue.Queue[bytes] = queue.Queue(QUEUED)
        _in_background(_pump, reply, self._chunks, self._closed)
        _in_background(_pump, printed, self._prints, self._closed)

    def send(self, frame: bytes, deadline: Deadline) -> None:
        """Write it all before the deadline, or raise LateError or GoneError."""
        failed: list[OSError] = []
        writer = _in_background(_write, self._request, frame, failed)
        while writer.is_alive():
            left = deadline.left()
            if left <= 0:
                raise LateError
            writer.join(left)
        if failed:
            raise GoneError

    def receive(self, length: int, deadline: Deadline) -> bytes:
        """Exactly ``length`` bytes of answer before the deadline, or LateError, GoneError or FloodedError."""
        while len(self._buffer) < length:
            while not self._prints.empty():
                self.printed.add(self._prints.get())
            try:
                chunk = self._chunks.get(timeout=GLANCE_SECONDS)
            except queue.Empty:
                if self._closed.is_set():  # what would have said that the other end is gone may be thrown away
                    raise GoneError from None
                if deadline.left() <= 0:
                    raise LateError from None
                continue
            if not chunk:
                raise GoneError
            self._buffer += chunk
        answer = bytes(self._buffer[:length])
        del self._buffer[:length]
        return answer

    def drain(self) -> None:
        """Take in what is already printed; what is still on its way is waited for a moment."""
        try:
            while True:
                self.printed.add(self._prints.get(timeout=GLANCE_SECONDS))
        except (queue.Empty, FloodedError):
            return

    def close(self) -> None:
        """Let go of the request; the threads end with the process at the other end, whatever it still has to say."""
        os.close(self._request)
        self._closed.set()
        for chunks in (self._chunks, self._prints):
            with suppress(queue.Empty):  # make room for a thread that waits to put something in
                while True:
                    chunks.get_nowait()


def _in_background(work: object, *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
    thread.start()
    return thread


def _pump(descriptor: int, chunks: queue.Queue[bytes], closed: threading.Event) -> None:
    """Everything that comes out of the descriptor, and an empty chunk at its end, as long as somebody listens."""
    while chunk := os.read(descriptor, CHUNK):
        if not closed.is_set():
            chunks.put(chunk)
    os.close(descriptor)
    if not closed.is_set():
        chunks.put(b"")


def _write(descriptor: int, frame: bytes, failed: list[OSError]) -> None:
    rest = memoryview(frame)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest[:CHUNK]) :]
    except OSError as error:
        failed.append(error)
