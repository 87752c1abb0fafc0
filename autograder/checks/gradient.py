"""Gradient: backward is the slope of the student's own forward, measured by central differences.

No reference is needed, so it works at home. Small arrays are measured entry by entry, as the lecture does. Large ones
along random directions with every entry taking part: two directions an array, however many entries, and a single wrong
entry still shows. A miss is tried again with a fresh direction and a tenth of the step (a kink may lie between the two
points), and then, where forward's numbers are float32 numbers, with a coarse step. What still misses is bisected to
name one wrong entry, at two further calls a halving.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from pydantic import Field

from autograder.checks.care import cannot_be_judged
from autograder.checks.kind import (
    EXTRA_AXIS_SHARE,
    CaseResult,
    Kind,
    NotFrozenError,
    Options,
    OutputReference,
    SettingProblem,
    case_trouble,
    conclude,
    every_case,
)
from autograder.feedback import explain, messages
from autograder.feedback.compare import Disagreement, keeps_an_axis
from autograder.feedback.factors import Explanation
from autograder.feedback.messages import Message
from autograder.records import AnswerKey, Call, Case, Check, More, Observation, Verdict
from autograder.text.suggest import nearest

SMALL = 8
"""Arrays of up to this many entries are measured entry by entry."""
DIRECTIONS = 2
KINK_STEP = 0.1
COARSE_STEP, COARSE_TOLERANCE = 1e-2, 1e-3
"""For work in float32: its rounding drowns a step of 1e-5; a step of 1e-2 leaves an error below 1e-3."""


class GradientOptions(Options):
    """``gradients`` pairs an input with the probe's output that is its gradient.

    ``forward`` is a probe that only runs forward; ``output`` its output, by default the only one. ``upstream`` names the
    input that holds the upstream gradient; without it forward gives one number. A pair whose input a case lacks is passed
    over, but no case may lack all of them. ``step`` and ``tolerance`` (relative to the gradient's length) suit float64
    (measured: errors up to 4e-10).
    """

    forward: str
    output: str = ""
    upstream: str = ""
    gradients: dict[str, str] = Field(min_length=1)
    step: float = Field(1e-5, gt=0)
    tolerance: float = Field(1e-6, gt=0)


def slips(check: Check, cases: Sequence[Case]) -> list[SettingProblem]:
    """Inputs that the settings name and no case has, and a case without any of the pairs: nothing would be measured there."""
    inputs = {name for case in cases for name in case.inputs}
    unknown = [
        SettingProblem(
            f"{_no_input(check, name)}, whose gradient is asked for; {_inputs_are(name, inputs)}", ("gradients", name)
        )
        for name in check.options.gradients
        if name not in inputs
    ]
    lacking = [] if unknown else [case for case in cases if not _pairs(check, case)]
    return (
        unknown
        + [SettingProblem(f"{_nothing_asked(check, case)}.", ("gradients",)) for case in lacking]
        + _upstream(check, cases, inputs)
    )


def _upstream(check: Check, cases: Sequence[Case], inputs: Collection[str]) -> list[SettingProblem]:
    """Every case that lacks the upstream gradient; once where all do."""
    name = check.options.upstream
    if name and name not in inputs:
        said = f"{_no_input(check, name)}, which is to hold the upstream gradient; {_inputs_are(name, inputs)}"
        return [SettingProblem(said, ("upstream",))]
    lacking = [case for case in cases if name and name not in case.inputs]
    return [
        SettingProblem(f"the case {case.name!r} of {check.id} has no upstream gradient {name!r}.", ("upstream",))
        for case in lacking
    ]


def _no_input(check: Check, name: str) -> str:
    return f"no case of {check.id} has an input {name!r}"


def _inputs_are(name: str, inputs: Collection[str]) -> str:
    return f"there are {', '.join(sorted(inputs)) or 'none'}.{nearest(name, inputs)}"


def named(check: Check) -> list[OutputReference]:
    """The gradients, and forward's output where it is named."""
    options = check.options
    forward = [OutputReference(options.forward, options.output, ("output",))] if options.output else []
    pairs = options.gradients.items()
    return [OutputReference(check.probe, output, ("gradients", name)) for name, output in pairs] + forward


def _pairs(check: Check, case: Case) -> dict[str, str]:
    """The inputs of a case whose gradients are asked for, and the outputs that should be these."""
    return {name: output for name, output in check.options.gradients.items() if name in case.inputs}


def _nothing_asked(check: Check, case: Case) -> str:
    return f"the case {case.name!r} of {check.id} has none of the inputs {', '.join(check.options.gradients)}"


Asking: TypeAlias = Generator["list[Call]", "Sequence[Observation]", "CaseResult | None"]
Slopes: TypeAlias = Generator["list[Call]", "Sequence[Observation]", "_Measured | CaseResult"]


def judge(check: Check, calls: Sequence[Call], seen: Sequence[Observation], key: AnswerKey) -> Verdict | More:
    """Replay the questions asked so far; ask for more calls, or conclude."""
    cases = _first_round(check, calls)
    story = _story(check, cases)
    asked, at = next(story), 0
    while at + len(asked) <= len(seen):
        try:
            asked, at = story.send(seen[at : at + len(asked)]), at + len(asked)
        except StopIteration as end:
            return conclude(check, end.value)
    return More(tuple(asked))


def _first_round(check: Check, calls: Sequence[Call]) -> list[Case]:
    """The cases themselves: the calls that run the check's own probe come first, before any shifted forward."""
    return [call.case for call in calls if call.probe == check.probe]


def _story(
    check: Check, cases: Sequence[Case]
) -> Generator[list[Call], Sequence[Observation], list[CaseResult | None]]:
    backward = yield every_case(check, cases)
    findings: list[CaseResult | None] = []
    for case, seen in zip(cases, backward, strict=True):
        findings.append((yield from _cared_for(check, case, seen)))
    return findings


def _cared_for(check: Check, case: Case, seen: Observation) -> Asking:
    try:
        return (yield from _case(check, case, seen))
    except NotFrozenError:
        raise
    except Exception as error:  # what backward or forward gave is not what was asked for, however it shows
        return cannot_be_judged(Call(check.probe, case), seen, error)


def _case(check: Check, case: Case, seen: Observation) -> Asking:
    pairs = _pairs(check, case)
    if not pairs:
        raise NotFrozenError(f"{_nothing_asked(check, case)}: run `autograder freeze`")
    finding = case_trouble(check, Call(check.probe, case), seen)
    if finding:
        return finding
    partly: CaseResult | None = None
    for name, output in pairs.items():
        finding = yield from _array(_Array(check, case, name, output), seen)
        if finding and not finding.credit:
            return finding
        partly = partly or finding
    return partly


@dataclass(frozen=True)
class _Array:
    """One input of one case and the output that claims to be its gradient."""

    check: Check
    case: Case
    name: str
    output: str

    @property
    def point(self) -> np.ndarray:
        return np.asarray(self.case.inputs[self.name], dtype=np.float64)

    def shifted(self, step: np.ndarray) -> Call:
        """Forward with this input moved by ``step``; a plain number stays a plain number."""
        moved = self.point + step
        value = float(moved) if isinstance(self.case.inputs[self.name], (int, float)) else moved
        return Call(self.check.options.forward, replace(self.case, inputs={**self.case.inputs, self.name: value}))

    def finding(self, full: str, brief: str, below: str = "", whys: Sequence[Explanation] = ()) -> CaseResult:
        return CaseResult(
            "failed", Message(full, brief, below), self.case.hint, explanations=tuple(whys), output=self.output
        )


@dataclass(frozen=True)
class _Try:
    """How one attempt measures: the step before it is scaled to the array, and what error it allows."""

    step: float
    tolerance: float


@dataclass(frozen=True)
class _Measured:
    """Slopes, and whether forward's numbers are rounded to float32."""

    slopes: np.ndarray
    rounded: bool


def _array(array: _Array, seen: Observation) -> Asking:
    """Ask for slopes until they agree with the gradient, or until the tries are used up."""
    if array.output not in seen.outputs:
        return array.finding(f"The gradient {array.output} is missing.", f"The gradient {array.output} is missing.")
    given = np.asarray(seen.outputs[array.output], dtype=np.float64)
    unfit = _unfit(array, given)
    if unfit and not unfit.credit:
        return unfit
    gradient = given.reshape(array.point.shape)
    options, miss, rounded = array.check.options, None, False
    for number, attempt in enumerate(_tries(options)):
        if number and attempt.step == COARSE_STEP and not rounded:
            break
        directions = _directions(array, number)
        measured = yield from _slopes(array, directions, attempt)
        if isinstance(measured, CaseResult):
            return measured
        slopes, rounded = measured.slopes, measured.rounded
        claimed = np.array([float(np.sum(gradient * direction)) for direction in directions])
        if _agree(claimed, slopes, gradient, attempt.tolerance):
            return unfit
        miss = miss or (directions, claimed, slopes)
    assert miss is not None
    return (yield from _explain(array, gradient, *miss))


def _tries(options: GradientOptions) -> list[_Try]:
    return [
        _Try(options.step, options.tolerance),
        _Try(options.step * KINK_STEP, options.tolerance * 10),
        _Try(COARSE_STEP, max(options.tolerance, COARSE_TOLERANCE)),
    ]


def _unfit(array: _Array, gradient: np.ndarray) -> CaseResult | None:
    """A gradient of another shape than its input, or with entries that are not finite, needs no slope to be wrong.

    With a kept axis alone it may still earn a share, if its numbers are right.
    """
    name = array.output
    point = array.point
    if gradient.shape != point.shape and not gradient.size == point.size == 1:
        wrong = Disagreement("shape", gradient, point)
        words = messages.mismatch(name, wrong, array.case)
        whys = explain.explanations(wrong, array.case.inputs, name)
        said = f"A gradient looks like its input ({array.name}). {words.full}"
        unlike = array.finding(said, words.brief, words.below, whys)
        return replace(unlike, credit=EXTRA_AXIS_SHARE) if keeps_an_axis(gradient, point) else unlike
    if not np.isfinite(gradient).all():
        index = tuple(int(i) for i in np.argwhere(~np.isfinite(gradient))[0])
        rest = f" is {gradient[index]:g}; a gradient here is a finite number."
        return array.finding(
            f"{name}{list(index) if index else ''}{rest}", f"{'An entry of ' if index else ''}{name}{rest}"
        )
    return None


def _directions(array: _Array, attempt: int) -> list[np.ndarray]:
    """Unit vectors for a small array; else random signs with random scale, drawn from the case's own name."""
    shape, size = array.point.shape, array.point.size
    if size <= SMALL:
        return [row.reshape(shape) for row in np.eye(size)]
    rng = np.random.default_rng([zlib.crc32(f"{array.check.id} {array.case.name} {array.name}".encode()), attempt])
    return [rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 1.5, shape) for _ in range(DIRECTIONS)]


