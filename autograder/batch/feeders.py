"""More than one process on this machine: feeders, each with threads and sandboxes of its own.

To judge what sandboxes observe takes a sixth to a quarter of the processor time of all, and threads of one process do
it one at a time. So a process can feed six sandboxes at most; with a process for each sandbox a class takes a tenth
less time. Feeders get bytes and plain values and give such back; the ledger stays in the process that started them.
When that ends in any way, they end, too.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from queue import SimpleQueue

from autograder.batch.graders import NoGraderError
from autograder.batch.processes import started, worth_starting
from autograder.batch.work import Graded, GradingTask, Station
from autograder.errors import MachineError
from autograder.sandbox import RefusedError
from autograder.spec.staff_folder import StaffFolder

PER_PROCESS = 6
"""How many sandboxes one process feeds at most."""
WORTH_A_PROCESS = 5
"""How many submissions a process must have before it: fewer take less time than it saves them."""


class FeederLostError(MachineError):
    """A feeder ended while it graded."""


class Feeders:
    """Grades like a `Station`, in processes of its own: as many submissions at once as ``size``."""

    def __init__(self, folder: StaffFolder, secrets: tuple[str, ...], size: int, processes: int) -> None:
        self._free: SimpleQueue[Connection | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._left = size
        shares = [size // processes + (number < size % processes) for number in range(processes)]
        self._started = [self._start(folder.path, secrets, share) for share in shares]
        for _, control in self._started:
            try:
                said = control.recv()
            except EOFError:
                said = "A process that was to feed sandboxes ended before it began."
            if said:
                self.close()
                raise RefusedError(said)

    def _start(self, folder: Path, secrets: tuple[str, ...], share: int) -> tuple[SpawnProcess, Connection]:
        pairs = [multiprocessing.Pipe() for _ in range(share + 1)]
        (control, its_control), *links = pairs
        theirs = [its for _, its in links]
        process = started(feed, folder, secrets, its_control, theirs)
        for ours, its in links:
            its.close()
            self._free.put(ours)
        its_control.close()
        return process, control

    @property
    def processes(self) -> list[int]:
        """The feeders' process ids."""
        return [process.pid or 0 for process, _ in self._started]

    def grade(self, task: GradingTask) -> Graded:
        """Grade one submission where a sandbox is free. Raises `FeederLostError`; `NoGraderError` when none is left."""
        while True:
            link = self._free.get()
            if link is None:
                self._free.put(None)
                raise NoGraderError("Every process that feeds sandboxes has ended. Run the same command again.")
            try:
                link.send(task)
            except OSError:  # it ended before this submission: another has it
                self._lose()
                continue
            try:
                graded: Graded = link.recv()
            except (EOFError, OSError):
                self._lose()
                raise FeederLostError("A process that feeds sandboxes ended while it graded this.") from None
            self._free.put(link)
            return graded

    def _lose(self) -> None:
        with self._lock:
            self._left -= 1
            if not self._left:
                self._free.put(None)

    def close(self) -> None:
        """End every feeder, and whatever it is grading."""
        for _, control in self._started:
            control.close()
        for process, _ in self._started:
            process.join()


def open_station(folder: StaffFolder, secrets: tuple[str, ...], size: int, submissions: int) -> Station | Feeders:
    """Where this machine grades, in so many sandboxes, a class of that size: in this process, or in others."""
    processes = max(-(-size // PER_PROCESS), worth_starting(size, submissions, WORTH_A_PROCESS))
    return Station.load(folder, secrets) if processes == 1 else Feeders(folder, secrets, size, processes)


def feed(folder: Path, secrets: tuple[str, ...], control: Connection, links: Sequence[Connection]) -> None:
    """Be a feeder: a thread for each link grades what comes, until the process at the other end is gone."""
    try:
        station = Station.load(StaffFolder(folder), secrets)
    except MachineError as error:
        control.send(str(error))
        return
    for link in links:
        threading.Thread(target=_serve, args=(station, link), daemon=True).start()
    with suppress(EOFError, OSError):
        control.send("")
        control.recv()
    station.close()
    os._exit(0)  # threads may still wait for what they grade


def _serve(station: Station, link: Connection) -> None:
    with suppress(EOFError, OSError):
        while True:
            task: GradingTask = link.recv()
            try:
                graded = station.grade(task)
            except Exception as error:  # whatever the grader fails with is ours, and tried again
                graded = Graded("broken", f"{type(error).__name__}: {error}", b"")
            link.send(graded)
