"""One check on its own: a fresh worker makes the calls that the kind asks for, and the kind judges what was observed.

`run_check` is how a grading comes to a verdict, `recall` how the same verdict comes from what was kept.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from autograder.answers import npz
from autograder.checks import kind_of, reads_files
from autograder.checks.kind import Talk
from autograder.errors import StaffError, raised
from autograder.grading import handed_in
from autograder.grading.turns import Turns
from autograder.mistakes.recognise import recognise
from autograder.records import AnswerKey, Call, Case, Check, Observation, Transcript, Verdict
from autograder.sandbox import Payload, Sandbox
from autograder.spec.slicing import sliced_once

RunCheck: TypeAlias = "Callable[[Sandbox, Payload, Check, Sequence[Case], AnswerKey], tuple[Verdict, Transcript]]"
"""How a check comes to its verdict: by `run_check`, or from a cache."""

Observe: TypeAlias = "Callable[[Sequence[Call], int], list[Observation]]"
"""What is observed of calls; the number decides the random draws of their generators."""

ATTEMPTS = 2


class ExitError(StaffError):
    """A law or another piece of staff's code would have ended the whole program."""


class UnseenCallError(StaffError):
    """What was kept of a submission is not enough to judge it by these settings."""


def run_check(
    sandbox: Sandbox, payload: Payload, check: Check, cases: Sequence[Case], key: AnswerKey, first: int = 0
) -> tuple[Verdict, Transcript]:
    """The verdict of one check on its own, whatever other checks say; ``first`` is the first attempt's number."""
    verdict, transcript = best_attempt(sandbox, payload, check, cases, key, first)
    return _with_mistake(check, key, transcript, verdict), transcript


def best_attempt(
    sandbox: Sandbox, payload: Payload, check: Check, cases: Sequence[Case], key: AnswerKey, first: int = 0
) -> tuple[Verdict, Transcript]:
    """The first attempt, or the better of two when a second could end otherwise.

    When the sandbox breaks, the attempt is repeated once; a second failure is reported as the grader's own. If the
    machine was too busy, no other grading runs beside the second attempt.
    """
    attempts: list[tuple[Verdict, Transcript]] = []
    turns = Turns()
    while len(attempts) < ATTEMPTS:
        attempts.append(turns.run(lambda: attempt(sandbox, payload, check, cases, key, first + len(attempts))))
        verdict, transcript = attempts[-1]
        if verdict.status == "passed" or not _could_differ(transcript):
            break
    return max(attempts, key=lambda made: made[0].score)


def attempt(
    sandbox: Sandbox, payload: Payload, check: Check, cases: Sequence[Case], key: AnswerKey, number: int = 0
) -> tuple[Verdict, Transcript]:
    """Judge one check in one fresh worker; ``number`` decides the random draws of its generators."""
    kind = kind_of(check)

    def observe_apart(calls: Sequence[Call]) -> list[Observation]:
        with sandbox.worker(holding(payload, {call.probe for call in calls}), check.limits) as worker:
            return worker.run(calls, number)

    if kind.apart:
        return converse(kind.talk(check, cases, key), observe_apart)
    with watching(sandbox, holding(payload, kind.probes(check)), check) as observe:
        return converse(kind.talk(check, cases, key), lambda calls: observe(calls, number))


def holding(payload: Payload, probes: Iterable[str]) -> Payload:
    """The submission with these probes alone: a worker holds no other check's."""
    return payload.only(sliced_once("probes", tuple(payload.probes.items()), frozenset(probes)))


@contextmanager
def watching(sandbox: Sandbox, payload: Payload, check: Check) -> Iterator[Observe]:
    """How a check's calls are observed: in a fresh worker, or in the files that it reads."""
    if reads_files(check):
        yield lambda calls, number: handed_in.observe(check, payload.expected, payload.files, calls)
        return
    with sandbox.worker(payload, check.limits) as worker:
        yield worker.run


def recall(
    check: Check, cases: Sequence[Case], key: AnswerKey, seen: Iterable[tuple[str, Observation]]
) -> tuple[Verdict, Transcript]:
    """The verdict on what was observed before, by the present settings, answers and laws; nothing is run.

    Each observation comes with the `identity` of its call. Raises `UnseenCallError` when the present settings, answers
    and laws ask for a call that was not made, such as a gradient's slope along a further direction.
    """
    kept: dict[str, deque[Observation]] = defaultdict(deque)
    for name, observation in seen:
        kept[name].append(observation)

    def observed(calls: Sequence[Call]) -> list[Observation]:
        queues = [kept[identity(call)] for call in calls]
        if not all(queues):
            raise UnseenCallError(f"{check.id} asks for calls that were not made before: grade this submission again.")
        return [observations.popleft() for observations in queues]

    verdict, made = converse(kind_of(check).talk(check, cases, key), observed)
    return _with_mistake(check, key, made, verdict), made


def timed_out(transcript: Transcript) -> bool:
    """Whether a call was stopped because its time was up."""
    return any(observation.outcome == "timed out" for observation in transcript.observations)


def endless_import(transcript: Transcript) -> str:
    """The file whose import was stopped because its time was up; empty when there is none.

    It is the file that was asked for: only student code could say which file that one was importing at the time.
    """
    stopped = (observation.error for observation in transcript.observations if observation.outcome == "timed out")
    return next((f"{module}.py" for error in stopped if error is not None for module in error.unloaded), "")


def converse(talk: Talk, observe: Callable[[list[Call]], Sequence[Observation]]) -> tuple[Verdict, Transcript]:
    """Answer a judge's requests until it gives its verdict.

    Numpy does not warn of what the judge's arithmetic makes of a student's numbers, such as an overflow: the verdict
    reports that.
    """
    calls: list[Call] = []
    observations: list[Observation] = []
    with np.errstate(all="ignore"):
        try:
            asked = next(talk)
            while True:
                answer = observe(asked)
                calls += asked
                observations += answer
                asked = talk.send(answer)
        except StopIteration as end:
            return end.value, Transcript(tuple(calls), tuple(observations))
        except SystemExit as error:
            words = "exit() is called by a law, which must return a sentence or None"
            raise ExitError(f"{words}: {raised(error)}.") from error


def _with_mistake(check: Check, key: AnswerKey, transcript: Transcript, verdict: Verdict) -> Verdict:
    """The verdict with the known mistake that explains it, where there is one."""
    try:
        with np.errstate(all="ignore"):
            return recognise(check, key, transcript, verdict)
    except Exception as error:  # a hint that cannot be found must not take the verdict with it
        note = f"Looking for a known mistake raised {type(error).__name__}: {error}"
        return replace(verdict, staff_note=f"{verdict.staff_note} {note}".strip())


def _could_differ(transcript: Transcript) -> bool:
    """Whether another run could end otherwise: random draws took part, or a death did.

    A time-out is the code's own, whatever else the machine did, and waiting for it once is enough.
    """
    if timed_out(transcript):
        return False
    random = any(call.case.has_generator for call in transcript.calls)
    return random or any(observation.outcome == "died" for observation in transcript.observations)


def identity(call: Call) -> str:
    """What makes two calls the same: the probe, the case's name and its inputs."""
    return npz.digest([call.probe, call.case.name, dict(call.case.inputs)])
