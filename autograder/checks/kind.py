"""What a kind of check is: its settings, how it judges, and all that others must know of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Annotated, Any, Literal, TypeAlias

from autograder.checks.settings import Must, Options
from autograder.feedback.compare import USUAL, Precision
from autograder.records import Allowed, AnswerKey, Call, Case, Check, Observation, Outputs, Verdict
from autograder.text.suggest import nearest

Talk: TypeAlias = Generator["list[Call]", "Sequence[Observation]", Verdict]
"""A judge at work: it yields the calls it wants made, receives what was observed of them, and returns its verdict."""


MOST = 1_000_000
"""The largest weight: more than any course means, and of many the sum is still a number."""


@dataclass(frozen=True, kw_only=True)
class CaseOptions(Options):
    """What the cases of a check are worth: ``weights`` by name of a case (1 for those that are not named), and with
    ``all_or_nothing`` nothing unless every case is right.
    """

    weights: dict[str, Annotated[float, Must(ge=0, le=MOST)]] = field(default_factory=dict)
    all_or_nothing: bool = False


class NotFrozenError(LookupError):
    """A check and its frozen cases do not fit together: staff's to fix, whatever the student's code returned."""


@dataclass(frozen=True)
class SettingProblem:
    """A problem in a check's settings that only its cases reveal. ``at`` is the path of the setting."""

    words: str
    at: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class OutputReference:
    """An output of a probe that a setting names. ``at`` is the path of the setting."""

    probe: str
    name: str
    at: tuple[str | int, ...]


def every_case(check: Check, cases: Sequence[Case], allows: tuple[Allowed, ...] = ()) -> list[Call]:
    """The check's own probe on every case, in order: how each kind begins."""
    return [Call(check.probe, case, allows) for case in cases]


def weight_problems(check: Check, cases: Sequence[Case]) -> list[SettingProblem]:
    """Weights of cases that are not there, and weights that leave nothing to earn."""
    weights, names = check.options.weights, [case.name for case in cases]
    there = f"there are {', '.join(map(repr, names))}."
    found = [
        SettingProblem(f"{check.id} has no case {name!r}; {there}{nearest(name, names)}", ("weights", name))
        for name in weights
        if name not in names
    ]
    if not found and names and not any(weights.get(name, 1.0) for name in names):
        found.append(SettingProblem(f"every case of {check.id} has the weight 0: nothing can be earned.", ("weights",)))
    return found


def only_real_numbers(check: Check, answers: Sequence[Outputs | None]) -> tuple[Allowed, ...]:
    """Only real numbers may come back."""
    return ()


def no_problems(entry: Any, cases: Sequence[Case]) -> list[SettingProblem]:
    """The problems of a kind whose settings name nothing of a case."""
    return []


def no_outputs(check: Check) -> list[OutputReference]:
    """The outputs named by a kind whose settings name none."""
    return []


def its_probe(check: Check) -> tuple[str, ...]:
    """The one probe that most kinds call."""
    return (check.probe,)


def no_laws(check: Check) -> tuple[str, ...]:
    """The laws of a kind that judges by none."""
    return ()


def no_complaint(check: Check, call: Call, observation: Observation, key: AnswerKey) -> str:
    """The complaint of a kind that compares arrays."""
    return ""


def every_output(check: Check, names: Iterable[str]) -> dict[str, Precision]:
    """All outputs count, each with the usual tolerance."""
    return dict.fromkeys(names, USUAL)


def no_doubts(check: Check, cases: Sequence[Case], answers: Sequence[Outputs | None]) -> dict[str, str]:
    """Nothing to say of right answers."""
    return {}


def never_nan(check: Check) -> bool:
    """Right answers hold no inf or nan: the default of most kinds."""
    return False


def no_margin(check: Check, call: Call, observation: Observation) -> float | None:
    """The margin of a kind without a threshold."""
    return None


@dataclass(frozen=True)
class EntryKind:
    """A kind of entry among the checks of a question in assignment.yaml: a check, or a leaderboard.

    options     the model of its settings
    names       which settings name a probe, a law or an earlier check
    unique      the settings whose value no other entry of the same kind may have
    problems    what is wrong with its settings, given its cases
    """

    options: type[Options]
    _: KW_ONLY
    names: Mapping[str, Literal["probe", "law", "check"]] = field(default_factory=dict)
    unique: tuple[str, ...] = ()
    problems: Callable[[Any, Sequence[Case]], list[SettingProblem]] = no_problems


@dataclass(frozen=True)
class Kind(EntryKind):
    """A kind of check. Everything that others must know of a kind is here, so that nobody asks for its name.

    talk        how it judges: a generator that yields calls and returns the verdict
    words       in a table for students, what an answer is compared with
    frozen      the reference's outputs are its answers
    answered_by the probes whose outputs, together, are an answer
    nan         whether right answers may hold inf and nan
    apart       each request for calls has a worker of its own, which holds the probes of these calls alone
    trains      its calls train a network, so they are slow and their outputs identify hardly any mistake
    outputs     the outputs that its settings name
    probes      the probes it calls
    laws        the laws it judges by
    compared    which of the outputs with these names count, and how closely each must agree
    doubts      what staff should know of how right answers will be compared, by name of an output
    allows      what may come back of its own probe besides real numbers, given the right answers
    complaint   what it says of a case that returned, in a sentence; empty when the case is right or arrays are compared
    margin      how far a case stays above the kind's threshold; None where there is no threshold
    reads       it judges the text of the student's files, and runs nothing
    """

    talk: Callable[[Check, Sequence[Case], AnswerKey], Talk]
    words: str
    frozen: bool = False
    answered_by: Callable[[Check], tuple[str, ...]] = its_probe
    nan: Callable[[Check], bool] = never_nan
    apart: bool = False
    trains: bool = False
    reads: bool = False
    outputs: Callable[[Check], list[OutputReference]] = no_outputs
    probes: Callable[[Check], tuple[str, ...]] = its_probe
    laws: Callable[[Check], tuple[str, ...]] = no_laws
    compared: Callable[[Check, Iterable[str]], dict[str, Precision]] = every_output
    doubts: Callable[[Check, Sequence[Case], Sequence[Outputs | None]], dict[str, str]] = no_doubts
    allows: Callable[[Check, Sequence[Outputs | None]], tuple[Allowed, ...]] = only_real_numbers
    complaint: Callable[[Check, Call, Observation, AnswerKey], str] = no_complaint
    margin: Callable[[Check, Call, Observation], float | None] = no_margin
