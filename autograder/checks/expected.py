"""The right answer of one case, beside right answers to something else, which a student may have returned instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.feedback.compare import disagreement
from autograder.feedback.named import Named
from autograder.feedback.prompt import prompt_of
from autograder.records import Case, Check, Outputs, PromptFunction, Rng

PLAIN = (bool, int, float, str, Rng)
"""Inputs that a function may forget to use."""


@dataclass(frozen=True)
class Expected:
    """The answer of one case, the cases before it with theirs, and the prompts, which name the calls."""

    answer: Outputs
    earlier: Sequence[tuple[Case, Outputs]]
    prompts: Mapping[str, PromptFunction] = field(default_factory=dict)

    def named(self, check: Check, case: Case, name: str, got: Outputs) -> Named | None:
        """The call that gives an output, and whether an earlier call gave the right one, which should come again."""
        named = prompt_of(self.prompts, check.probe, case).named(name)
        if named is None or named.part in ("", name) or named.part not in self.answer:
            return named
        earlier = self.answer[named.part]
        was_right = named.part in got and disagreement(got[named.part], earlier) is None
        return replace(named, still=was_right and disagreement(self.answer[name], earlier) is None)

    def other_answers(self, check: Check, case: Case, name: str) -> dict[str, np.ndarray]:
        """Right answers to something else, in words: this case's other outputs, and this output of earlier cases.

        Two earlier cases with equal answers cannot be told apart, so neither is included.
        """
        prompt = prompt_of(self.prompts, check.probe, case)
        others = {
            f"{prompt.beside(other, name)} should be": array for other, array in self.answer.items() if other != name
        }
        before = [
            (_as_in(case, earlier, number), given[name])
            for number, (earlier, given) in enumerate(self.earlier, start=1)
            if name in given
        ]
        alone = {
            words: array
            for words, array in before
            if words and sum(disagreement(array, other) is None for _, other in before) == 1
        }
        return others | alone


def _as_in(case: Case, earlier: Case, number: int) -> str:
    """What an earlier case's answer would be right for, in words; empty where that would be guesswork."""
    names = dict.fromkeys((*case.inputs, *earlier.inputs))
    different = [name for name in names if not _equal(case.inputs.get(name), earlier.inputs.get(name))]
    if all(isinstance(case.inputs.get(name), PLAIN) for name in different):
        return f"it should be with another {different[0]}: is {different[0]} used?" if len(different) == 1 else ""
    return f"it should be in case {number}, an earlier one: does something stay from call to call?"


def _equal(one: Any, other: Any) -> bool:
    """Whether two inputs are the same, arrays inside of them entry by entry."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    return bool(one == other)
