"""Kill parts of the sandbox at random while it grades: ``python -m tests.hostile.kills FOLDER ROUNDS SEED``.

A process of its own, like the arena, so that it runs in every envelope. It writes a JSON list: for each round what was
killed, by which signal, and what became of the checks.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from autograder.grading.grader import Grader
from autograder.records import Submission
from tests.support.reports import statuses

from .arena import Arena, arena
from .corpus import NEIGHBOUR

WORK = """
import numpy as np

def double(x):
    for _ in range(300):
        np.linalg.svd(np.eye(20))
    return 2 * x
"""
MOST_LOOKS = 400
"""After so many looks at the processes at most, one is killed: some rounds end before that, and then nothing is."""
OF_A_ZYGOTE = (signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV, signal.SIGRTMIN + 3)
OF_A_WORKER = (signal.SIGKILL,)
"""Any other signal could be a student's own doing: a crash."""


def main(folder: Path, rounds: int, seed: int) -> None:
    """Grade as often as asked, with one death each time, and write what came of it to ``kills.json``."""
    rng = np.random.default_rng(seed)
    with arena(folder) as place:
        rows = [_round(place, rng) for _ in range(rounds)]
        rows.append({"killed": "nothing", "statuses": _graded(place)})
    (folder / "kills.json").write_text(json.dumps(rows))


def _graded(place: Arena) -> list[str]:
    files = {"work.py": WORK.encode(), "neighbour.py": NEIGHBOUR.encode()}
    report = Grader(place.assignment, place.answers, place.sandbox).grade(Submission("somebody", files))
    return list(statuses(report).values())


def _round(place: Arena, rng: np.random.Generator) -> dict[str, Any]:
    looks, worker = int(rng.integers(MOST_LOOKS)), bool(rng.integers(2))
    number = int(rng.choice(OF_A_WORKER if worker else OF_A_ZYGOTE))
    with ThreadPoolExecutor(1) as pool:
        grading = pool.submit(_graded, place)
        while looks and not grading.done():
            looks -= 1
            place.sandbox.processes()
        killed = _kill(place, number, worker)
        return {"killed": f"{killed} by {number}", "statuses": grading.result()}


def _kill(place: Arena, number: int, worker: bool) -> str:
    family = place.sandbox.processes()
    chosen = family[1:][-1:] if worker else family[:1]
    for process in chosen:
        try:
            os.kill(process, number)
        except ProcessLookupError:
            continue
        return "a worker" if worker else "the zygote"
    return "nothing"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
