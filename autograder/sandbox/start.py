"""A process with a worker in it, from its start until it has its payload: :func:`start_walled` and :func:`start_plain`.

Behind the wall, a worker's first word is the proof of every layer, and its second that the payload is installed; both
are said before any line of a student's has run, so both are our own code's.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic

from autograder.records import Limits

from . import frames
from .clock import Deadline, Meter, Until, meter_of
from .inside.frames import PREFIX
from .pipes import Channel, FloodedError, GoneError, LateError, Pipes
from .runtime import Runtime
from .threaded_pipes import open_process
from .zygote_client import Ending, WorkerProcess, Zygote
from .zygote_process import ENVIRONMENT, SandboxBrokenError, command, kill

START_SECONDS = 60.0
INHERITED = ("PATH", "SYSTEMROOT", "TEMP")
"""What an interpreter may need to find its libraries where there is no wall."""


@dataclass(frozen=True)
class Connection:
    """A process with a worker in it that has its payload and waits for calls, however it was started."""

    channel: Channel
    meter: Meter
    interrupt: Callable[[], None]
    end: Callable[[float], Ending]
    end_later: Callable[[], None]


def start_walled(
    zygote: Zygote, walled: WorkerProcess, unsent: bytes, limits: Limits, layers: Sequence[str]
) -> Connection:
    """A worker behind the wall, once it has proved every layer of it and has its payload.

    ``unsent`` is the rest of that payload.
    """
    channel = Pipes(walled.request, walled.reply, walled.printed, limits.printed_kb * 1024)
    try:
        see_proof(channel, layers)
        see_payload(channel, unsent)
    except BaseException:
        channel.close()
        zygote.end_later(walled.pid)
        raise
    pid = walled.pid
    end, end_later = partial(zygote.end, pid), partial(zygote.end_later, pid)
    return Connection(channel, meter_of(pid), partial(zygote.interrupt, pid), end, end_later)


def see_proof(channel: Channel, layers: Sequence[str]) -> dict[str, float]:
    """Read the worker's first frame: the layers it proved, and their milliseconds."""
    try:
        text, _ = read_frame(channel, Until(monotonic() + START_SECONDS))
        proof = frames.read_header(text)
    except (LateError, GoneError, frames.MalformedError) as error:
        raise SandboxBrokenError(f"a worker did not prove its wall: {error!r}") from error
    costs: dict[str, float] = proof.get("proved", {})
    if list(costs) != list(layers):
        raise SandboxBrokenError(f"a worker's wall does not stand: {proof.get('failed', proof)}")
    return costs


def see_payload(channel: Channel, unsent: bytes) -> None:
    """Send the rest of the payload, and read the worker's second frame: that all of it is installed."""
    deadline = Until(monotonic() + START_SECONDS)
    try:
        channel.send(unsent, deadline)
        text, _ = read_frame(channel, deadline)
        said = frames.read_header(text)
    except (LateError, GoneError, FloodedError, frames.MalformedError) as error:
        raise SandboxBrokenError(f"a worker did not install its payload: {error!r}") from error
    if said != {"loaded": True}:
        raise SandboxBrokenError(f"a worker could not install its payload: {said.get('failed', said)}")


def start_plain(runtime: Runtime, home: Path, frame: bytes, limits: Limits) -> Connection:
    """A worker in a process of its own and nothing more, once it has its payload."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    environment = {**ENVIRONMENT, **runtime.environment, **inherited}
    words = command(runtime, home, "inside.serve")
    process, channel = open_process(words, environment, runtime.folder, limits.printed_kb * 1024)
    try:
        see_proof(channel, ())
        see_payload(channel, frame)
    except BaseException:
        channel.close()
        kill(process)
        raise
    interrupt, end = partial(_interrupt_plain, process), partial(_end_plain, process)
    return Connection(channel, meter_of(process.pid), interrupt, end, partial(kill, process))


def _interrupt_plain(process: subprocess.Popen[bytes]) -> None:
    """Ask the worker where it is; where there are no such signals, it has a timer of its own."""
    if hasattr(signal, "SIGALRM"):
        process.send_signal(signal.SIGALRM)


def _end_plain(process: subprocess.Popen[bytes], patience: float) -> Ending:
    """Wait a moment for the process, kill it when it is still there, and say how it ended, as a wait status."""
    try:
        code = process.wait(patience)
    except subprocess.TimeoutExpired:
        kill(process)
        return Ending(0, killed=True)
    return Ending(-code if code < 0 else code << 8, killed=False)


def read_frame(channel: Channel, deadline: Deadline) -> tuple[bytes, bytes]:
    """A frame's header and body, no longer than frames may be."""
    header, body = frames.read_prefix(channel.receive(PREFIX.size, deadline))
    return channel.receive(header, deadline), channel.receive(body, deadline)
