"""The grader's ends of a plain process's pipes, with and without a process at the other end."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from autograder.sandbox import threaded_pipes
from autograder.sandbox.clock import Until
from autograder.sandbox.pipes import FLOOD, GoneError
from autograder.sandbox.threaded_pipes import ThreadedPipes, open_process
from autograder.sandbox.zygote_process import kill

KEPT = 1 << 22


class Ends:
    """A channel, and the other ends of its pipes in this process."""

    def __init__(self) -> None:
        (self.requests, request), (reply, self.replies), (printed, self.prints) = (os.pipe() for _ in range(3))
        self.channel = ThreadedPipes(request, reply, printed, os.dup(self.prints), KEPT)

    def close(self) -> None:
        for descriptor in (self.requests, self.replies, self.prints):
            os.close(descriptor)


@pytest.fixture
def ends() -> Iterator[Ends]:
    opened = Ends()
    yield opened
    opened.channel.close()
    opened.close()


def test_who_waits_for_an_answer_ends_as_soon_as_the_pipes_are_closed(ends: Ends) -> None:
    ended: list[BaseException] = []

    def wait() -> None:
        try:
            ends.channel.receive(1, Until(monotonic() + 60))
        except GoneError as error:
            ended.append(error)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    ends.channel.close()
    waiting.join(20)
    assert len(ended) == 1


def test_a_channel_that_is_closed_sends_nothing_to_whoever_has_its_descriptors_now(ends: Ends) -> None:
    ends.channel.close()
    reader, writer = os.pipe()  # they may get the numbers of those that were closed
    with pytest.raises(GoneError):
        ends.channel.send(b"a frame", Until(monotonic() + 60))
    ends.channel.drain()
    os.close(writer)
    assert os.read(reader, 100) == b""
    os.close(reader)


def test_what_was_printed_is_taken_in_however_late_the_thread_that_reads_it_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = os.read
    held_back = threading.Event()

    def late(descriptor: int, size: int) -> bytes:
        held_back.wait(20)
        return read(descriptor, size)

    monkeypatch.setattr(os, "read", late)
    ends = Ends()
    os.write(ends.prints, b"before the answer")
    threading.Timer(10 * threaded_pipes.GLANCE_SECONDS, held_back.set).start()
    ends.channel.drain()
    assert ends.channel.printed.kept == b"before the answer"
    ends.channel.close()
    ends.close()


@pytest.mark.parametrize("size", [1, 7, threaded_pipes.MARK_BYTES, 1000])
def test_a_mark_is_never_taken_for_something_printed(monkeypatch: pytest.MonkeyPatch, ends: Ends, size: int) -> None:
    monkeypatch.setattr(threaded_pipes, "CHUNK", size)  # so that a mark arrives in pieces, or with text around it
    for line in (b"first\n", b"", b"second, which is longer\n"):
        os.write(ends.prints, line)
        ends.channel.drain()
    assert ends.channel.printed.kept == b"first\nsecond, which is longer\n"


def test_more_than_the_pipe_and_the_queue_hold_is_taken_in() -> None:
    program = "import os\nfor _ in range(48): os.write(2, b'x' * 65536)\nos.write(1, b'!')\nos.read(0, 1)"
    process, channel = open_process([sys.executable, "-S", "-c", program], os.environ, None, KEPT)
    assert channel.receive(1, Until(monotonic() + 60)) == b"!"
    channel.drain()
    assert channel.printed.size == 48 * 65536 and set(channel.printed.kept) == {ord("x")}
    kill(process)
    channel.close()


def test_a_program_that_never_stops_printing_holds_nobody_up() -> None:
    program = "import os\nos.read(0, 1)\nwhile True: os.write(2, b'x' * 65536)"
    process, channel = open_process([sys.executable, "-S", "-c", program], os.environ, None, 100)
    channel.send(b"!", Until(monotonic() + 60))
    while channel.printed.size <= FLOOD:
        channel.drain()
    assert len(channel.printed.kept) == 100
    kill(process)
    channel.close()


def test_a_mark_that_somebody_else_has_read_is_not_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch, ends: Ends
) -> None:
    monkeypatch.setattr(threaded_pipes, "MARK_SECONDS", 0.5)
    monkeypatch.setattr(threaded_pipes, "_write", lambda descriptor, data, failed: os.close(descriptor))
    os.write(ends.prints, b"text")
    ends.channel.drain()
    assert ends.channel.printed.kept == b"text"


def test_every_descriptor_and_thread_is_given_back(tmp_path: Path) -> None:
    def descriptors() -> int:
        return len(os.listdir("/proc/self/fd"))

    if not Path("/proc/self/fd").exists():
        pytest.skip("this system does not list a process's descriptors")
    before = descriptors(), threading.active_count()
    for _ in range(20):
        process, channel = open_process([sys.executable, "-S", "-c", "print(1)"], os.environ, tmp_path, 100)
        channel.receive(1, Until(monotonic() + 60))
        channel.drain()
        kill(process)
        channel.close()
    with pytest.raises(FileNotFoundError):
        open_process([str(tmp_path / "absent")], os.environ, None, 100)
    until = monotonic() + 60
    while (descriptors(), threading.active_count()) > before and monotonic() < until:
        sleep(0.01)
    assert (descriptors(), threading.active_count()) <= before
