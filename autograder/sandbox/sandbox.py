"""A maker of fresh workers: :class:`Sandbox` is the entry point of this package."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from types import TracebackType

from autograder.records import Limits

from .compiled import UNCOMPILED, Codes, compiled
from .foreseen import Asked, ForeseeingWorker, loads
from .payload import Payload
from .pipes import Pipes
from .runtime import Runtime, exposed, readable
from .shared import FOLDER, shared
from .start import Connection, see_proof, start_plain, start_walled
from .supply import WorkerSupply, caps_of
from .tier import RefusedError, Tier, advice, tier_of
from .worker import Worker
from .zygote_process import USUAL, Launch, ZygoteProcess

LEAST = "B" if sys.platform == "linux" else "D"
NO_DATA: Mapping[str, bytes] = {}


class Sandbox:
    """A maker of fresh workers, as a context manager: on Linux it owns a zygote, elsewhere it starts plain processes.

    ``least`` is the lowest tier that will do, ``without`` names layers (or the zygote) to do without as if the machine
    lacked them, and ``secrets`` are paths that every worker must prove it cannot read. ``launch`` says how processes
    are started, and ``warm`` is one that was started early to be the first zygote. ``asked`` remembers the modules that
    calls ask for first; sandboxes of one assignment may share it.
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
        hidden = [os.path.realpath(path) for path in secrets]
        self._launch, self._asked = launch, asked or Asked()
        self._supply = WorkerSupply(launch, tuple(without), hidden, warm)
        self._forks = sys.platform == "linux" and "zygote" not in without
        self._open, self._lock = ExitStack(), threading.Lock()
        self._runtime = self._find_runtime()
        self._compiled: tuple[Mapping[str, bytes], Codes] = ({}, UNCOMPILED)
        try:
            self.tier = self._find_tier()
            _refuse(least, hidden, self.tier)
        except BaseException:
            self.close()
            raise

    def _find_runtime(self, packages: tuple[str, ...] = (), data: Mapping[str, bytes] = NO_DATA) -> Runtime:
        self._data = data
        try:
            early = None if packages else self._supply.early
            runtime = early.runtime if early else self._open.enter_context(readable(packages))
            folder = self._open.enter_context(shared(data))
            parts = (*runtime.readable, *((os.path.join(folder, FOLDER),) if folder else ()))
            return replace(runtime, readable=parts, folder=folder, environment=self._launch.environment)
        except OSError as error:
            trouble = f"Python, numpy and the packages could not be copied to where a worker can read them: {error}."
            raise RefusedError(f"{trouble} Set TMPDIR to a folder that has room for them.") from error

    def _find_tier(self) -> Tier:
        if not self._forks:
            return tier_of((), 0, False)
        offer = self._supply.zygote(self._runtime).offer
        return tier_of(tuple(offer["layers"]), offer["landlock_abi"], offer["root"])

    def _serve(self, payload: Payload) -> None:
        """Give workers the packages and the data of this payload from now on; end what was started for others."""
        if payload.packages != self._runtime.packages.names or payload.data != self._data:
            self.close()
            self._runtime = self._find_runtime(payload.packages, payload.data)

    @contextmanager
    def worker(self, payload: Payload, limits: Limits) -> Iterator[Worker | ForeseeingWorker]:
        """A fresh worker that has the files and waits for calls; for calls whose end is known, none is started."""
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
        """A fresh worker, even for calls whose end is known."""
        connection, codes = self._start_compiled(payload, limits)
        worker = Worker(connection, payload, limits, codes, partial(self._why_probes_fail, payload, limits))
        try:
            yield worker
        finally:
            worker.close()

    def _why_probes_fail(self, payload: Payload, limits: Limits) -> str:
        """What keeps the probes from loading in a worker without any student's files; empty if they load."""
        with self.started(replace(payload, files={}), limits) as clean:
            _, _, error = clean.load_probes()
        return f"{error.type}: {error.message}" if error else ""

    def _start_compiled(self, payload: Payload, limits: Limits) -> tuple[Connection, Codes]:
        """A worker that has its payload, and the payload's files, compiled by this worker or an earlier one.

        A worker that fails to compile is replaced, and the files are then compiled where they are imported.
        """
        started = self._start(payload, limits)
        if not payload.files:
            return started, UNCOMPILED
        files, codes = self._compiled
        if payload.files == files:
            return started, codes
        new = compiled(started, payload)
        if new is None:
            started.channel.close()
            started.end_later()
            started, new = self._start(payload, limits), UNCOMPILED
        self._compiled = payload.files, new
        return started, new

    def _start(self, payload: Payload, limits: Limits) -> Connection:
        frame = payload.frame
        if not self._forks:
            self._serve(payload)
            return start_plain(self._runtime, self._launch.home, frame, limits)
        with self._lock:
            self._serve(payload)
            zygote, walled, unsent = self._supply.claim(self._runtime, caps_of(limits), frame)
        return start_walled(zygote, walled, unsent, limits, self.tier.layers)

    @property
    def copied(self) -> str:
        """The folder that Python and numpy were copied to because a worker could not read them; empty if it could."""
        return self._runtime.borrowed

    def processes(self) -> tuple[int, ...]:
        """The process ids of the zygote, if there is one, and then of its workers."""
        return self._supply.processes()

    def prove(self) -> dict[str, float]:
        """Have one worker put up its wall, and give the milliseconds that each layer took."""
        zygote = self._supply.zygote(self._runtime)
        walled = zygote.spawn(caps_of(Limits())).claim()
        channel = Pipes(walled.request, walled.reply, walled.printed, 0)
        try:
            return see_proof(channel, self.tier.layers)
        finally:
            channel.close()
            self._supply.zygote(self._runtime).end_later(walled.pid)

    def close(self) -> None:
        """End the zygote, and with it every worker, and remove what was prepared."""
        self._supply.drop()
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
