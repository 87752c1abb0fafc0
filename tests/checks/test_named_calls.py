"""A wrong result is named by the call that gave it, for both readers, however it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from autograder.checks import KINDS
from autograder.grading.attempts import converse
from autograder.records import AnswerKey, Call, Case, Check, Error, Limits, Observation, PromptFunction, Verdict

W = np.array([0.5, -1.25, 2.0])
CASE = Case("one", {"w": W})
PROMPTS = {"probe": lambda w: "from work import slope\nkey_dw = slope(w)\n"}


def judged(
    kind: str, settings: dict[str, Any], seen: Observation, prompts: Mapping[str, PromptFunction] = PROMPTS
) -> Verdict:
    """The verdict on a probe that gave that, whatever it is called with."""
    check = Check("q", kind, "", 1, "probe", "cases", KINDS[kind].options(**settings), True, "visible", Limits())
    key = AnswerKey(({"key_dw": 2 * W},), {"any": lambda inputs, outputs: None}, (), prompts)

    def observe(calls: list[Call]) -> list[Observation]:
        forward = [Observation("returned", {"z": np.sum(call.case.inputs["w"] ** 2)}) for call in calls]
        return [seen if call.probe == "probe" else one for call, one in zip(calls, forward, strict=True)]

    return converse(KINDS[kind].talk(check, [CASE], key), observe)[0]


OUTPUT: tuple[str, dict[str, Any]] = ("output", {})
GRADIENT: tuple[str, dict[str, Any]] = ("gradient", {"forward": "forward", "gradients": {"w": "key_dw"}})
LAW: tuple[str, dict[str, Any]] = ("law", {"law": ("any",)})
KINDS_OF_NUMBERS = [OUTPUT, GRADIENT, LAW]
NONE = "key_dw is None; is a return statement missing?"


@pytest.mark.parametrize(
    ("kind", "got", "words"),
    [
        (OUTPUT, W, "The result of slope(w) has a wrong value. The result is 1/2 times what it should be"),
        (OUTPUT, W[:2], "The result of slope(w) has the wrong length along axis 0."),
        (OUTPUT, W * np.nan, "The result of slope(w) has an entry that is nan."),
        (GRADIENT, W, "The result of slope(w) is not the slope of your own forward. The result is 1/2 times"),
        (GRADIENT, 2 * W[None], "The numbers of the result are right; a sum with keepdims=True keeps"),
        (OUTPUT, np.array(1.0), "The result is just the first entry of what it should be: what about the others?"),
        (GRADIENT, np.array(7.5), "The result is a single number: is it multiplied by an array yet"),
        (GRADIENT, W * np.nan, "The result of slope(w) has an entry that is nan; a gradient here is a finite number."),
        (LAW, W * np.nan, "The result of slope(w) holds numbers that are not finite."),
        (LAW, W[:0], "The result of slope(w) is empty."),
    ],
)
def test_a_wrong_array(kind: tuple[str, dict[str, Any]], got: np.ndarray, words: str) -> None:
    verdict = judged(*kind, Observation("returned", {"key_dw": got}))
    assert words in verdict.brief
    assert "key_dw" not in verdict.message + verdict.brief


@pytest.mark.parametrize("kind", KINDS_OF_NUMBERS)
def test_no_call_is_named_where_all_is_right(kind: tuple[str, dict[str, Any]]) -> None:
    asked: list[np.ndarray] = []

    def prompt(w: np.ndarray) -> str:
        asked.append(w)
        return PROMPTS["probe"](w)

    verdict = judged(*kind, Observation("returned", {"key_dw": 2 * W}), {"probe": prompt})
    assert verdict.status == "passed" and not asked


@pytest.mark.parametrize("kind", KINDS_OF_NUMBERS)
def test_what_is_no_number_at_all(kind: tuple[str, dict[str, Any]]) -> None:
    error = Error("unusable", "UnusableError", NONE, disclosed=NONE)
    verdict = judged(*kind, Observation("raised", error=error))
    assert verdict.message == verdict.brief == "The result of slope(w) is None; is a return statement missing?"
