"""Three pipes to a plain process, with a thread for each: :func:`open_process` starts the process.

They work where a pipe can only be waited for by blocking on it, as on Windows.
"""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from .clock import Deadline
from .pipes import CHUNK, FloodedError, GoneError, LateError, Printed, taken

QUEUED = 16
GLANCE_SECONDS = 0.02
MARK_BYTES = 16
MARK_SECONDS = 5.0
"""How long a mark is waited for: a program without a wall can open its own pipe, and read the mark itself."""


def open_process(
    words: Sequence[str], environment: Mapping[str, str], folder: Path | str | None, keep: int
) -> tuple[subprocess.Popen[bytes], ThreadedPipes]:
    """Start a process, with pipes to its standard input, output and error stream.

    Requests go in through the first, answers come out of the second, and printed text, of which ``keep`` bytes are
    kept, out of the third.
    """
    pipe, (printed, print_end) = subprocess.PIPE, os.pipe()
    try:
        process = subprocess.Popen(
            words, stdin=pipe, stdout=pipe, stderr=print_end, env=environment, bufsize=0, cwd=folder or None
        )
    except BaseException:
        os.close(printed)
        os.close(print_end)
        raise
    assert process.stdin and process.stdout
    with process.stdin, process.stdout:
        request, reply = os.dup(process.stdin.fileno()), os.dup(process.stdout.fileno())
    return process, ThreadedPipes(request, reply, printed, print_end, keep)


class ThreadedPipes:
    """A channel whose descriptors can only be waited for by blocking on them.

    ``print_end`` is where the process prints to: this end writes a mark there to see how far it has read.
    """

    def __init__(self, request: int, reply: int, printed: int, print_end: int, keep: int) -> None:
        self._request, self._print_end = request, print_end
        self.printed = Printed(keep)
        self._buffer = bytearray()
        self._closed, self._closing = threading.Event(), threading.Lock()
        self._chunks: queue.Queue[bytes] = queue.Queue(QUEUED)
        self._prints: queue.Queue[bytes] = queue.Queue(QUEUED)
        _in_background(_pump, reply, self._chunks, self._closed)
        _in_background(_pump, printed, self._prints, self._closed)

    def send(self, frame: bytes, deadline: Deadline) -> None:
        """Write it all before the deadline, or raise LateError or GoneError."""
        failed: list[OSError] = []
        writer = _in_background(_write, self._own(self._request), frame, failed)
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
        return taken(self._buffer, length)

    def drain(self) -> None:
        """Take in what is already printed: all that stands in the pipe before a random mark that is written now.

        The thread that reads may get no processor for a while, so no time tells whether the pipe is empty.
        """
        mark, held = os.urandom(MARK_BYTES), b""
        with suppress(FloodedError, GoneError):
            _in_background(_write, self._own(self._print_end), mark, [])  # the pipe may be full
            with suppress(queue.Empty):
                while mark not in held:
                    self.printed.add(held[: 1 - MARK_BYTES])
                    held = held[1 - MARK_BYTES :] + self._prints.get(timeout=MARK_SECONDS)
            self.printed.add(held.replace(mark, b""))

    def _own(self, descriptor: int) -> int:
        """A descriptor for a thread of its own, which another thread that closes the channel does not take away."""
        with self._closing:
            if self._closed.is_set():
                raise GoneError
            return os.dup(descriptor)

    def close(self) -> None:
        """Let go of the pipes; the threads end with the process at the other end, whatever it still has to say."""
        with self._closing:
            if self._closed.is_set():
                return
            self._closed.set()
            os.close(self._request)
            os.close(self._print_end)
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


def _write(descriptor: int, data: bytes, failed: list[OSError]) -> None:
    """Write everything, and close the descriptor, which is this thread's own: nobody else can close it meanwhile."""
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest[:CHUNK]) :]
    except OSError as error:
        failed.append(error)
    finally:
        os.close(descriptor)
