"""A Dask scheduler and workers, each a real process on the loopback."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

from tests.support.commands import ENVIRONMENT
from tests.support.waiting import PATIENCE, wait_for

SETTINGS = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
}


class Cluster:
    """A scheduler on the loopback, and workers as they are started."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "scheduler.json"
        self._open = ExitStack()
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", self.file)
        wait_for(lambda: self.file.exists() and self.file.read_text().endswith("}"), "the scheduler")

    def worker(self, *words: object) -> subprocess.Popen[bytes]:
        """One more worker, which grades one submission at a time; ready when this returns."""
        from distributed import Client

        with Client(scheduler_file=str(self.file), set_as_default=False) as client:
            before = len(client.scheduler_info(n_workers=-1)["workers"])
            process = self._start(
                "worker", "--scheduler-file", self.file, "--nthreads", 1, "--no-nanny", "--no-dashboard",
                "--local-directory", self.folder, *words,
            )  # fmt: skip
            client.wait_for_workers(before + 1, PATIENCE)
        return process

    def _start(self, *words: object) -> subprocess.Popen[bytes]:
        log = self._open.enter_context((self.folder / f"{len(list(self.folder.iterdir()))}.log").open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *map(str, words)], env={**ENVIRONMENT, **SETTINGS}, stdout=log, stderr=log
        )
        self._open.callback(_end, process)
        return process

    def close(self) -> None:
        """End everybody."""
        self._open.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    process.wait()
