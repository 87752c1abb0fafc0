"""What becomes of a call is known without a worker where it first asks for a module that does not load.

Such a call ends there. Which module a call asks for before all else is found out once, in a worker without any
student's files, and holds for every submission; so one that does not load costs next to nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from autograder.records import Call, Error, Limits, Observation

from . import frames
from .disclosure import checked
from .inside.submission import NO_FILE, MissingError
from .payload import Payload
from .worker import Worker

Start: TypeAlias = "Callable[[Payload, Limits], AbstractContextManager[Worker]]"
"""How a worker is started."""


class Asked:
    """Remembers which module each call asks for first, by a digest of the call; empty where it ends otherwise."""

    def __init__(self) -> None:
        self._modules: dict[bytes, str] = {}

    def of(self, payload: Payload, limits: Limits, calls: Sequence[Call], start: Start) -> list[str]:
        """The module that each of these calls asks for first."""
        keys = [_key(payload, call) for call in calls]
        unknown = {key: call for key, call in zip(keys, calls, strict=True) if key not in self._modules}
        if unknown:
            with start(replace(payload, files={}, unloaded={}), limits) as clean:
                seen = clean.run(list(unknown.values()))
            asked = [_asked_for(payload, *row) for row in zip(unknown.values(), seen, strict=True)]
            self._modules.update(zip(unknown, asked, strict=True))
        return [self._modules[key] for key in keys]


def _key(payload: Payload, call: Call) -> bytes:
    arrays: list[np.ndarray] = []
    inputs = {name: frames.encode(value, arrays, 0) for name, value in call.case.inputs.items()}
    digest = hashlib.sha256(repr(sorted(payload.probes.items())).encode())
    digest.update(frames.pack({"probe": call.probe, "inputs": inputs}, arrays))
    return digest.digest()


def _asked_for(payload: Payload, call: Call, seen: Observation) -> str:
    """The module that a call without any files ended at."""
    if seen.error is None or seen.error.fault != "missing":
        return ""
    return next((name for name in payload.named([call.probe]) if seen.error.message == NO_FILE.format(name=name)), "")


class ForeseeingWorker:
    """A worker for a submission of which some modules do not load. It is started for the first call that needs it."""

    def __init__(self, payload: Payload, limits: Limits, asked: Asked, start: Start) -> None:
        self._payload, self._limits, self._asked, self._start = payload, limits, asked, start
        self._open = ExitStack()
        self._worker: Worker | None = None

    def run(self, calls: Sequence[Call], attempt: int = 0) -> list[Observation]:
        """What was seen of each call, or would be, in order."""
        if self._worker is None:
            if foreseen := self._foreseen(calls):
                return foreseen
            self._worker = self._open.enter_context(self._start(self._payload, self._limits))
        return self._worker.run(calls, attempt)

    def _foreseen(self, calls: Sequence[Call]) -> list[Observation]:
        """What a worker would see of the calls; nothing where only a worker can tell."""
        payload = self._payload
        if not any(why_unloaded(payload, module) for module in payload.named([call.probe for call in calls])):
            return []
        errors = [why_unloaded(payload, module) for module in self._asked.of(payload, self._limits, calls, self._start)]
        found = [Observation("raised", error=error) for error in errors if error is not None]
        return found if len(found) == len(calls) else []

    def close(self) -> None:
        """End the process if it was started."""
        self._open.close()


def loads(payload: Payload) -> bool:
    """Whether no module is known to be missing or not to load."""
    return not payload.unloaded and all(name in payload.files for name in payload.expected if name.endswith(".py"))


def why_unloaded(payload: Payload, module: str) -> Error | None:
    """The error that a call meets when it asks for a module; None where it is not known to meet any."""
    if module and f"{module}.py" not in payload.files:
        return checked(Error("missing", MissingError.__name__, NO_FILE.format(name=module)), payload)
    return payload.unloaded.get(module)
