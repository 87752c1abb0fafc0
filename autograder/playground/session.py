"""One page's training: the run in front, a second one beside it on demand, and the student's saves.

`Session.work` is the entry point: it trains while the page plays and has drawn what it was sent, and otherwise waits
for a message. A page that is not looked at draws nothing, so its training rests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from autograder.playground.folder import StudentFolder, Versions
from autograder.playground.process import Reply, StudentProcess

CREDIT = 2
"""So many frames may be on their way."""
WATCH_SECONDS = 0.3
MOST_EPOCHS = 50
SIDE_BY_SIDE = {"full": {"batch": 1000, "momentum": 0, "dropout": 0, "batchnorm": False}}
"""What the second run changes: plain full-batch descent."""

Send = Callable[["Mapping[str, Any] | bytes"], Awaitable[None]]


class VersionRun:
    """A process with a version of the student's files in it, started when it is first asked."""

    def __init__(self, files: Mapping[str, bytes], folder: StudentFolder, seconds: float) -> None:
        self._files, self._folder, self._seconds = files, folder, seconds
        self._process: StudentProcess | None = None
        self._begun = False

    async def ask(self, message: Mapping[str, Any], start: Mapping[str, Any]) -> Reply:
        """The answer; what could not start or has ended is asked to ``start`` instead, in a new process if need be."""
        message = message if self._begun else start
        if self._process is None:
            self._process = StudentProcess(self._files, self._folder.adapter, self._seconds)
        answer = await asyncio.to_thread(self._process.ask, message)
        if message["do"] == "start":
            self._begun = answer.told.get("kind") == "start" and "empty" not in answer.told
        if answer.ended:
            self.end()
        return answer

    def end(self) -> None:
        """End the process, if there is one."""
        self._begun = False
        if self._process is not None:
            self._process.end()
            self._process = None


