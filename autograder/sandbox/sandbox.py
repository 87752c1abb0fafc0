"""A maker of fresh workers: :class:`Sandbox` is the entry point of this package."""

from __future__ import annotations

import math
import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import TypeAlias

from autograder.errors import MachineError
from autograder.records import Limits

from .compiled import UNCOMPILED, Codes, compiled
from .foreseen import Asked, ForeseeingWorker, loads
from .payload import Payload
from .pipes import Pipes
from .runtime import Runtime, exposed, readable
from .shared import FOLDER, shared
from .start import Connection, see_proof, start_plain, start_walled
from .tier import Tier, advice, tier_of
from .worker import Worker
from .zygote_client import PendingWorker, WorkerProcess, Zygote
from .zygote_process import USUAL, Launch, SandboxBrokenError, ZygoteProcess

LEAST = "B" if sys.platform == "linux" else "D"


NO_DATA: Mapping[str, bytes] = {}


class RefusedError(MachineError):
    """This machine cannot keep student code in well enough; the text says what is missing and what to do."""


Caps: TypeAlias = "dict[str, int]"
"""The limits that the kernel holds a worker to."""


@dataclass(frozen=True)
class PreparedWorker:
    """A worker that was ordered and waits to be claimed.

    It has its limits and its payload; ``unsent`` is the rest of the payload.
    """

    ordered: PendingWorker
    caps: Caps
    frame: bytes
    unsent: bytes

    def will_do(self, caps: Caps, frame: bytes) -> bool:
        """The same payload and memory, and time enough: the clock that counts is the grader's."""
        same = self.caps["memory_mb"] == caps["memory_mb"] and self.frame == frame
        return same and self.caps["seconds"] >= caps["seconds"]