def _slopes(array: _Array, directions: Sequence[np.ndarray], attempt: _Try) -> Slopes:
    """The slope of the student's forward along each direction: two calls each, whatever the size of the array."""
    step = attempt.step * min(1.0, 10 / np.sqrt(max(array.point.size, 1)))
    calls = [array.shifted(sign * step * direction) for direction in directions for sign in (1, -1)]
    seen = yield calls
    values: list[float] = []
    for call, one in zip(calls, seen, strict=True):
        value = _scalar(array, call, one)
        if isinstance(value, CaseResult):
            return value
        values.append(value)
    pairs = np.array(values).reshape(-1, 2)
    return _Measured((pairs[:, 0] - pairs[:, 1]) / (2 * step), all(_is_float32(array, one) for one in seen))


def _is_float32(array: _Array, seen: Observation) -> bool:
    """Whether every number that forward gave is a float32 number, whatever type it came in."""
    result = np.asarray(seen.outputs[_output_of(array, seen)], dtype=np.float64)
    return bool(np.array_equal(result, result.astype(np.float32), equal_nan=True))


def _output_of(array: _Array, seen: Observation) -> str:
    return array.check.options.output or next(iter(seen.outputs), "")


def _scalar(array: _Array, call: Call, seen: Observation) -> float | CaseResult:
    """What forward gave, weighed by the upstream gradient."""
    trouble = case_trouble(array.check, call, seen)
    if trouble:
        return trouble
    options, name = array.check.options, _output_of(array, seen)
    if name not in seen.outputs:
        said = f"forward gives no {name}." if name else "forward gives nothing."
        return array.finding(said, said)
    result = np.asarray(seen.outputs[name], dtype=np.float64)
    upstream = np.asarray(array.case.inputs[options.upstream] if options.upstream else 1.0, dtype=np.float64)
    if result.size != upstream.size:
        said = f"forward gives shape {result.shape} where {upstream.shape} is expected."
        return array.finding(said, "forward gives another shape than is expected.")
    return float(np.sum(result.reshape(upstream.shape) * upstream))


