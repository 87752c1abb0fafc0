"""The student's process, from outside: started, asked, and ended whatever it does."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.sandbox import frames
from autograder.sandbox.clock import WorkerClock, meter_of
from autograder.sandbox.inside.frames import PREFIX
from autograder.sandbox.pipes import FloodedError, GoneError, LateError
from autograder.sandbox.threaded_pipes import open_process
from autograder.sandbox.zygote_process import kill

LAUNCH = Path(__file__).parent / "inside" / "launch.py"
BACKSTOP_SECONDS = 2.0
"""So much more than its own watchdog's time the process gets: code outside Python keeps that one from looking."""
KEPT_BYTES = 4096
STUCK = (
    "Your code was still running after {seconds:g} s, so it was stopped. Is there a loop that does not end, or an "
    "array that is far too large?"
)
GONE = "Your code ended its own process. Remove calls such as os._exit; very deep recursion can end it too."
FLOODED = "Your code printed more than anybody could read, so it was stopped. Remove the print inside a loop."


@dataclass(frozen=True)
class Reply:
    """A frame as it came, header and arrays, and the header read; ``ended`` when the process is no more."""

    frame: bytes
    told: Mapping[str, Any]
    ended: bool = False

    def arrays(self) -> dict[str, np.ndarray]:
        """The arrays by name."""
        found, start = {}, PREFIX.size + PREFIX.unpack(self.frame[: PREFIX.size])[1]
        for name, dtype, shape in self.told["arrays"]:
            kind, count = np.dtype(dtype), int(np.prod(shape))
            found[name] = np.frombuffer(self.frame, kind, count, start).reshape(shape)
            start += count * kind.itemsize
        return found


class StudentProcess:
    """A process with these files of the student's in it, which answers one message at a time."""

    def __init__(self, files: Mapping[str, bytes], adapter: Path, seconds: float = 5.0) -> None:
        self._seconds = seconds
        words = [sys.executable, "-B", str(LAUNCH)]
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
        self._process, self._channel = open_process(words, environment, None, KEPT_BYTES)
        self._meter = meter_of(self._process.pid)
        load = {"files": list(files), "expected": list(files), "adapter": str(adapter.resolve()), "seconds": seconds}
        self._load = frames.pack(load, [np.frombuffer(data, np.uint8) for data in files.values()])

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def ask(self, message: Mapping[str, Any]) -> Reply:
        """The answer to a message, an error among them: this neither raises nor waits for ever."""
        deadline = WorkerClock(self._meter, self._seconds + BACKSTOP_SECONDS, lambda: None)
        try:
            self._channel.send(self._load + frames.pack(message), deadline)
            self._load = b""
            prefix = self._channel.receive(PREFIX.size, deadline)
            header, body = frames.read_prefix(prefix)
            rest = self._channel.receive(header + body, deadline)
            told = frames.read_header(rest[:header])
        except (LateError, GoneError, FloodedError, frames.MalformedError) as error:
            return self._ended(error)
        return Reply(prefix + rest, told, bool(told.get("ended")))

    def end(self) -> None:
        """End the process, whatever it is doing."""
        kill(self._process)
        self._channel.close()

    def _ended(self, error: Exception) -> Reply:
        said = {LateError: STUCK.format(seconds=self._seconds), FloodedError: FLOODED}.get(type(error), GONE)
        told = {"kind": "error", "text": said, "trace": "", "ended": True, "arrays": []}
        head = json.dumps(told).encode("ascii")
        return Reply(PREFIX.pack(b"AGW1", len(head), 0) + head, told, True)