class Session:
    """What one page sees. ``send`` takes a table, which is sent as text, or the bytes of a frame.

    The page numbers its messages. It is told the number of the start that frames belong to from then on, and the number
    of the last message that was answered: so it knows which answers are to what it has asked for meanwhile.
    """

    def __init__(self, folder: StudentFolder, versions: Versions, send: Send, seconds: float = 5.0) -> None:
        self._folder, self._versions, self._send, self._seconds = folder, versions, send, seconds
        self.inbox: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self._stamps = folder.stamps()  # before the files: what is saved between the two is noticed
        self._version = versions.keep(folder.files())
        self._runs = [VersionRun(self._version.files, folder, seconds)]
        self._settings: Mapping[str, Any] = {}
        self._beside: Mapping[str, Any] = {}
        self._playing, self._epochs, self._unseen = False, 1, 0
        self._started = self._answered = 0

    async def work(self) -> None:
        """Answer the page until its connection is cancelled; then its processes end."""
        watch = asyncio.create_task(self._watch())
        try:
            while True:
                if self._playing and self._unseen < CREDIT and self.inbox.empty():
                    await self._ask({"do": "train", "epochs": self._epochs})
                else:
                    await self._handle(await self.inbox.get())
        finally:
            watch.cancel()
            for run in self._runs:
                run.end()

    async def _handle(self, message: Mapping[str, Any]) -> None:
        do = message.get("do")
        if do == "drawn":
            self._unseen = max(0, self._unseen - 1)
            return
        number = _whole(message.get("number"))
        if do == "start":
            self._settings, self._started = _table(message.get("settings")), number
            await self._choose_beside(_table(message.get("beside")))
            self._playing = False
            await self._tell()
            await self._ask(self._start)
        elif do == "play":
            self._playing, self._epochs = True, min(MOST_EPOCHS, max(1, _whole(message.get("epochs"))))
        elif do == "pause":
            self._playing = False
            await self._ask({"do": "look"})
        elif do == "train":
            self._playing = False
            amount = {key: _whole(message.get(key)) for key in ("epochs", "steps")}
            await self._ask({"do": "train", "fine": True, **amount})
        elif do == "tune":
            self._settings = {**self._settings, **_table(message.get("settings"))}
            await self._ask({"do": "tune", "settings": _table(message.get("settings"))})
        elif do == "lens":
            self._unseen += 1
            look = {"do": "lens", "which": _whole(message.get("which"))}
            await self._deliver(0, await self._runs[0].ask(look, self._start))
        elif do == "saved":
            await self._reload()
        self._answered = max(self._answered, number)
        await self._tell()

    @property
    def _start(self) -> Mapping[str, Any]:
        return {"do": "start", "settings": self._settings}

    async def _ask(self, message: Mapping[str, Any]) -> None:
        """Ask each run at the same time, the second one with its own settings, and send what they answer."""
        change = SIDE_BY_SIDE.get(str(self._beside.get("kind")), {})
        first = (message, self._start)
        second = [
            {**one, "settings": {**_table(one["settings"]), **change}} if "settings" in one else one for one in first
        ]
        asked = [run.ask(*(second if number else first)) for number, run in enumerate(self._runs)]
        self._unseen += 1
        for number, answer in enumerate(await asyncio.gather(*asked)):
            await self._deliver(number, answer)

    async def _deliver(self, number: int, answer: Reply) -> None:
        if self._playing and (answer.told.get("kind") in ("error", "empty") or "empty" in answer.told):
            self._playing = False
            await self._tell()
        await self._send(bytes([number]) + answer.frame)

    async def _choose_beside(self, beside: Mapping[str, Any]) -> None:
        if beside == self._beside:
            return
        for run in self._runs[1:]:
            run.end()
        self._beside, self._runs = beside, self._runs[:1]
        if beside.get("kind") == "version":
            files = self._versions.get(_whole(beside.get("number"))).files
            self._runs.append(VersionRun(files, self._folder, self._seconds))
        elif beside.get("kind") in SIDE_BY_SIDE:
            self._runs.append(VersionRun(self._version.files, self._folder, self._seconds))

    async def _watch(self) -> None:
        """Notice when a file is saved, and wait until its editor has written all of it."""
        before = self._stamps
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            now = self._folder.stamps()
            if now != before:
                await asyncio.sleep(WATCH_SECONDS / 3)
                if self._folder.stamps() == now:
                    before = now
                    self.inbox.put_nowait({"do": "saved"})

    async def _reload(self) -> None:
        """Start anew with the files as they are now; what played goes on playing, and settings stay."""
        version = self._versions.keep(self._folder.files())
        if version is self._version:
            return
        names = self._versions.changed(self._version, version)
        self._version = version
        for run in self._runs:
            run.end()
        beside, self._beside, self._runs = self._beside, {}, [VersionRun(version.files, self._folder, self._seconds)]
        await self._choose_beside(beside)
        await self._tell(saved=names)
        await self._ask(self._start)

    async def _tell(self, **more: Any) -> None:
        """Tell the page how things stand."""
        numbers = {"version": self._version.number, "versions": self._versions.numbers()}
        numbers |= {"started": self._started, "answered": self._answered}
        await self._send({"kind": "state", "playing": self._playing, **numbers, **more})


def _table(given: Any) -> Mapping[str, Any]:
    return dict(given) if isinstance(given, Mapping) else {}


def _whole(given: Any) -> int:
    """A whole number that a page has sent, or 0 for anything else."""
    return given if isinstance(given, int) and 0 <= given < 10**6 else 0


async def served(session: Session, receive: Callable[[], Awaitable[Mapping[str, Any]]]) -> None:
    """Work for a page until it goes away, which ``receive`` tells by raising."""
    work = asyncio.create_task(session.work())
    try:
        while not work.done():
            incoming = asyncio.ensure_future(receive())
            await asyncio.wait({work, incoming}, return_when=asyncio.FIRST_COMPLETED)
            if not incoming.done():
                incoming.cancel()
                break
            session.inbox.put_nowait(incoming.result())
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