def _agree(claimed: np.ndarray, slopes: np.ndarray, gradient: np.ndarray, tolerance: float) -> bool:
    if not np.isfinite(slopes).all():
        return False
    scale = max(float(np.linalg.norm(gradient)), float(np.max(np.abs(slopes))), explain.TINY)
    return bool(np.max(np.abs(claimed - slopes)) <= tolerance * scale)


def _explain(
    array: _Array, gradient: np.ndarray, directions: Sequence[np.ndarray], claimed: np.ndarray, slopes: np.ndarray
) -> Asking:
    """Say which entry is wrong, and what explains all of it if anything does."""
    if not np.isfinite(slopes).all():
        said = "forward gives numbers that are not finite, so its slope cannot be measured."
        return array.finding(said, said)
    if gradient.size <= SMALL:
        index = int(np.argmax(np.abs(claimed - slopes)))
        got, expected = claimed.reshape(gradient.shape), slopes.reshape(gradient.shape)
        whys = explain.explanations(Disagreement("value", got, expected), array.case.inputs, array.output)
        return _wrong_entry(array, gradient, index, float(slopes[index]), whys)
    whys = explain.factor_between(claimed, slopes, array.case.inputs, array.output)
    found = yield from _bisect(array, gradient, directions[0], float(claimed[0] - slopes[0]))
    if isinstance(found, CaseResult):
        return found
    return (yield from _measure_entry(array, gradient, found, whys))


