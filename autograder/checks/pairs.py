"""One input of a gradient check and the output that claims to be its gradient: what is known of both.

Measured slopes alone only show that backward fits some forward. A forward that notices when it is being measured could
compute something else then, with a backward to suit it. So forward is called again, unshifted, among the shifted calls,
and must give what it gave before. Where there is a frozen answer, forward and gradient are compared with it as well.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from autograder.checks.conclude import CaseResult, case_trouble
from autograder.feedback.compare import TOLERANCE, Precision, disagreement
from autograder.feedback.factors import Explanation, capitalised
from autograder.feedback.messages import Message
from autograder.feedback.mismatches import mismatch
from autograder.feedback.named import Named, brief_of, noun_of
from autograder.feedback.prompt import prompt_of
from autograder.records import Call, Case, Check, Observation, Outputs, PromptFunction

PRECISION = Precision(tolerance=TOLERANCE)
AGAIN = (
    "At the same inputs forward gives other numbers than came together with the gradients: are these computed in "
    "another way there, or does something stay from call to call?"
)
NOT_RIGHT = "forward is not right here, so its slope is not the one that is asked for."
OF_ANOTHER = "It fits what your forward gave while its slope was measured; the right forward has another slope."


class NoSlopeError(Exception):
    """Forward gave no number to measure a slope with; ``result`` says why, for the student."""

    def __init__(self, result: CaseResult) -> None:
        super().__init__(result.words.full)
        self.result = result


@dataclass(frozen=True)
class Pair:
    """One input of one case, and the output that claims to be its gradient.

    ``before`` is what the check's probe returned on the case, ``answer`` what the reference's forward and backward did:
    nothing where that is not known, or where right solutions may draw other numbers. ``prompts`` name the calls.
    """

    check: Check
    case: Case
    name: str
    output: str
    before: Outputs = field(default_factory=dict)
    answer: Outputs = field(default_factory=dict)
    prompts: Mapping[str, PromptFunction] = field(default_factory=dict)

    @property
    def named(self) -> Named | None:
        """The call that gives the gradient."""
        return prompt_of(self.prompts, self.check.probe, self.case).named(self.output)

    @property
    def noun(self) -> str:
        """What an explanation calls the gradient."""
        return noun_of(self.named, self.output)

    @property
    def in_brief(self) -> str:
        """The gradient as a noun, with no input written out."""
        return brief_of(self.named, self.output)

    def gave(self, place: Sequence[int]) -> str:
        """The start of a sentence that ends in the gradient's number at a place."""
        return self.named.gave(tuple(place)) if self.named else f"{self.output}{list(place) or ''} is"

    @property
    def point(self) -> np.ndarray:
        """The input, where the slope is measured."""
        return np.asarray(self.case.inputs[self.name], dtype=np.float64)

    @property
    def unshifted(self) -> Call:
        """Forward at the point itself."""
        return Call(self.check.options.forward, self.case)

    def shifted(self, step: np.ndarray) -> Call:
        """Forward with this input moved by ``step``; a plain number stays a plain number."""
        moved = self.point + step
        value = float(moved) if isinstance(self.case.inputs[self.name], (int, float)) else moved
        return Call(self.check.options.forward, replace(self.case, inputs={**self.case.inputs, self.name: value}))

    def place_among(self, calls: Sequence[Call]) -> int:
        """Where among these calls the unshifted one stands. The inputs, and so the deck's seed, choose it."""
        return zlib.crc32(self.point.tobytes() + self.name.encode()) % (len(calls) + 1)

    def refuse_changed_forward(self, again: Observation) -> None:
        """Raise `NoSlopeError` if the unshifted forward did not give what it should, or what it gave before."""
        trouble = case_trouble(self.check, self.unshifted, again, self.prompts)
        if trouble:
            raise NoSlopeError(trouble)
        name = self.check.options.output or next(iter(again.outputs), "")
        if name not in again.outputs:
            return  # what the shifted calls lack as well, and where it is explained
        got, before = again.outputs[name], self.before.get(name)
        if before is not None and not _agrees(got, before):
            raise NoSlopeError(replace(self.failed(AGAIN, AGAIN), hint=None))
        right = self.answer.get(name)
        if right is not None and not _agrees(got, right):
            wrong = disagreement(_shaped_like(got, right), right, PRECISION)
            assert wrong is not None
            forward = prompt_of(self.prompts, self.check.options.forward, self.case).named(name)
            words = mismatch(name, wrong, self.case, forward)
            result = self.failed(f"{NOT_RIGHT} {words.full}", f"{NOT_RIGHT} {words.brief}", words.details)
            raise NoSlopeError(replace(result, hint=None))

    def not_the_answer(self, gradient: np.ndarray) -> CaseResult | None:
        """The result where a gradient, which fits the measured slopes, is not the right one."""
        right = self.answer.get(self.output)
        given = self.before.get(self.output, gradient)  # not as float64, for single precision shows by its type
        how = Precision(tolerance=max(TOLERANCE, self.check.options.tolerance))
        wrong = None if right is None else disagreement(_shaped_like(given, right), right, how)
        if wrong is None:
            return None
        words = mismatch(self.output, wrong, self.case, self.named)
        return self.failed(f"{words.full} {OF_ANOTHER}", f"{words.brief} {OF_ANOTHER}", words.details)

    def failed(self, full: str, brief: str, details: str = "", explanations: Sequence[Explanation] = ()) -> CaseResult:
        """The result of a case in which this gradient is wrong."""
        words = Message(full, brief, details)
        capital = tuple(map(capitalised, explanations))
        return CaseResult("failed", words, self.case.hint, explanations=capital, output=self.output)


def _agrees(got: np.ndarray, expected: np.ndarray) -> bool:
    return disagreement(_shaped_like(got, expected), expected, PRECISION) is None


def _shaped_like(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """An array in the expected shape, where it has as many entries: its own shape is another check's business."""
    return got.reshape(expected.shape) if got.size == expected.size else got
