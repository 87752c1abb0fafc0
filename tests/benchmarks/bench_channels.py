"""How much a hidden check can tell a student of its inputs, in bits.

Run it as ``python -m tests.benchmarks.bench_channels``. One channel is left that no layer closes: what may be said of
an error. Time is none: public checks, whose numbers and prints are shown, run before the first hidden one.
"""

from __future__ import annotations

from autograder.checks import KINDS
from autograder.grading.grader import payload_of
from autograder.intake.submission import open_submission
from autograder.sandbox import disclosure
from autograder.spec import loader
from autograder.spec.slicing import sliced
from tests.support.places import SOLUTION


def main() -> None:
    """Print the bits of the reference's hidden checks."""
    assignment = loader.load(SOLUTION)
    reference = payload_of(assignment, open_submission(SOLUTION, assignment.files))
    hidden = [check for check in assignment.checks if not check.public]
    loads = [reference.only(sliced("probes", assignment.probes, KINDS[check.kind].probes(check))) for check in hidden]
    bits = list(map(disclosure.bits, loads))
    print(f"an error of a hidden check: at most {max(bits):.0f} bits a check")
    print(f"all {len(hidden)} hidden checks of a submission: at most {sum(bits):.0f} bits")


if __name__ == "__main__":
    main()
