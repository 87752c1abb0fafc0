"""One page's session, in this process: what it notices, and when it lets go."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from autograder.playground.folder import StudentFolder, Versions
from autograder.playground.session import Session


def test_a_save_between_the_first_look_and_the_first_watch_is_noticed(home: Path) -> None:
    async def visit() -> Mapping[str, Any]:
        told: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()

        async def send(what: Mapping[str, Any] | bytes) -> None:
            if isinstance(what, Mapping):
                told.put_nowait(what)

        folder = StudentFolder(home)
        session = Session(folder, Versions(folder), send)
        (home / "layers.py").write_text("pass\n", encoding="utf-8")
        work = asyncio.create_task(session.work())
        try:
            return await asyncio.wait_for(told.get(), 30)
        finally:
            work.cancel()
            await asyncio.wait([work])

    with ThreadPoolExecutor() as pool:  # a browser's tests leave a loop running in this thread
        assert pool.submit(lambda: asyncio.run(visit())).result()["saved"] == ["layers.py"]
