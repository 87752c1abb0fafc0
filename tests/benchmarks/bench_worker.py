"""What a fresh walled worker costs, against a bare fork of the same zygote and against a cold start of numpy.

    python tests/benchmarks/bench_worker.py [ROUNDS]

One round of each in turn, so that all meet the same machine: a worker is spawned behind the full wall, called once
with a 64 by 64 array, its answer compared, and the worker ended; the same ten times in a row, where the worker that
is started ahead saves nothing; a zygote with the same modules loaded forks a child that leaves at once; a new
interpreter imports numpy. Medians, their ratios, and the targets are printed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import numpy as np

from autograder.records import Call, Case, Limits
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.runtime import own_runtime
from autograder.sandbox.zygote_process import ENVIRONMENT, HERE, command

ROUNDS = 60
IN_A_ROW = 10
MOST_FORKS, LEAST_SAVING = 3.0, 8.0
LOAD = Payload(
    {"work.py": b"def double(x):\n    return 2 * x\n"},
    {"bench": "def double(student, x):\n    return {'y': student.work.double(x)}\n"},
    ("work.py",),
)
ARRAY = np.linspace(0, 1, 64 * 64).reshape(64, 64)
BARE = """
from . import zygote
import gc, os, sys

def main():
    zygote.warm()
    gc.collect()
    gc.freeze()
    while sys.stdin.readline():
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        print(flush=True)
"""


def main(rounds: int) -> None:
    """Measure all side by side and print both ratios."""
    with Sandbox() as sandbox, bare_zygote() as fork:
        steps = {
            "walled worker": (1, lambda: walled(sandbox)),
            "ten in a row": (IN_A_ROW, lambda: walled(sandbox)),
            "bare fork": (1, fork),
            "cold numpy": (1, cold),
        }
        for _, step in steps.values():
            step()
        times: dict[str, list[float]] = {name: [] for name in steps}
        for _ in range(rounds):
            for name, (count, step) in steps.items():
                times[name].append(milliseconds(step, count))
        print(f"tier {sandbox.tier.letter}, {rounds} rounds, milliseconds each")
    report(times)


def report(times: Mapping[str, Sequence[float]]) -> None:
    """Print the times and what they come to."""
    for name, taken in times.items():
        print(f"  {name:14} median {statistics.median(taken):7.2f}   least {min(taken):7.2f}")
    for name in ("walled worker", "ten in a row"):
        worker, bare, new = (statistics.median(times[each]) for each in (name, "bare fork", "cold numpy"))
        print(f"{name}: {worker / bare:.2f} bare forks (at most {MOST_FORKS:g}), ", end="")
        print(f"{new / worker:.1f} times faster than a cold start (at least {LEAST_SAVING:g})")


def milliseconds(step: Callable[[], object], count: int) -> float:
    """How long it takes, once of so many."""
    start = perf_counter()
    for _ in range(count):
        step()
    return (perf_counter() - start) * 1000 / count


def walled(sandbox: Sandbox) -> None:
    """Spawn, call, judge, end."""
    with sandbox.worker(LOAD, Limits()) as worker:
        [seen] = worker.run([Call("double", Case("bench", {"x": ARRAY}))])
    assert np.array_equal(seen.outputs["y"], 2 * ARRAY)


@contextmanager
def bare_zygote() -> Iterator[Callable[[], object]]:
    """How to have a zygote with the same modules fork a child that leaves at once."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "sandbox"
        subprocess.run(["cp", "-r", str(HERE), str(home)], check=True)
        (home / "bare.py").write_text(BARE)
        words = command(own_runtime(), home, "bare")
        pipe = subprocess.PIPE
        with subprocess.Popen(words, stdin=pipe, stdout=pipe, env=ENVIRONMENT, text=True) as process:
            assert process.stdin and process.stdout
            ask, answer = process.stdin, process.stdout

            def fork() -> None:
                ask.write("\n")
                ask.flush()
                answer.readline()

            yield fork
            ask.close()


def cold() -> None:
    """A new interpreter that imports numpy, with one thread, as grading without a zygote would need for each check."""
    environment = {**ENVIRONMENT, "PYTHONPATH": own_runtime().numpy_folder}
    subprocess.run([own_runtime().python, "-c", "import numpy"], env=environment, check=True)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
