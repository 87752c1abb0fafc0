"""Watch a student's code from outside: a :class:`Worker` runs calls and says what it saw.

What a student does becomes a :class:`~autograder.records.Observation`; what we get wrong becomes
:class:`SandboxBrokenError`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.records import Allowed, Call, Error, Limits, Observation

from . import frames
from .clock import WorkerClock
from .compiled import UNCOMPILED, Codes
from .disclosure import checked
from .inside.outputs import NUMBERS_CAP as CALL_NUMBERS_CAP
from .inside.outputs import numbers
from .memory import container_mb, for_a_check
from .notebooks import in_its_notebook
from .notes import NotedResult, Notes
from .payload import Payload
from .pipes import FloodedError, GoneError, LateError
from .printed import as_printed
from .start import Connection, read_frame
from .zygote_client import Ending, StarvedError
from .zygote_process import SandboxBrokenError, signal_name

PATIENCE_SECONDS = 1.0
_FLOODED = "Your code printed more than 8 MB, and was stopped."
_LEFT = "Your code ended the whole program{how} before it gave an answer."
_CRASHED = "Your code crashed the whole program{how}."
_NOISE = "Your code wrote to where only the grader's own answers belong, and was stopped."
_STARVED = "Your code asked for more memory than a check may use, and was stopped. Which array is that large?"
_SPOILT = (
    "Once your files were imported, the code that calls your functions could not be loaded: they change Python itself."
)
_TOO_MUCH = "All results of this check together are too large to be looked at."

NEARLY = 0.75
"""A worker that used this share of what it may use, and was killed, was killed for that:
the machine had no more to give.
"""

NUMBERS_CAP = 4 * CALL_NUMBERS_CAP
"""How many numbers one worker may answer in all: they are kept until its check is judged."""

_NOTHING: NotedResult = ("returned", {}, None)
FIRST_CALL = 1
"""The sequence number of a worker's first call; what comes before it, the imports and the probes, has lower numbers."""


