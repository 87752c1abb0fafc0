"""What the linter finds, and what it leaves alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.answers.store import Answers, FrozenCase
from autograder.gradescope import results as gradescope
from autograder.gradescope.preview.lint import Issue, lint
from autograder.gradescope.preview.secrets import secrets_of
from autograder.records import Assignment, Case, Report


def wrongs(data: Any, **known: Any) -> list[str]:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return [finding.message for finding in lint(raw, **known) if finding.level == "wrong"]


def test_what_our_own_writer_writes_is_clean(
    grade_toy: Callable[..., Report], toy_source: dict[str, str], toy: Assignment, toy_answers: Answers
) -> None:
    text = toy_source["toy.py"].replace("2 * x", "3 * x").replace("return k * x", "return k + x")
    raw = gradescope.results(grade_toy({**toy_source, "toy.py": text}))
    assert lint(raw, 10, secrets_of(toy, toy_answers)) == []


def test_a_placeholder_and_a_refusal_are_clean() -> None:
    assert wrongs(gradescope.placeholder(), total_points=10) == []
    assert wrongs(gradescope.refusal("It is a bomb."), total_points=10) == []


def test_results_as_the_platform_stores_them_with_nulls_have_nothing_wrong(results: dict[str, Any]) -> None:
    everywhere = dict.fromkeys(("output", "output_format", "visibility", "extra_data"))
    of_tests = dict.fromkeys(("number", "status", "name_format", "tags", "max_score"))
    stored = {
        **dict.fromkeys(("execution_time", "stdout_visibility", "test_output_format", "leaderboard")),
        **everywhere,
        **results,
        "tests": [{**everywhere, **of_tests, **test} for test in results["tests"]],
    }
    assert [one for one in lint(json.dumps(stored).encode()) if one.level == "wrong"] == []


def test_a_null_in_place_of_a_test_is_still_wrong(results: dict[str, Any]) -> None:
    (found,) = [
        one for one in lint(json.dumps({**results, "tests": [None]}).encode(), None) if "tests[0]" in one.message
    ]
    assert found.level == "wrong"


def test_a_file_that_is_no_json_is_said_to_fail(results: dict[str, Any]) -> None:
    (message,) = wrongs(b'{"score": 1')
    assert message.startswith("This is not JSON, so the platform says that the autograder failed:")


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_have_are_found(constant: str) -> None:
    messages = wrongs(f'{{"score": {constant}, "tests": []}}'.encode())
    assert f"{constant} is not a JSON number; the platform refuses the whole file." in messages


def test_a_total_that_does_not_match_is_found(results: dict[str, Any]) -> None:
    assert wrongs(results, total_points=6) == []
    (message,) = wrongs(results, total_points=100)
    assert message.startswith("The tests add up to 6 points, the assignment is worth 100:")


def test_a_score_that_no_row_explains_is_found(results: dict[str, Any]) -> None:
    results["score"] = 3.5
    assert wrongs(results) == ["The score is 3.5, but the tests add up to 4, and no row says why."]
    results["tests"].append({"name": "Late by 1 day: -0.5 points", "tags": ["late"], "output": ""})
    assert wrongs(results) == []
    results["score"], results["tests"][-1]["name"] = 3, "Late by 1 day: -1 point"
    assert wrongs(results) == []
    results["score"], results["tests"][-1]["name"] = 3.5, "Late by 1 day: -0.5 points"
    results["score"] = 3
    assert wrongs(results) == ["The score is 3, but the tests add up to 4, and lateness takes off 0.5."]
    results["tests"][-1]["name"] = "Late by 5 minutes: no points lost"
    assert wrongs(results) == ["The score is 3, but the tests add up to 4, and lateness takes off 0."]


def test_a_score_below_nothing_is_found(results: dict[str, Any]) -> None:
    results["score"] = -1
    assert "The score is -1: a score cannot be negative." in wrongs(results)


def test_fields_that_the_format_does_not_have_are_named_with_their_place(results: dict[str, Any]) -> None:
    results["tests"][1]["points"] = 3
    results["tests"][0]["number"] = 1.1
    messages = wrongs(results)
    assert "results.json.tests[0].number: 1.1 is not of type 'string'" in messages
    assert any(message.startswith("results.json.tests[1]: Additional properties") for message in messages)


def test_tests_that_hide_the_total_are_noticed_and_not_wrong(results: dict[str, Any]) -> None:
    results["tests"][0]["visibility"] = "hidden"
    messages = [finding for finding in lint(json.dumps(results).encode()) if finding.level == "notice"]
    assert messages == [
        Issue("notice", "Students never see their total; hidden: t1.double."),
        Issue("notice", "Students do not see their total before the due date; after_due_date: t1.scaled."),
        Issue("notice", "Students do not see their total before scores are published; after_published: t1.slope."),
    ]


def test_output_that_nobody_reads_is_found(results: dict[str, Any]) -> None:
    results["tests"][0]["output"] = "x" * 10_001
    assert wrongs(results) == ["t1.double: double: its output has 10001 characters, which nobody reads."]
    results["tests"][0]["output"] = ""
    results["output"] = "x" * 500_000
    assert wrongs(results) == ["The text above the tests has 500000 characters, which nobody reads."]
    results["tests"][0]["output"] = "x" * 2_100_000
    assert any("MB; a page of that size" in message for message in wrongs(results))


@pytest.mark.parametrize(
    ("output", "leaks"),
    [
        ("z[0] is 1.0, expected 3.14159265.", True),
        ("z[0] is 1.0, expected -3.141593.", True),
        ("z[0] is 1.0, expected 3.14159e+00.", True),
        ("z[0] is 3.14, and no more digits than that.", False),
        ("z[0] is 2.7182818, which is the student's own.", False),
        ("version 3.14159.2 of something", False),
    ],
)
def test_an_expected_number_of_a_hidden_check_is_found(results: dict[str, Any], output: str, leaks: bool) -> None:
    results["tests"][1]["output"] = output
    found = wrongs(results, secrets={"t1.scaled": np.array([np.pi, 0.25])})
    assert [("t1.scaled" in message and "expected number" in message) for message in found] == [True] * leaks


@pytest.mark.parametrize("place", ["output", "name of another", "another row", "board name", "board value", "own name"])
def test_an_expected_number_is_found_wherever_students_read(results: dict[str, Any], place: str) -> None:
    number, tests = 3.14159265, results["tests"]
    where, whose = {
        "output": ("The text above the tests", "the hidden check t1.scaled"),
        "name of another": ("t1.double: gives 3.14159265", "the hidden check t1.scaled"),
        "another row": ("t1.double: double", "the hidden check t1.scaled"),
        "board name": ("The leaderboard", "the hidden check t1.scaled"),
        "board value": ("The leaderboard", "the hidden check t1.scaled"),
        "own name": ("t1.scaled: gives 3.14159265", "this hidden check"),
    }[place]
    if place == "output":
        results["output"] += f"\n{number}"
    elif place.endswith("name") and not place.startswith("board"):
        tests[1]["name"] = where
    elif place == "name of another":
        tests[0]["name"] = where
    elif place == "another row":
        tests[0]["output"] = f"got {number}"
    else:
        results["leaderboard"][0][place.split()[1]] = f"as {number}" if place == "board name" else number
    found = wrongs(results, secrets={"t1.slope": np.array([0.25]), "t1.scaled": np.array([np.pi])})
    assert found == [f"{where}: students can read 3.14159265, which is an expected number of {whose}."]


def test_a_short_number_elsewhere_may_be_chance(results: dict[str, Any]) -> None:
    results["tests"][0]["output"] = results["output"] = "got 3.141593"
    assert wrongs(results, secrets={"t1.scaled": np.array([np.pi])}) == []


def test_staff_may_read_expected_numbers(results: dict[str, Any]) -> None:
    results["tests"][1].update(output="expected 3.14159265", visibility="hidden")
    assert wrongs(results, secrets={"t1.scaled": np.array([np.pi])}) == []


def test_the_secrets_are_those_of_hidden_checks(toy: Assignment, toy_answers: Answers) -> None:
    found = secrets_of(toy, toy_answers)
    assert "t1.scaled" in found and "t1.double" not in found


def test_what_a_public_case_shows_is_no_secret(toy: Assignment) -> None:
    public, hidden = toy.checks[:2]
    shown = Case("public", {"x": 0.125, "nested": {"more": [0.375, np.array([0.625])]}})
    asked = {"z": np.array([0.125, 0.375, 0.625, 0.875, 0.0625])}
    rows = {
        (0, public.id): (FrozenCase(shown, {"value": np.array(0.875)}),),
        (1, hidden.id): (FrozenCase(Case("hidden", {"x": 0.75}), asked),),
    }
    assert secrets_of(toy, Answers(rows))[hidden.id].tolist() == [0.0625]


@pytest.mark.parametrize("odd", [[], 7, None, {}, {"tests": [7]}, {"tests": [{"tags": 7, "score": "1"}], "score": 1}])
def test_json_of_any_shape_is_linted(odd: Any) -> None:
    assert wrongs(odd)


def test_a_file_without_a_score_or_a_test_is_told_which_keys_would_do() -> None:
    assert wrongs({"output": "x" * 1000}) == ["results.json: one of these keys is needed: score, tests"]