class Sandbox:
    """A maker of fresh workers, as a context manager: on Linux it owns a zygote, elsewhere it starts plain processes.

    While one worker is at work the next one is already started, behind the same wall and with the same payload; no line
    of a student's runs in it before its first call. `least` is the lowest tier that will do, `without` names layers (or
    the zygote) to do without as if the machine lacked them, and `secrets` are paths that every worker must prove it
    cannot read. ``launch`` says how processes are started, and ``warm`` is one that was started early to be the first
    zygote. Sandboxes of one assignment may share what its calls ask for first: ``asked``.
    """

    def __init__(
        self,
        least: str = LEAST,
        without: Sequence[str] = (),
        secrets: Sequence[str] = (),
        launch: Launch = USUAL,
        asked: Asked | None = None,
        warm: ZygoteProcess | None = None,
    ) -> None:
        self._without, self._launch = tuple(without), launch
        self._secrets, self._asked = [os.path.realpath(path) for path in secrets], asked or Asked()
        self._early = warm
        self._forks = sys.platform == "linux" and "zygote" not in without
        self._open, self._lock = ExitStack(), threading.Lock()
        self._runtime = self._find_runtime()
        self._zygote: Zygote | None = None
        self._ahead: PreparedWorker | None = None
        self._compiled: tuple[Mapping[str, bytes], Codes] = ({}, UNCOMPILED)
        try:
            self.tier = self._find_tier()
            _refuse(least, self._secrets, self.tier)
        except BaseException:
            self.close()
            raise

    def _find_runtime(self, packages: tuple[str, ...] = (), data: Mapping[str, bytes] = NO_DATA) -> Runtime:
        self._data = data
        try:
            early = None if packages else self._early
            found = early.runtime if early else self._open.enter_context(readable(packages))
            folder = self._open.enter_context(shared(data))
            there = (os.path.join(folder, FOLDER),) if folder else ()
            parts = (*found.readable, *there)
            return replace(found, readable=parts, folder=folder, environment=self._launch.environment)
        except OSError as error:
            said = f"Python, numpy and the packages could not be copied to where a worker can read them: {error}."
            raise RefusedError(f"{said} Set TMPDIR to a folder that has room for them.") from error

    def _find_tier(self) -> Tier:
        if not self._forks:
            return tier_of((), 0, False)
        offer = self._warm().offer
        return tier_of(tuple(offer["layers"]), offer["landlock_abi"], offer["root"])

    def _warm(self) -> Zygote:
        """The zygote, started if there is none that lives."""
        if self._zygote is not None and self._zygote.gone():
            self._forget()
        if self._zygote is None:
            try:
                self._zygote = self._new_zygote()
            except SandboxBrokenError:  # somebody may have killed it while it started; a second time, it is not that
                self._zygote = self._new_zygote()
        return self._zygote

    def _new_zygote(self) -> Zygote:
        early, self._early = self._early, None
        if early is None or early.gone() or early.runtime != self._runtime:
            early = ZygoteProcess(self._runtime, self._launch.home)
        zygote = Zygote(early, self._without, self._secrets)
        failed: dict[str, str] = zygote.offer.get("not_importable", {})
        for name, why in failed.items():
            zygote.close()
            raise RefusedError(f"The package {name} cannot be imported where student code runs: {why}.")
        return zygote

    def _serve(self, payload: Payload) -> None:
        """From now on workers have the packages and the data of this payload; what was started for others is ended."""
        if payload.packages != self._runtime.packages.names or payload.data != self._data:
            self.close()
            self._runtime = self._find_runtime(payload.packages, payload.data)

    @contextmanager
    def worker(self, payload: Payload, limits: Limits) -> Iterator[Worker | ForeseeingWorker]:
        """A fresh worker that has the files and waits for calls; none is started for calls whose end is known."""
        if loads(payload):
            with self.started(payload, limits) as started:
                yield started
            return
        foreseeing = ForeseeingWorker(payload, limits, self._asked, self.started)
        try:
            yield foreseeing
        finally:
            foreseeing.close()

    @contextmanager
    def started(self, payload: Payload, limits: Limits) -> Iterator[Worker]:
        """A fresh worker, started whatever is known of the files."""
        connection, codes = self._start_compiled(payload, limits)
        worker = Worker(connection, payload, limits, codes, partial(self._why_probes_fail, payload, limits))
        try:
            yield worker
        finally:
            worker.close()

    def _why_probes_fail(self, payload: Payload, limits: Limits) -> str:
        """What keeps the probes from loading in a worker without a single file of a student's; nothing if they load."""
        with self.started(replace(payload, files={}), limits) as clean:
            _, _, error = clean.load_probes()
        return f"{error.type}: {error.message}" if error else ""

    def _start_compiled(self, payload: Payload, limits: Limits) -> tuple[Connection, Codes]:
        """A worker that has its payload, and the files of the payload compiled, by this worker or an earlier one.

        A worker that files kept from compiling is replaced: they are compiled where they are imported.
        """
        started = self._start(payload, limits)
        if not payload.files:
            return started, UNCOMPILED
        files, codes = self._compiled
        if payload.files == files:
            return started, codes
        found = compiled(started, payload)
        if found is None:
            started.channel.close()
            started.end_later()
            started, found = self._start(payload, limits), UNCOMPILED
        self._compiled = payload.files, found
        return started, found

    def _start(self, payload: Payload, limits: Limits) -> Connection:
        frame = payload.frame
        if not self._forks:
            self._serve(payload)
            return start_plain(self._runtime, self._launch.home, frame, limits)
        with self._lock:
            self._serve(payload)
            try:
                zygote = self._warm()
                walled, unsent = self._claim(zygote, _caps(limits), frame)
            except SandboxBrokenError:
                self._forget()
                raise
        return start_walled(zygote, walled, unsent, limits, self.tier.layers)

    def _claim(self, zygote: Zygote, caps: Caps, frame: bytes) -> tuple[WorkerProcess, bytes]:
        """The worker that was started ahead, if it will do, else another; and the rest of its payload.

        One more is started.
        """
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.will_do(caps, frame):
            chosen = ahead
        else:
            chosen = _order(zygote, caps, frame)
            with suppress(SandboxBrokenError):  # what could not be started need not be ended
                if ahead is not None:
                    unwanted = ahead.ordered.claim()
                    unwanted.close()
                    zygote.end_later(unwanted.pid)
        walled = chosen.ordered.claim()
        longest = max(caps["seconds"], ahead.caps["seconds"] if ahead else 0)
        with suppress(SandboxBrokenError):  # the next claim will find out what is the matter; this one has its worker
            self._ahead = _order(zygote, {**caps, "seconds": longest}, frame)
        return walled, chosen.unsent

    def _forget(self) -> None:
        """Drop the zygote and what it was asked for ahead; the next worker gets a new one."""
        zygote, self._zygote = self._zygote, None
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.ordered.abandon()
        if zygote is not None:
            zygote.close()

    @property
    def copied(self) -> str:
        """The folder that Python and numpy were copied to because a worker could not read them; empty if it could."""
        return self._runtime.borrowed

    def processes(self) -> tuple[int, ...]:
        """The process ids of the zygote, if there is one, and then of its workers."""
        return () if self._zygote is None else (self._zygote.pid, *self._zygote.workers())

    def prove(self) -> dict[str, float]:
        """Have one worker put up its wall, and give the milliseconds that each layer took."""
        walled = self._warm().spawn(_caps(Limits())).claim()
        channel = Pipes(walled.request, walled.reply, walled.printed, 0)
        try:
            return see_proof(channel, self.tier.layers)
        finally:
            channel.close()
            self._warm().end_later(walled.pid)

    def close(self) -> None:
        """End the zygote, and with it every worker, and remove what was prepared."""
        self._forget()
        self._open.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _refuse(least: str, secrets: Sequence[str], tier: Tier) -> None:
    """Refuse a tier that is too low, and open secrets where only users and modes keep files apart."""
    if tier.letter > least:
        head = f"This machine offers {tier.words} (tier {tier.letter}); tier {least} is needed."
        raise RefusedError(" ".join([head, *advice(tier)]))
    by_modes = tier.letter == "B" and "landlock" not in tier.layers
    for path in secrets:
        if by_modes and exposed(path):
            raise RefusedError(f"Without Landlock a student's code could get at {path}: run chmod -R go-rwx {path}.")


def _caps(limits: Limits) -> Caps:
    return {"seconds": math.ceil(limits.seconds), "memory_mb": limits.memory_mb}


def _order(zygote: Zygote, caps: Caps, frame: bytes) -> PreparedWorker:
    """Order a worker and leave it its payload."""
    ordered = zygote.spawn(caps)
    try:
        return PreparedWorker(ordered, caps, frame, ordered.give(frame))
    except BaseException:
        ordered.abandon()
        raise
