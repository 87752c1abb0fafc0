"""A student's folder with a kit, and an engine in this process for what needs no process of its own."""

from __future__ import annotations

import re
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.playground.engine import Engine
from autograder.playground.folder import StudentFolder
from autograder.playground.inside.serve import adapter_at
from autograder.playground.server import Entrance, application, open_entrance, server
from autograder.sandbox.inside.submission import SubmissionFinder, install
from tests.support.places import ROOT, SOLUTION

ADAPTER = SOLUTION / "playground" / "adapter.py"
FILES = {
    path.name: path.read_text(encoding="utf-8")
    for path in SOLUTION.glob("*.py")
    if path.name in {"gradients.py", "graph.py", "layers.py", "network.py", "search.py", "sgd.py", "softmax.py"}
}
"""The reference, to be changed into a student's files."""


@pytest.fixture
def engine_of() -> Iterator[Callable[..., Engine]]:
    """``engine_of(("layers.py", old, new), …)``: an engine on the reference with these changes."""
    finders = []

    def made(*changes: tuple[str, str, str], files: dict[str, str] | None = None) -> Engine:
        texts = dict(files or FILES)
        for name, old, new in changes:
            assert old in texts[name], f"{name} has no {old!r}"
            texts[name] = texts[name].replace(old, new)
        _forget(texts)
        submission = SubmissionFinder({name: text.encode() for name, text in texts.items()}, list(texts))
        finders.append(submission)
        return Engine(adapter_at(ADAPTER), install(submission))

    yield made
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder not in finders]
    _forget(FILES)


def _forget(names: dict[str, str]) -> None:
    for name in names:
        sys.modules.pop(name.removesuffix(".py"), None)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A student's folder with everything written."""
    return written(tmp_path / "home")


def written(folder: Path) -> Path:
    """A new folder of a student who has written everything."""
    shutil.copytree(ROOT / "assignment" / "kit", folder / "kit")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def stubs(tmp_path: Path) -> Path:
    """A student's folder as it was handed out."""
    return shutil.copytree(ROOT / "assignment", tmp_path / "stubs", ignore=shutil.ignore_patterns("__pycache__"))


@dataclass(frozen=True)
class Open:
    """A playground that is being served."""

    folder: Path
    entrance: Entrance


@contextmanager
def opened(folder: Path, seconds: float = 1.0) -> Iterator[Open]:
    """The playground of a student's folder, served until this is left."""
    entrance = open_entrance(free_port())
    running = server(application(StudentFolder(folder), entrance, seconds))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [entrance.socket]}, daemon=True)
    thread.start()
    yield Open(folder, entrance)
    running.should_exit = True
    thread.join(20)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def playground(home: Path) -> Iterator[Open]:
    """The playground of a student who has written everything."""
    with opened(home) as served:
        yield served


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """One playground for all tests of a module that change no file."""
    with opened(written(tmp_path_factory.mktemp("play") / "home")) as found:
        yield found


def trained(engine: Engine, epochs: int, **settings: Any) -> dict[str, Any]:
    """The last frame of a training with the settings that its data set starts with, and these."""
    advised = engine.choices()["advised"].get(settings["data"], {})
    told, _ = engine.answer({"do": "start", "settings": {**advised, **settings}})
    assert "empty" not in told, told
    frame, _ = engine.answer({"do": "train", "epochs": epochs})
    return frame


BLOCK = re.compile(r"^( *)# BEGIN SOLUTION q(\d+)\n.*?^ *# END SOLUTION\n", re.M | re.S)


def written_up_to(question: int) -> dict[str, str]:
    """The reference as far as that question; what comes later is as it was handed out."""

    def kept(match: re.Match[str]) -> str:
        stub = f'{match[1]}raise NotImplementedError("q{match[2]}")\n'
        return match[0] if int(match[2]) <= question else stub

    return {name: BLOCK.sub(kept, text) for name, text in FILES.items()}
