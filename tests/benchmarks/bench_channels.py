"""How much the worker of a hidden check can still tell the worker of a public one, in bits a check.

Run it as ``python tests/benchmarks/bench_channels.py``. Two channels are left that no layer closes: what a hidden check
may say of an error, and time: one worker lasts as long as it likes, and the next one knows what time it is.
"""

from __future__ import annotations

import argparse
import math
import statistics
from pathlib import Path

from autograder.checks import KINDS
from autograder.grading.grader import payload_of
from autograder.intake.submission import open_submission
from autograder.records import Call, Case, Limits
from autograder.sandbox import Payload, Sandbox, disclosure
from autograder.spec import loader
from autograder.spec.slicing import sliced
from tests.support.places import SOLUTION

PROBE = """
def now(student):
    return student.work.now()

def rest(student, seconds):
    return student.work.rest(seconds)
"""
WORK = b"""
import time

def now():
    return time.monotonic()

def rest(seconds):
    time.sleep(seconds)
    return 0
"""
LOAD = Payload({"work.py": WORK}, {"bench": PROBE}, ("work.py",))
SECONDS = 0.05
LIMIT = 20.0
"""The usual time limit: as long may a worker last."""
APART = 4
"""How many standard deviations lie between two durations that are told apart almost always."""


def main(rounds: int) -> None:
    """Print the bits of both channels."""
    assignment = loader.load(SOLUTION)
    reference = payload_of(assignment, open_submission(SOLUTION, assignment.files))
    hidden = [check for check in assignment.checks if not check.public]
    loads = [reference.only(sliced("probes", assignment.probes, KINDS[check.kind].probes(check))) for check in hidden]
    print(f"an error of a hidden check: at most {max(map(disclosure.bits, loads)):.0f} bits a check")
    with Sandbox() as sandbox:
        spread = statistics.stdev(_between(sandbox) for _ in range(rounds))
    bits = math.log2(LIMIT / (APART * spread))
    print(f"time: a worker's duration is known to within {1000 * spread:.2g} ms, about {bits:.0f} bits a check")


def _between(sandbox: Sandbox) -> float:
    """The time from one worker to the next but one, as these two see it."""
    first = _run(sandbox, Call("now", Case("before", {})))
    _run(sandbox, Call("rest", Case("hidden", {"seconds": SECONDS})))
    return _run(sandbox, Call("now", Case("after", {}))) - first


def _run(sandbox: Sandbox, call: Call) -> float:
    with sandbox.worker(LOAD, Limits()) as worker:
        [seen] = worker.run([call])
    return float(seen.outputs["value"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=Path(__file__).stem)
    parser.add_argument("--rounds", type=int, default=100)
    main(parser.parse_args().rounds)
