"""Work on a Dask cluster: workers anywhere, each at one thing at a time; the ledger stays here.

What crosses is bytes and plain values: what all work has in common once to each worker, such as the assignment as a
zip, and for each piece of work what is its own.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import tempfile
import threading
import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, TypeVar

from autograder.batch.graders import NoGraderError
from autograder.batch.work import Graded, GradingTask, Station
from autograder.errors import MachineError
from autograder.spec.staff_folder import StaffFolder

Result = TypeVar("Result")
Made = TypeVar("Made")

TIMEOUT = "20s"
"""How long to wait for the scheduler."""
CANCELLED = "The cluster at {address} cancelled what it was to do, again and again: look into its workers' logs."
RETRIES = 3
"""How many workers may be lost over one piece of work before it is given up."""
_MAKING = threading.Lock()
"""Held by the thread of a worker that makes what its other threads wait for."""


class ClusterError(NoGraderError):
    """The cluster cannot be reached, or was lost."""


class UnfitWorkerError(MachineError):
    """A worker that cannot isolate student code; the text says where and why."""


def _place(address: str) -> dict[str, str]:
    """Where the scheduler is, as a client takes it. Raises `ClusterError` for what is no place."""
    if not os.path.isfile(address):
        if ":" not in address:
            raise ClusterError(f"{address} is neither a scheduler file nor an address such as tcp://10.0.0.1:8786.")
        return {"address": address}
    try:
        with open(address, "rb") as file:
            found = json.load(file)["address"]
    except (OSError, ValueError, LookupError, TypeError):
        found = None
    if not isinstance(found, str):
        raise ClusterError(f"{address} is not a scheduler file; `dask scheduler --scheduler-file` writes one.")
    return {"scheduler_file": address}


def _nothing(client: Any) -> None:
    """What a client does when it is forgotten: nothing, since its maker closes it."""


def _client_class(distributed: Any) -> Any:
    """The client; one that reached no scheduler would close itself for 40 seconds, and end with a traceback."""
    return type("Client", (distributed.Client,), {"__del__": _nothing})


def _quiet(package: str) -> None:
    """No word from the loggers of a package: some of them have levels of their own."""
    for name in [package, *logging.root.manager.loggerDict]:
        if name.partition(".")[0] == package:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class Cluster(Generic[Result]):
    """The workers of a scheduler at ``address``, or of the scheduler file of that path.

    ``work`` is called in a worker, with what was shared and what is sent. A worker that cannot isolate student code
    raises `UnfitWorkerError` there, is sent away, and the work goes elsewhere. When the scheduler is lost, whatever was
    not done yet fails with `ClusterError`.
    """

    def __init__(self, address: str, work: Callable[..., Result]) -> None:
        distributed: Any = import_module("distributed")  # few of its functions have types
        for package in ("distributed", "tornado"):  # what matters is said in a sentence
            _quiet(package)
        place = _place(address)
        try:
            self._client = _client_class(distributed)(**place, timeout=TIMEOUT, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(f"No scheduler answers at {address}: {error or 'it took too long'}.") from error
        self._address, self._work = address, work
        if not self.size:
            self.abort()
            raise ClusterError(f"The scheduler at {address} has no workers yet: start some with `dask worker`.")
        self._executor = self._client.get_executor(pure=False, retries=0)
        self._lock = threading.Lock()
        self._sent_away: set[str] = set()

    def share(self, common: bytes) -> None:
        """Have every worker get ``common`` once, for all work that is sent from now on."""
        self._common = common
        self._shared = self._client.scatter(common, broadcast=False, hash=False)

    @property
    def size(self) -> int:
        """How many pieces of work are done at once."""
        try:
            return sum(self._client.nthreads().values())
        except Exception:  # whatever a lost connection raises, nobody is at work there
            return 0

    def send(self, *own: Any) -> Future[Result]:
        """Have a piece of work done by whichever worker is free."""
        promise: Future[Result] = Future()
        promise.set_running_or_notify_cancel()
        self._send(own, promise, RETRIES)
        return promise

    def _send(self, own: Sequence[Any], promise: Future[Result], tries: int) -> None:
        try:
            future = self._executor.submit(self._work, self._shared, *own)
        except Exception as error:  # the client's own errors for a lost scheduler are many
            promise.set_exception(self._lost(error))
            return
        future.add_done_callback(lambda done: self._came_back(done, own, promise, tries))

    def _came_back(self, done: Future[Any], own: Sequence[Any], promise: Future[Result], tries: int) -> None:
        """Hand on what a worker found; where a worker was unfit or was lost, send the work to another."""
        error = ClusterError(CANCELLED.format(address=self._address)) if done.cancelled() else done.exception()
        if error is None:
            promise.set_result(done.result())
        elif self._client.status != "running":
            promise.set_exception(self._lost(error))
        elif isinstance(error, UnfitWorkerError):
            threading.Thread(target=self._send_elsewhere, args=(error, own, promise, tries), daemon=True).start()
        elif tries > 0:
            threading.Thread(target=self._send_again, args=(own, promise, tries - 1), daemon=True).start()
        else:
            promise.set_exception(error)

    def _send_again(self, own: Sequence[Any], promise: Future[Result], tries: int) -> None:
        """Send work again, and first what it has in common with all other work, where that was lost with a worker."""
        try:
            with self._lock:
                if self._shared.status != "finished":
                    self.share(self._common)
        except Exception as error:  # the client's own errors for a lost scheduler are many
            promise.set_exception(self._lost(error))
            return
        self._send(own, promise, tries)

    def _send_elsewhere(self, error: UnfitWorkerError, own: Sequence[Any], promise: Future[Result], tries: int) -> None:
        """Send an unfit worker away, and its work to another; without any other nothing can go on."""
        address, why = error.args
        with self._lock:
            if address not in self._sent_away:
                self._sent_away.add(address)
                self._client.retire_workers([address], close_workers=True, remove=True)
        if self.size:
            self._send(own, promise, tries)
        else:
            promise.set_exception(ClusterError(f"No worker is fit for students' code. {address}: {why}"))

    def _lost(self, error: BaseException) -> ClusterError:
        return ClusterError(f"The scheduler at {self._address} was lost ({type(error).__name__}); start it again.")

    def close(self) -> None:
        """Leave the cluster; its workers stay."""
        self._client.close(timeout=5)

    def abort(self) -> None:
        """Leave at once."""
        self.close()


class ClusterGraders(Cluster[Graded]):
    """Grades a class on a cluster; ``folder`` is the assignment as a zip. The ledger keeps what was graded when the
    scheduler is lost.
    """

    def __init__(self, address: str, folder: bytes) -> None:
        super().__init__(address, grade_there)
        self.share(folder)

    def submit(self, task: GradingTask) -> Future[Graded]:
        """Have a submission graded by whichever worker is free."""
        return self.send(dict(task.files), task.deck)


def grade_there(folder: bytes, files: Mapping[str, bytes], deck: int) -> Graded:
    """Grade a submission in the worker that this is called in; the assignment is loaded for its first."""
    return lasting(folder, _station).grade(GradingTask(files, deck))


def _station(folder: bytes, worker: Any) -> Station:
    try:
        return Station.load(unzipped(folder, worker))
    except MachineError as error:
        raise UnfitWorkerError(worker.address, str(error)) from None


def lasting(common: bytes, make: Callable[[bytes, Any], Made]) -> Made:
    """What the worker that this is called in makes of what all work has in common: made once, and kept while it lives.

    A worker may have several threads; those that come meanwhile wait.
    """
    worker: Any = import_module("distributed").get_worker()
    made: dict[str, Made] = worker.__dict__.setdefault("autograder_made", {})
    digest = hashlib.sha256(common).hexdigest()
    with _MAKING:
        if digest not in made:
            made[digest] = make(common, worker)
    return made[digest]


def unzipped(folder: bytes, worker: Any) -> StaffFolder:
    """The assignment in a zip, unpacked in the worker's own folder, which goes with it, and where nobody else reads."""
    place = Path(tempfile.mkdtemp(prefix="autograder-assignment-", dir=worker.local_directory))
    with zipfile.ZipFile(io.BytesIO(folder)) as archive:
        archive.extractall(place)
    return StaffFolder(place)
