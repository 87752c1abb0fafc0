"""What known mistakes cost: everything that follows from one counts, and the claim says which cost too much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.commands.loading import load_assignment
from autograder.grading.cache import VerdictCache
from autograder.grading.cache_keys import keys
from autograder.prove.jobs import ProofContext
from autograder.prove.prices import prices, prices_claim
from autograder.records import silent
from autograder.sandbox import Sandbox
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION
from tests.support.toy import frozen, toy_with_mistakes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> ProofContext:
    folder = tmp_path_factory.mktemp("prices")
    assignment, answers = frozen(toy_with_mistakes(folder / "toy"), sandbox, folder / "cache")
    staff, cache = StaffFolder(folder / "toy"), VerdictCache(folder / "cache")
    return ProofContext(staff, assignment, answers, cache, keys(assignment, answers), 2, silent)


def test_what_follows_from_a_mistake_is_part_of_its_price(context: ProofContext) -> None:
    found = {price.mistake: price for price in prices(context)}
    assert found["shifted"].by_check == {"t1.scaled": 3, "t1.slope": 1} and found["shifted"].points == 4
    assert found["absolute"].by_check == {"t1.double": 1}


def test_the_dearest_come_first_and_those_that_cost_too_much_are_named(context: ProofContext) -> None:
    dear = prices(context)
    assert [price.points for price in dear] == sorted((price.points for price in dear), reverse=True)
    limited = replace(context, assignment=replace(context.assignment, most_per_mistake=4))
    claim = prices_claim(limited)
    assert claim.title == "Every known mistake costs less than 4 points" and not claim.proved
    assert claim.problems == ("shifted: 4.00 (t1.scaled 3, t1.slope 1)",)
    assert prices_claim(replace(context, assignment=replace(context.assignment, most_per_mistake=4.5))).proved


def test_without_a_limit_prices_are_shown_and_nothing_is_claimed(context: ProofContext) -> None:
    claim = prices_claim(context)
    assert claim.proved and claim.title == "What a known mistake costs"
    assert claim.figures == ("7 mistakes: median 2.00 points", "the dearest costs 4.00")


def test_the_assignments_mistakes_have_a_limit() -> None:
    assert load_assignment(SOLUTION).most_per_mistake == 8
