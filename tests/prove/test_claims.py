"""A finding that repeats is told once, with how often and where."""

from __future__ import annotations

from autograder.prove.claims import Claim


def test_a_problem_that_repeats_is_told_once_with_its_places() -> None:
    broken = "q1.loss is broken: StarvedError: the machine was too busy"
    problems = (*(f"deck {number}: {broken}" for number in range(20)), "deck 3: q2.loss is failed: value is 1")
    assert Claim("", problems=problems).findings == [
        f"{broken} (× 20: deck 0, deck 1, deck 2, deck 3, …)",
        "deck 3: q2.loss is failed: value is 1",
    ]


def test_problems_that_differ_or_are_few_are_told_one_by_one() -> None:
    problems = ("one: q1 is failed: x", "two: q1 is failed: x", *(f"softmax.py:{line} f: + is -" for line in range(5)))
    assert Claim("", problems=problems).findings == list(problems)


def test_a_claim_without_problems_has_no_findings() -> None:
    assert Claim("", problems=()).findings == [] and Claim("").proved