def _measure_entry(array: _Array, gradient: np.ndarray, index: int, whys: Sequence[Explanation]) -> Asking:
    unit = np.zeros(gradient.size)
    unit[index] = 1.0
    measured = yield from _slopes(array, [unit.reshape(gradient.shape)], _tries(array.check.options)[0])
    if isinstance(measured, CaseResult):
        return measured
    return _wrong_entry(array, gradient, index, float(measured.slopes[0]), whys)


def _bisect(
    array: _Array, gradient: np.ndarray, direction: np.ndarray, missing: float
) -> Generator[list[Call], Sequence[Observation], int | CaseResult]:
    """Halve the entries, keep the half with the larger part of the error, until one entry is left."""
    entries = np.arange(gradient.size)
    attempt = _tries(array.check.options)[0]
    while entries.size > 1:
        half = entries[: entries.size // 2]
        part = np.zeros(gradient.size)
        part[half] = direction.reshape(-1)[half]
        measured = yield from _slopes(array, [part.reshape(gradient.shape)], attempt)
        if isinstance(measured, CaseResult):
            return measured
        error = float(part @ gradient.reshape(-1)) - float(measured.slopes[0])
        keep_half = abs(error) >= abs(missing - error)
        entries, missing = (half, error) if keep_half else (entries[entries.size // 2 :], missing - error)
    return int(entries[0])


def _wrong_entry(
    array: _Array, gradient: np.ndarray, index: int, slope: float, whys: Sequence[Explanation]
) -> CaseResult:
    place = [int(i) for i in np.unravel_index(index, gradient.shape)] if gradient.ndim else ""
    name = f"{array.output}{place}"
    got, there = messages.number(gradient.reshape(-1)[index], 6), messages.number(slope, 6)
    full = f"{name} is {got}, but your own forward has the slope {there} there."
    brief = f"{array.output} is not the slope of your own forward."
    below = f"The case {array.case.name!r}, compared by central differences in {array.name}."
    return array.finding(full, brief, below, whys)


KIND = Kind(GradientOptions, every_case, judge, words="your own slope", slips=slips, named=named)
