"""What a kind of check is: its settings, how it judges, and all that others must know of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from autograder.feedback.compare import TOLERANCE
from autograder.records import AnswerKey, Call, Case, Check, Observation, Verdict

Talk: TypeAlias = Generator["list[Call]", "Sequence[Observation]", Verdict]
"""A judge at work: it yields the calls it wants made, receives what was observed of them, and returns its verdict."""


class Options(BaseModel):
    """The settings of a kind in assignment.yaml, beside those that every check has."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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


def every_case(check: Check, cases: Sequence[Case]) -> list[Call]:
    """The check's own probe on every case, in order: how each kind begins."""
    return [Call(check.probe, case) for case in cases]


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


def every_output(check: Check, names: Iterable[str]) -> dict[str, float]:
    """All outputs count, each with the usual tolerance."""
    return dict.fromkeys(names, TOLERANCE)


def no_margin(check: Check, call: Call, observation: Observation) -> float | None:
    """The margin of a kind without a threshold."""
    return None


@dataclass(frozen=True)
class Entry:
    """What may stand among the checks of a question in assignment.yaml.

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
class Kind(Entry):
    """A kind of check. Everything that others must know of a kind is here, so that nobody asks for its name.

    talk        how it judges: a generator that yields calls and returns the verdict
    words       in a table for students, what an answer is compared with
    frozen      the reference's outputs are its answers
    signed      the reference's outputs are kept although nothing is compared with them: they show which of its outputs
                a known mistake has right
    trains      its calls train a network, so they are slow and their outputs identify hardly any mistake
    outputs     the outputs that its settings name
    probes      the probes it calls
    laws        the laws it judges by
    compared    of the outputs with these names, those that count, each with its relative tolerance
    complaint   what it says of a case that returned, in a sentence; empty when the case is right or arrays are compared
    margin      how far a case stays above the kind's threshold; None where there is no threshold
    """

    talk: Callable[[Check, Sequence[Case], AnswerKey], Talk]
    words: str
    frozen: bool = False
    signed: bool = False
    trains: bool = False
    outputs: Callable[[Check], list[OutputReference]] = no_outputs
    probes: Callable[[Check], tuple[str, ...]] = its_probe
    laws: Callable[[Check], tuple[str, ...]] = no_laws
    compared: Callable[[Check, Iterable[str]], dict[str, float]] = every_output
    complaint: Callable[[Check, Call, Observation, AnswerKey], str] = no_complaint
    margin: Callable[[Check, Call, Observation], float | None] = no_margin
