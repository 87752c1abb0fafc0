"""A zygote rehearses before it forks, and leaves nothing of that to its workers."""

from __future__ import annotations

import builtins
import io
import linecache
import os
import pathlib
import random
import signal
import sys
from typing import Any

import numpy as np
import pytest

from autograder.sandbox import Sandbox
from autograder.sandbox.inside import rehearsal, serve
from autograder.sandbox.inside.world import World

from .helpers import see


def settings() -> dict[str, Any]:
    """What a rehearsal may not change in the process that it is held in."""
    world = vars(World())
    return {
        **{name: repr(value) for name, value in world.items() if name not in ("_random", "_drawn")},
        "finders": list(sys.meta_path),
        "modules": set(sys.modules),
        "lines": set(linecache.cache),
        "streams": (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__),
        "opens": (builtins.open, io.open, getattr(pathlib, "_NormalAccessor", io).open, os.chdir),
        "hooks": (sys.breakpointhook, builtins.input, signal.getsignal(signal.SIGALRM), sys.getrecursionlimit()),
        "descriptors": len(os.listdir("/proc/self/fd")),
    }


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only where workers are forked is there a rehearsal")
def test_a_rehearsal_leaves_everything_as_it_was_but_the_random_numbers_to_come() -> None:
    rehearsal.rehearse()  # what is imported at first use stays
    before = settings()
    drawn = []
    for _ in range(2):
        rehearsal.rehearse()
        drawn.append((random.random(), np.random.random()))
    assert settings() == before and len({*drawn[0], *drawn[1]}) == 4


def test_every_request_of_a_rehearsal_is_answered_as_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes: list[str] = []
    outcome = serve._outcome

    def noted(*arguments: Any) -> Any:
        record, outputs = outcome(*arguments)
        outcomes.extend(record)
        return record, outputs

    monkeypatch.setattr(serve, "_outcome", noted)
    rehearsal.rehearse()
    assert outcomes == ["outputs", "outputs", "outputs", "outputs", "raised"] * rehearsal.ROUNDS


def test_a_worker_knows_nothing_of_the_rehearsal(walled: Sandbox) -> None:
    source = """
import linecache, sys
def run():
    here = [type(finder).__name__ for finder in sys.meta_path]
    return [here.count("SubmissionFinder"), here.count("PlotFinder"), here.count("Probes"), len(linecache.cache),
            "probes.work" in sys.modules, hasattr(sys.modules["work"], "Work"), sys.getrecursionlimit()]
"""
    assert see(walled, source)[0].outputs["value"].tolist() == [1, 1, 1, 1, 0, 0, 1000]
