"""What this machine can isolate, layer by layer, what that costs, and what to do for more.

:func:`diagnose` is the entry point.
"""

from __future__ import annotations

import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from autograder.records import Limits

from .payload import Payload
from .sandbox import Sandbox
from .tier import LAYERS, Tier, advice

ROUNDS = 9


@dataclass(frozen=True)
class LayerFound:
    """One layer of the wall: what it does, whether this machine has it, and the milliseconds it costs each worker."""

    name: str
    words: str
    present: bool
    milliseconds: float


@dataclass(frozen=True)
class MachineReport:
    """This machine's tier, its layers, what a sandbox and a worker cost, and what to do for the next tier."""

    tier: Tier
    machine: str
    layers: tuple[LayerFound, ...]
    start_milliseconds: float
    worker_milliseconds: float
    copied: bool
    advice: tuple[str, ...]


def diagnose(without: Sequence[str] = ()) -> MachineReport:
    """Start a sandbox whatever its tier, put up the wall a few times, and say what was found."""
    start = perf_counter()
    with Sandbox(least="D", without=without) as sandbox:
        started = (perf_counter() - start) * 1000
        proofs = [sandbox.prove() for _ in range(ROUNDS)] if sandbox.tier.layers else []
        times = {name: [proof[name] for proof in proofs if name in proof] for name in LAYERS}
        return MachineReport(
            tier=sandbox.tier,
            machine=f"{platform.system()} {platform.release()} {platform.machine()}, Python "
            f"{platform.python_version()}",
            layers=tuple(
                LayerFound(name, layer.words, bool(times[name]), statistics.median(times[name] or [0.0]))
                for name, layer in LAYERS.items()
                if sys.platform == "linux"
            ),
            start_milliseconds=started,
            worker_milliseconds=statistics.median(_worker_milliseconds(sandbox) for _ in range(ROUNDS)),
            copied=bool(sandbox.copied),
            advice=tuple(advice(sandbox.tier)),
        )


def _worker_milliseconds(sandbox: Sandbox) -> float:
    """From asking for a worker to having one that waits for calls."""
    start = perf_counter()
    with sandbox.worker(Payload({}, {}, ()), Limits()):
        return (perf_counter() - start) * 1000