class Worker:
    """One fresh process with one student's files in it; good for any number of calls until its time is up.

    It has the limit's seconds to compute, and as many to wait.

    The student's modules are imported first, and only then does the worker get its probes and its first input.
    ``codes`` are its files, compiled once for all workers, and ``probes_fail`` finds out, in another worker, what keeps
    the probes from loading where no student has been.
    """

    def __init__(
        self,
        started: Connection,
        payload: Payload,
        limits: Limits,
        codes: Codes = UNCOMPILED,
        probes_fail: Callable[[], str] = str,
    ) -> None:
        self._started, self._limits, self._given = started, limits, payload
        self._codes, self._probes_fail = codes, probes_fail
        self._before: dict[str, Error] = {}
        self._ending: Observation | None = None
        self._clock = WorkerClock(started.meter, limits.seconds, started.interrupt)
        self._begun = False
        self._sequence = FIRST_CALL - 1
        self._numbers = 0
        self._ended = False

    def run(self, calls: Sequence[Call], attempt: int = 0) -> list[Observation]:
        """What was seen of each call, in order; a worker that is gone answers the rest as it answered the last."""
        return [self._run(call, [other.probe for other in calls], attempt) for call in calls]

    def _run(self, call: Call, probes: Sequence[str], attempt: int) -> Observation:
        if self._ending is not None:
            return self._ending
        clock, already = self._clock, len(self._started.channel.printed.kept)
        before = clock.seconds, clock.processor, clock.delayed
        outcome, outputs, error = _NOTHING if self._begun else self._begin(probes, attempt)
        if outcome == "returned":
            outcome, outputs, error = self._call(call, attempt)
        self._started.channel.drain()
        said = as_printed(self._started.channel.printed.kept[already:])
        error = in_its_notebook(error, self._given.files) if error else None
        waited = outcome == "timed out" and clock.waited
        now = clock.seconds, clock.processor, clock.delayed
        own, processor, delayed = (later - earlier for earlier, later in zip(before, now, strict=True))
        seen = Observation(outcome, outputs, error, own, said, processor, delayed, waited)
        if outcome in ("timed out", "died"):
            self._ending = Observation(outcome, error=error, waited=waited)
        return seen

    def _begin(self, probes: Sequence[str], attempt: int) -> NotedResult:
        """Have the student's modules imported while there is no input yet that an error could tell.

        An error does not end anything here: the call will meet it again, if it needs the module.
        """
        outcome, outputs, error = self._import(self._given.modules(probes), attempt)
        if outcome != "returned":
            return outcome, outputs, error
        outcome, outputs, error = self.load_probes()
        if outcome != "raised":
            return outcome, outputs, error
        if why := self._probes_fail():
            raise SandboxBrokenError(f"a worker could not load its probes: {why}")
        self._end()
        return "died", {}, _ended(_SPOILT)

    def imports(self, modules: Sequence[str]) -> list[Observation]:
        """What came of importing these modules: an observation of each that raised, and of what ended the worker."""
        outcome, _, error = self._import(modules, 0)
        errors = [checked(each, self._given, self._before) for each in self._before.values()]
        raised = [Observation("raised", error=each) for each in errors]
        return raised if outcome == "returned" else [*raised, Observation(outcome, error=error)]

    def _import(self, modules: Sequence[str], attempt: int) -> NotedResult:
        """Import these modules; the errors that they raise are kept, and one that does not end is reported."""
        self._begun = True
        self._sequence -= len(modules)
        codes = self._codes
        for module in modules:
            header = {"import": module, "attempt": attempt, "codes": frames.places(codes)}
            outcome, outputs, error = self._ask(header, list(codes.values()))
            codes = UNCOMPILED  # the worker keeps what came with its first import
            if outcome == "timed out" and error is not None:
                error = checked(error, self._given)
                error = replace(error, fault="load", file=error.file or f"{module}.py", unloaded=(module,))
            if error is not None and outcome == "raised":
                self._before[module] = error
            elif outcome != "returned":
                return outcome, outputs, error
        return _NOTHING

    def load_probes(self) -> NotedResult:
        """Hand the worker its probes; where no student's code has run in it, an error is staff's."""
        codes = self._given.codes()
        return self._ask({"probes": frames.places(codes)}, list(codes.values()))

    def _call(self, call: Call, attempt: int) -> NotedResult:
        arrays: list[np.ndarray] = []
        inputs = {name: frames.encode(value, arrays, attempt) for name, value in call.case.inputs.items()}
        outcome, outputs, error = self._ask(
            {"probe": call.probe, "inputs": inputs, "attempt": attempt, "allows": call.allows}, arrays, call.allows
        )
        self._numbers += numbers(outputs)
        if self._numbers > NUMBERS_CAP:
            return "raised", {}, Error("unusable", message=_TOO_MUCH, disclosed=_TOO_MUCH)
        if error is not None and outcome != "died":  # of a death we speak ourselves
            error = checked(error, self._given, self._before)
        return outcome, outputs, error

    def _ask(
        self, header: Mapping[str, Any], arrays: Sequence[np.ndarray] = (), allows: Sequence[Allowed] = ()
    ) -> NotedResult:
        """Send a request and read its answer; whatever stands in the way of that is the student's doing, or ours."""
        sequence, self._sequence = self._sequence, self._sequence + 1
        channel, clock = self._started.channel, self._clock
        request = frames.pack({**header, "sequence": sequence, "seconds": clock.remaining}, arrays)
        try:
            with clock.running():
                channel.send(request, clock)
                notes, frame = Notes(sequence), read_frame(channel, clock)
                while notes.take(*frame):
                    frame = read_frame(channel, clock)
                return notes.added(frames.read_reply(*frame, sequence, allows))
        except LateError:
            self._end()
            if clock.starved:
                raise StarvedError(f"the machine was too busy: a worker got {clock.account}") from None
            return "timed out", {}, Error("exception")
        except FloodedError:
            self._end()
            return "died", {}, _ended(_FLOODED)
        except frames.MalformedError:
            self._end()
            return "died", {}, _ended(_NOISE)
        except GoneError:
            return _died(self._end(PATIENCE_SECONDS), self._limits)

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


def _died(ending: Ending, limits: Limits) -> NotedResult:
    """A process that left without an answer: of its own will, by a crash, by its limits, or by somebody else's hand."""
    if ending.killed:
        return "died", {}, _ended(_NOISE)
    if os.name != "posix" or not os.WIFSIGNALED(ending.status):
        return "died", {}, _ended(_LEFT, f" (exit status {ending.status >> 8})")
    killer = os.WTERMSIG(ending.status)
    if killer == signal.SIGXCPU or (killer == signal.SIGKILL and ending.cpu >= limits.seconds):
        return "timed out", {}, Error("exception")
    if killer == signal.SIGKILL and ending.peak_mb >= NEARLY * for_a_check(container_mb(), limits.memory_mb):
        return "died", {}, Error("memory", message=_STARVED, disclosed=_STARVED)
    if killer == signal.SIGKILL:
        raise SandboxBrokenError("a worker was killed from outside")
    return "died", {}, _ended(_CRASHED, f" ({signal_name(killer)})")


def _ended(sentence: str, how: str = "") -> Error:
    """The sentence; of a hidden check it is told without the status,
    which a program chooses, and could say a number by.
    """
    return Error("exception", message=sentence.format(how=how), disclosed=sentence.format(how=""))
