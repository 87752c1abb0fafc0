"""Watch a student's code from outside: a :class:`Worker` runs calls and says what it saw.

What a student does becomes a :class:`~autograder.records.Observation`; what we get wrong becomes :class:`SandboxBrokenError`.
"""

from __future__ import annotations

import marshal
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from time import monotonic
from typing import TypeAlias

import numpy as np

from autograder.records import Call, Error, Limits, Observation, Outcome

from . import frames
from .facts import checked
from .inside.outputs import NUMBERS_CAP as CALL_NUMBERS_CAP
from .inside.outputs import numbers
from .memory import container_mb, for_a_check
from .pipes import FloodedError, GoneError, LateError
from .start import Connection, read_frame
from .zygote_client import Ending, SandboxBrokenError

GRACE_SECONDS = 0.5
PATIENCE_SECONDS = 1.0
_FLOODED = "Your code printed more than 8 MB, and was stopped."
_LEFT = "Your code ended the whole program{how} before it gave an answer."
_CRASHED = "Your code crashed the whole program{how}."
_NOISE = "Your code wrote to where only the grader's own answers belong, and was stopped."
_STARVED = "Your code asked for more memory than a check may use, and was stopped. Which array is that large?"
_TOO_MUCH = "All results of this check together are too large to be looked at."

NEARLY = 0.75
"""A worker that used this share of what it may use, and was killed, was killed for that: the machine had no more to give."""

NUMBERS_CAP = 4 * CALL_NUMBERS_CAP
"""How many numbers one worker may answer in all: they are kept until its check is judged."""

Answer: TypeAlias = "tuple[Outcome, dict[str, np.ndarray], Error | None]"
"""What became of a call: its outcome, its outputs, its error."""


@dataclass(frozen=True)
class Payload:
    """What a worker is given before its first call: the submission, the probes, and the files that were asked for."""

    files: Mapping[str, bytes]
    probes: Mapping[str, str]
    expected: tuple[str, ...]

    @cached_property
    def frame(self) -> bytes:
        """The first frame a worker gets; an error in the probes is raised here, before there is a worker."""
        arrays: list[np.ndarray] = []

        def placed(contents: Mapping[str, bytes]) -> dict[str, int]:
            arrays.extend(np.frombuffer(content, np.uint8) for content in contents.values())
            return {name: len(arrays) - len(contents) + place for place, name in enumerate(contents)}

        codes = placed({name: _code(name, source) for name, source in self.probes.items()})
        sources = placed({name: source.encode() for name, source in self.probes.items()})
        header = {"files": placed(self.files), "codes": codes, "sources": sources, "expected": list(self.expected)}
        return frames.pack(header, arrays)


class Worker:
    """One fresh process with one student's files in it; good for any number of calls until its time is up."""

    def __init__(self, started: Connection, load: Payload, limits: Limits) -> None:
        self._started, self._limits, self._given = started, limits, load
        self._ending: Observation | None = None
        self._deadline: float | None = None
        self._sequence = 0
        self._numbers = 0
        self._ended = False

    def run(self, calls: Sequence[Call], attempt: int = 0) -> list[Observation]:
        """What was seen of each call, in order; a worker that is gone answers the rest as it answered the last."""
        return [self._run(call, attempt) for call in calls]

    def _run(self, call: Call, attempt: int) -> Observation:
        if self._ending is not None:
            return self._ending
        start = monotonic()
        if self._deadline is None:
            self._deadline = start + self._limits.seconds
        already = len(self._started.channel.printed.kept)
        outcome, outputs, error = self._ask(call, attempt, self._deadline)
        seconds = monotonic() - start
        self._started.channel.drain()
        printed = self._started.channel.printed.kept[already:].decode("utf-8", "replace")
        seen = Observation(outcome, outputs, error, seconds, frames.wash(printed, len(printed)))
        if outcome in ("timed out", "died"):
            self._ending = Observation(outcome, {}, error, 0.0, "")
        return seen

    def _ask(self, call: Call, attempt: int, deadline: float) -> Answer:
        """Send the call and read its answer; whatever stands in the way of that is the student's doing, or ours."""
        self._sequence += 1
        channel = self._started.channel
        try:
            channel.send(self._request(call, attempt, deadline), deadline + GRACE_SECONDS)
            text, body = read_frame(channel, deadline + GRACE_SECONDS)
            outcome, outputs, error = frames.read_reply(text, body, self._sequence)
            self._numbers += numbers(outputs)
            if self._numbers > NUMBERS_CAP:
                return "raised", {}, Error("unusable", message=_TOO_MUCH)
            return outcome, outputs, error and checked(error, self._given.files, self._given.probes)
        except LateError:
            self._end()
            return "timed out", {}, Error("exception")
        except FloodedError:
            self._end()
            return "died", {}, Error("exception", message=_FLOODED)
        except frames.MalformedError:
            self._end()
            return "died", {}, Error("exception", message=_NOISE)
        except GoneError:
            return _died(self._end(PATIENCE_SECONDS), self._limits)

    def _request(self, call: Call, attempt: int, deadline: float) -> bytes:
        arrays: list[np.ndarray] = []
        inputs = {name: frames.encode(value, arrays, attempt) for name, value in call.case.inputs.items()}
        header = {"sequence": self._sequence, "probe": call.probe, "inputs": inputs, "attempt": attempt}
        seconds = max(0.001, deadline - monotonic())
        return frames.pack({**header, "seconds": seconds}, arrays)

    def _end(self, patience: float = 0.0) -> Ending:
        self._ended = True
        return self._started.end(patience)

    def close(self) -> None:
        """End the process if it is still there; nobody waits for it."""
        self._started.channel.close()
        if not self._ended:
            self._ended = True
            with suppress(SandboxBrokenError):  # a worker whose zygote is gone is gone too, and its answers are in
                self._started.end_later()


def _died(ending: Ending, limits: Limits) -> Answer:
    """A process that left without an answer: of its own will, by a crash, by its limits, or by somebody else's hand."""
    if ending.killed:
        return "died", {}, Error("exception", message=_NOISE)
    if os.name != "posix" or not os.WIFSIGNALED(ending.status):
        return "died", {}, _ended(_LEFT, f" (exit status {ending.status >> 8})")
    killer = os.WTERMSIG(ending.status)
    if killer == signal.SIGXCPU or (killer == signal.SIGKILL and ending.cpu >= limits.seconds):
        return "timed out", {}, Error("exception")
    if killer == signal.SIGKILL and ending.peak_mb >= NEARLY * for_a_check(container_mb(), limits.memory_mb):
        return "died", {}, Error("memory", message=_STARVED)
    if killer == signal.SIGKILL:
        raise SandboxBrokenError("a worker was killed from outside")
    return "died", {}, _ended(_CRASHED, f" ({signal.Signals(killer).name})")


def _ended(sentence: str, how: str) -> Error:
    """The sentence; of a hidden check it is told without the status, which a program chooses, and could say a number by."""
    return Error("exception", message=sentence.format(how=how), vouched=sentence.format(how=""))


@lru_cache(maxsize=256)
def _code(name: str, source: str) -> bytes:
    """A probe module, compiled once for all workers: the same interpreter runs here and there."""
    return marshal.dumps(compile(source, f"probes/{name}.py", "exec", dont_inherit=True))
