"""Grading on a Dask cluster: workers anywhere, one submission at a time each; the ledger stays here.

What crosses is bytes and plain values: the assignment once to each worker, as a zip, and each submission's files.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import tempfile
import threading
import zipfile
from collections.abc import Mapping
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from typing import Any

from autograder.batch.crew import CrewLostError
from autograder.batch.work import Graded, Station, Task
from autograder.errors import MachineError
from autograder.spec.staff_folder import StaffFolder

TIMEOUT = "20s"
"""How long to wait for the scheduler."""
RETRIES = 3
"""How many workers may be lost over one submission before it is called broken."""


class ClusterError(CrewLostError):
    """The cluster cannot be reached, or was lost."""


class UnfitWorkerError(MachineError):
    """A worker that cannot isolate student code; the text says where and why."""


def _quiet(package: str) -> None:
    """No word from the loggers of a package: some of them have levels of their own."""
    for name in [package, *logging.root.manager.loggerDict]:
        if name.partition(".")[0] == package:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class ClusterCrew:
    """The workers of a scheduler at ``address``, or of the scheduler file of that path.

    A worker that cannot isolate student code refuses, is sent away, and the work goes elsewhere. When the scheduler is
    lost, whatever was not graded yet fails with `ClusterError`, and the ledger keeps what was.
    """

    def __init__(self, address: str, folder: bytes) -> None:
        distributed: Any = import_module("distributed")  # few of its functions have types
        _quiet("distributed")  # what matters is said in a sentence
        place = {"scheduler_file": address} if os.path.isfile(address) else {"address": address}
        try:
            self._client = distributed.Client(**place, timeout=TIMEOUT, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(f"No scheduler answers at {address}: {error or 'it took too long'}.") from error
        self._address = address
        if not self.size:
            self.abort()
            raise ClusterError(f"The scheduler at {address} has no workers yet: start some with `dask worker`.")
        self._folder = self._client.scatter(folder, broadcast=False, hash=True)
        self._executor = self._client.get_executor(pure=False, retries=0)
        self._lock = threading.Lock()
        self._sent_away: set[str] = set()

    @property
    def size(self) -> int:
        """How many submissions are graded at once."""
        try:
            return sum(self._client.nthreads().values())
        except Exception:  # whatever a lost connection raises, nobody is at work there
            return 0

    def submit(self, task: Task) -> Future[Graded]:
        """Have a submission graded by whichever worker is free."""
        promise: Future[Graded] = Future()
        promise.set_running_or_notify_cancel()
        self._send(task, promise, RETRIES)
        return promise

    def _send(self, task: Task, promise: Future[Graded], tries: int) -> None:
        try:
            future = self._executor.submit(grade_there, self._folder, dict(task.files), task.deck)
        except Exception as error:  # the client's own errors for a lost scheduler are many
            promise.set_exception(self._lost(error))
            return
        future.add_done_callback(lambda done: self._came_back(done, task, promise, tries))

    def _came_back(self, done: Future[Any], task: Task, promise: Future[Graded], tries: int) -> None:
        """Hand on what a worker found; where a worker was unfit or was lost, send the submission to another."""
        error = ClusterError("cancelled") if done.cancelled() else done.exception()
        if error is None:
            promise.set_result(done.result())
        elif self._client.status != "running":
            promise.set_exception(self._lost(error))
        elif isinstance(error, UnfitWorkerError):
            threading.Thread(target=self._send_elsewhere, args=(error, task, promise, tries), daemon=True).start()
        elif tries > 0:
            self._send(task, promise, tries - 1)
        else:
            promise.set_exception(error)

    def _send_elsewhere(self, error: UnfitWorkerError, task: Task, promise: Future[Graded], tries: int) -> None:
        """Send an unfit worker away, and its work to another; without any other the whole batch cannot go on."""
        address, why = error.args
        with self._lock:
            if address not in self._sent_away:
                self._sent_away.add(address)
                self._client.retire_workers([address], close_workers=True, remove=True)
        if self.size:
            self._send(task, promise, tries)
        else:
            promise.set_exception(ClusterError(f"No worker is fit to grade. {address}: {why}"))

    def _lost(self, error: BaseException) -> ClusterError:
        return ClusterError(f"The scheduler at {self._address} was lost ({type(error).__name__}); start it again.")

    def close(self) -> None:
        """Leave the cluster; its workers stay."""
        self._client.close(timeout=5)

    def abort(self) -> None:
        """Leave at once."""
        self.close()


def grade_there(folder: bytes, files: Mapping[str, bytes], deck: int) -> Graded:
    """Grade a submission in the worker that this is called in; the assignment is loaded for its first."""
    worker: Any = import_module("distributed").get_worker()
    stations: dict[str, Station] = worker.__dict__.setdefault("autograder_stations", {})
    digest = hashlib.sha256(folder).hexdigest()
    if digest not in stations:
        try:
            stations[digest] = opened(folder)
        except MachineError as error:
            raise UnfitWorkerError(worker.address, str(error)) from None
    return stations[digest].grade(Task(files, deck))


def opened(folder: bytes) -> Station:
    """A station for the assignment in a zip, which is unpacked where no student's code can read it."""
    place = Path(tempfile.mkdtemp(prefix="autograder-assignment-"))
    with zipfile.ZipFile(io.BytesIO(folder)) as archive:
        archive.extractall(place)
    return Station.load(StaffFolder(place))
