"""The smallest parts, measured by pyperf: ``python -m tests.benchmarks.inside -o FILE``, and pyperf's own options.

A walled worker that answers one call and ends; packing and unpacking a call's arrays; judging an array.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pyperf

from autograder.feedback import compare
from autograder.records import Call, Case, Limits
from autograder.sandbox import Payload, Sandbox, frames

ARRAY = np.linspace(0, 1, 64 * 64).reshape(64, 64)
LOAD = Payload(
    {"work.py": b"def double(x):\n    return 2 * x\n"},
    {"bench": "def double(student, x):\n    return {'y': student.work.double(x)}\n"},
    ("work.py",),
)


def walled(sandbox: Sandbox) -> None:
    """Spawn, call, end."""
    with sandbox.worker(LOAD, Limits()) as worker:
        worker.run([Call("double", Case("bench", {"x": ARRAY}))])


def main() -> None:
    """Measure all of them; `--fast` and the like are pyperf's."""
    runner = pyperf.Runner()
    with Sandbox() as sandbox:
        runner.bench_func("a walled worker", walled, sandbox)
    header, twice = {"call": "bench"}, ARRAY + 1e-12
    runner.bench_func("a frame of 64 × 64 numbers", frames.pack, header, [ARRAY])
    runner.bench_func("a comparison of 64 × 64 numbers", compare.disagreement, twice, ARRAY)


if __name__ == "__main__":
    main()
