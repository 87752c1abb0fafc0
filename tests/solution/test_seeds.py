"""Whatever the assignment's seed, the reference obeys every law and its slopes are measured right:
staff reseed each term.
"""

import pytest

from autograder.checks import KINDS
from autograder.grading.attempts import converse
from autograder.records import AnswerKey, Observation
from autograder.spec import staff_code
from autograder.spec.cases import draw
from tests.support.places import SOLUTION
from tests.support.real import real

SEEDS = range(1000, 1100)
TRAINS = {"network_trained", "bot_predictions"}
"""Probes that train a network take seconds: `prove` runs these over seeds and decks, and bounds their luck."""

ASSIGNMENT = real()
CHECKS = [check for check in ASSIGNMENT.checks if check.kind in ("law", "gradient") and check.probe not in TRAINS]


@pytest.fixture(scope="module")
def functions():
    return staff_code.functions(SOLUTION, "cases")


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_reference_passes_on_a_hundred_seeds(check, functions, watch, reference):
    for seed in SEEDS:
        cases = draw(check, functions[check.cases], seed, 1)
        verdict = judged(check, cases, lambda call: watch(call.probe, call.case, **vars(reference)))
        assert verdict.status == "passed", f"seed {seed}: {verdict.message}"


def judged(check, cases, watch):
    """The verdict on the reference, its probes called right here."""
    talk = KINDS[check.kind].talk(check, cases, AnswerKey((None,) * len(cases), ASSIGNMENT.laws))
    verdict, _ = converse(talk, lambda calls: [Observation("returned", watch(call)) for call in calls])
    return verdict
