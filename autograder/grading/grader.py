"""Grade one submission: the whole journey, top to bottom. The door is `grade`.

For each check, in order: does an earlier one stand in its way? If not, its calls are made in a fresh worker and what was
seen is judged. A failure that luck or a busy machine could explain is tried once more before it counts.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, TypeAlias

import numpy as np

from autograder.answers.signatures import WrongAnswer
from autograder.answers.store import Answers, FrozenCase
from autograder.checks import KINDS
from autograder.checks.kind import SAY_ALL
from autograder.mistakes.narrow import narrow
from autograder.mistakes.recognise import recognise
from autograder.records import (
    NOT_REACHED,
    AnswerKey,
    Assignment,
    Case,
    Check,
    Diagnosis,
    Error,
    Law,
    Limits,
    Line,
    More,
    Question,
    Report,
    Submission,
    Transcript,
    Verdict,
)
from autograder.sandbox import Payload, Sandbox, SandboxBrokenError
from autograder.sandbox.inside.outputs import numbers
from autograder.spec.cases import deck_for
from autograder.text.plural import agreed


@dataclass(frozen=True)
class Standing:
    """Where a grading stands: how many rows have their verdict, and what is next.

    ``report`` gives the report so far, complete with the rows that are not reached yet; it is put together when asked for.
    """

    reached: int
    rows: int
    title: str
    report: Callable[[], Report]


Watch: TypeAlias = Callable[[Standing], None]
"""Told before each check, and once at the end."""

RunCheck: TypeAlias = "Callable[[Sandbox, Payload, Check, Known], tuple[Verdict, Transcript]]"
"""How a check comes to its verdict: by running it, unless somebody remembers."""

STUB = re.compile(r"([a-z0-9_]+): ")
"""How the message of a stub begins: with its question."""

ATTEMPTS = 2
KEPT_NUMBERS = 1 << 18
"""How many numbers of a call are kept for a leaderboard, which counts labels; larger arrays are none."""

BROKEN_BRIEF = "The autograder itself failed on this check. It is not your fault, and course staff have been told."


def unwatched(standing: Standing) -> None:
    """A watch that looks away."""


@dataclass(frozen=True)
class Known:
    """What is known of a check's cases in one deck: the right answers, what mistakes show instead, the laws."""

    frozen: tuple[FrozenCase, ...]
    wrong: tuple[WrongAnswer, ...]
    laws: Mapping[str, Law]


def run_check(sandbox: Sandbox, load: Payload, check: Check, known: Known) -> tuple[Verdict, Transcript]:
    """The verdict of one check on its own, whatever other checks say."""
    key = AnswerKey(tuple(item.answer for item in known.frozen), known.laws)
    verdict, observed = _attempts(sandbox, load, check, [item.case for item in known.frozen], key)
    try:
        return recognise(check, known.frozen, known.wrong, key, observed, verdict), observed
    except Exception as error:  # a hint that cannot be found must not take the verdict with it
        said = f"Looking for a known mistake raised {type(error).__name__}: {error}"
        return replace(verdict, staff_note=f"{verdict.staff_note} {said}".strip()), observed


def grade(
    assignment: Assignment,
    answers: Answers,
    submission: Submission,
    sandbox: Sandbox,
    only: Iterable[str] = (),
    watch: Watch = unwatched,
    deck: int | None = None,
    examine: RunCheck = run_check,
) -> Report:
    """Every check's verdict on one submission.

    ``only`` limits the report to questions or checks; what these wait for is run as well, unreported.
    ``deck`` overrides the one that the submission's name hashes to, ``examine`` how a single check is run. Checks that
    the assignment's total time no longer reaches are skipped and say so.
    """
    started = perf_counter()
    deck = deck_for(submission.name, assignment.decks) if deck is None else deck
    reported = set(selected(assignment, only))
    rows = list(_needed(assignment, reported))
    done = {check.id: Line(question, check, NOT_REACHED) for question, check in rows}
    load, prints = load_of(assignment, submission), fingerprint(assignment, sandbox, deck)
    wrong = {check.id: answers.wrong_for(check, deck) for _, check in rows}
    ranked = {check.options.of for _, check in rows if check.kind == "leaderboard"}

    def report() -> Report:
        lines = narrow([line for line in done.values() if line.check.id in reported], wrong)
        seconds = perf_counter() - started
        return Report(assignment.id, assignment.title, submission.name, lines, submission.notes, prints, seconds)

    waited = False
    for number, (question, check) in enumerate(rows):
        watch(Standing(number, len(rows), check.title, report))
        left = assignment.total_seconds - (perf_counter() - started)
        fitted = replace(check, limits=_limits(check, left, waited))
        if left <= 0:
            done[check.id] = Line(question, check, _out_of_time("Not reached", assignment, done.values()))
            continue
        line = _line(assignment, answers, sandbox, load, deck, question, fitted, done, examine)
        waited = waited or _timed_out(line.transcript)
        line = replace(line, transcript=_kept(line.transcript, KEPT_NUMBERS if check.id in ranked else 0))
        done[check.id] = _unfinished(line, assignment, done.values()) if _cut_off(line, check) else line
    watch(Standing(len(rows), len(rows), "", report))
    return report()


def _kept(observed: Transcript, most: int) -> Transcript:
    """What was seen, with the outputs of those calls alone that gave few numbers: a report must not grow with an answer."""
    return replace(
        observed,
        observations=tuple(
            one if numbers(one.outputs) <= most else replace(one, outputs={}) for one in observed.observations
        ),
    )


def _limits(check: Check, left: float, waited: bool) -> Limits:
    """A check's limits, given the seconds that are left for the whole submission and whether one has timed out before."""
    waits = 1 if waited or left < check.limits.seconds else check.limits.timeouts_allowed
    return replace(check.limits, seconds=max(0.0, min(check.limits.seconds, left)), timeouts_allowed=waits)


def _cut_off(line: Line, check: Check) -> bool:
    """Whether it was the end of the whole submission's time, and not the check's own limit, that stopped it."""
    return _timed_out(line.transcript) and line.check.limits.seconds < check.limits.seconds


def _unfinished(line: Line, assignment: Assignment, lines: Iterable[Line]) -> Line:
    """A check that was cut off: nobody knows whether it would have ended; what was earned until then stays."""
    verdict = replace(_out_of_time("Not finished", assignment, [*lines, line]), score=line.verdict.score)
    return replace(line, verdict=verdict, blocked_by=())


def _out_of_time(what: str, assignment: Assignment, lines: Iterable[Line]) -> Verdict:
    slowest = sorted(lines, key=lambda line: -line.transcript.seconds)[:3]
    names = [f"{line.check.id} ({line.transcript.seconds:.0f} s)" for line in slowest if line.transcript.seconds >= 0.5]
    most = f", most of them by {', '.join(names)}" if names else ""
    text = f"{what}: the {assignment.total_seconds:g} s for the whole submission were used up{most}."
    return Verdict("skipped", 0.0, message=text, brief=text)


def load_of(assignment: Assignment, submission: Submission) -> Payload:
    """What a worker is given before its first call."""
    return Payload(submission.files, assignment.probes, assignment.files)


def fingerprint(assignment: Assignment, sandbox: Sandbox, deck: int) -> dict[str, str]:
    """What the verdicts depend on, so that two machines' reports can be compared."""
    return {
        "release": assignment.release,
        "deck": str(deck),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": _blas(),
        "machine": f"{platform.system()} {platform.machine()}",
        "threads": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
        "sandbox": sandbox.tier.letter,
    }


def _blas() -> str:
    """The library behind numpy's matrix products, as far as numpy knows it."""
    try:
        config: Any = np.show_config(mode="dicts")
        blas = config["Build Dependencies"]["blas"]
        return f"{blas['name']} {blas['version']}"
    except (TypeError, KeyError, AttributeError):
        return "unknown"


def selected(assignment: Assignment, only: Iterable[str]) -> list[str]:
    """The ids of the checks that ``only`` names by question or check; all of them when it names none."""
    wanted = set(only)
    return [
        check.id
        for question in assignment.questions
        for check in question.checks
        if not wanted or question.id in wanted or check.id in wanted
    ]


def _needed(assignment: Assignment, reported: set[str]) -> Iterator[tuple[Question, Check]]:
    """The reported checks and all that they wait for, in order."""
    needed = set(reported)
    for check in reversed(assignment.checks):
        if check.id in needed:
            needed.update((*check.after, *check.builds_on), [check.options.of] if check.kind == "leaderboard" else [])
    for question in assignment.questions:
        yield from ((question, check) for check in question.checks if check.id in needed)


def _line(
    assignment: Assignment,
    answers: Answers,
    sandbox: Sandbox,
    load: Payload,
    deck: int,
    question: Question,
    check: Check,
    done: Mapping[str, Line],
    examine: RunCheck,
) -> Line:
    try:
        if check.kind == "leaderboard":
            return _leaderboard_line(question, check, done)
        waiting = _not_passed(check.after, done)
        if waiting:
            return Line(question, check, _skipped(waiting), blocked_by=_bottom(waiting))
        known = Known(answers.of(check, deck), answers.wrong_for(check, deck), assignment.laws)
        verdict, observed = examine(sandbox, load, check, known)
    except Exception as error:  # whatever fails here is the grader's or staff's own failure, never the student's
        return Line(question, check, broken(error))
    blamed = _not_passed(check.builds_on, done)
    if blamed and verdict.status in ("failed", "error") and not _says_all(observed, question):
        return Line(question, check, _excused(verdict, blamed), observed, _bottom(blamed))
    return Line(question, check, verdict, observed)


def _leaderboard_line(question: Question, check: Check, done: Mapping[str, Line]) -> Line:
    source = done[check.options.of]
    if not source.transcript.calls:
        return Line(question, check, _skipped([source]), blocked_by=_bottom([source]))
    verdict = KINDS[check.kind].judge(check, source.transcript.calls, source.transcript.observations, AnswerKey())
    assert isinstance(verdict, Verdict)
    return Line(question, check, verdict)


def _not_passed(ids: Iterable[str], done: Mapping[str, Line]) -> list[Line]:
    return [done[check_id] for check_id in ids if check_id in done and done[check_id].verdict.status != "passed"]


def _says_all(observed: Transcript, question: Question) -> bool:
    """Whether the failure explains itself: a missing file or a stub of this question has nothing to do with an earlier check."""
    errors = [seen.error for seen in observed.observations if seen.error is not None]
    return any(error.fault in SAY_ALL and not _is_stub_of_another(error, question) for error in errors)


def _is_stub_of_another(error: Error, question: Question) -> bool:
    """Whether student code ran into a stub of an earlier question, such as a network into a layer not written yet."""
    stub = STUB.match(error.message) if error.fault == "unwritten" else None
    return stub is not None and stub.group(1) != question.id


def _bottom(waiting: Iterable[Line]) -> tuple[str, ...]:
    """The checks to mend: those that are waited for, and instead of one that waits itself, what that one waits for."""
    return tuple(dict.fromkeys(check_id for line in waiting for check_id in line.blocked_by or (line.check.id,)))


def _skipped(waiting: Sequence[Line]) -> Verdict:
    text = f"This waits until {_named(waiting)}."
    return Verdict("skipped", 0.0, message=text, brief=text)


def _excused(verdict: Verdict, blamed: Sequence[Line]) -> Verdict:
    """A failure that may come from an earlier one: not called wrong, what was earned stays, what was seen is told.

    No hint goes with it: the numbers may come from the earlier failure, whose own hint is the one to follow.
    """
    text = f"Mend the earlier failure first: this builds on it, and will be judged when {_named(blamed)}. For now:"
    message, brief = f"{text} {verdict.message}", f"{text} {verdict.brief}"
    return replace(verdict, status="skipped", message=message, brief=brief, hint="", diagnosis=Diagnosis())


def _named(lines: Sequence[Line]) -> str:
    return f"{' and '.join(line.check.id for line in lines)} {agreed(len(lines), 'passes', 'pass')}"


def broken(error: Exception) -> Verdict:
    """The grader failed: no blame, and a finding for staff."""
    return Verdict("broken", 0.0, BROKEN_BRIEF, BROKEN_BRIEF, staff_note=f"{type(error).__name__}: {error}")


def _attempts(
    sandbox: Sandbox, load: Payload, check: Check, cases: Sequence[Case], key: AnswerKey
) -> tuple[Verdict, Transcript]:
    """The first attempt, or the better of two when a second could tell otherwise."""
    best: tuple[Verdict, Transcript] | None = None
    failure: SandboxBrokenError | None = None
    for attempt in range(ATTEMPTS):
        try:
            found = judged(sandbox, load, check, cases, key, attempt)
        except SandboxBrokenError as error:
            failure = error
            continue
        best = found if best is None or found[0].score > best[0].score else best
        if best[0].status == "passed" or not _could_differ(found[1], check.limits):
            break
    if best is None:
        assert failure is not None
        raise failure
    return best


def _could_differ(observed: Transcript, limits: Limits) -> bool:
    """Whether another run could end otherwise: random draws took part, or time or a death did.

    A second wait is not worth its time when an earlier check has waited twice: one endless loop must not use up the
    minutes of the questions that come after it.
    """
    if _timed_out(observed):
        return limits.timeouts_allowed > 1
    return any(call.case.has_generator for call in observed.calls) or any(
        seen.outcome == "died" for seen in observed.observations
    )


def _timed_out(observed: Transcript) -> bool:
    return any(seen.outcome == "timed out" for seen in observed.observations)


def judged(
    sandbox: Sandbox, load: Payload, check: Check, cases: Sequence[Case], key: AnswerKey, attempt: int = 0
) -> tuple[Verdict, Transcript]:
    """Run a check's calls in one fresh worker until its judge has seen enough."""
    kind = KINDS[check.kind]
    calls = kind.plan(check, cases)
    with sandbox.worker(load, check.limits) as worker:
        seen = worker.run(calls, attempt)
        verdict = kind.judge(check, calls, seen, key)
        while isinstance(verdict, More):
            seen = [*seen, *worker.run(verdict.calls, attempt)]
            calls = [*calls, *verdict.calls]
            verdict = kind.judge(check, calls, seen, key)
    return verdict, Transcript(tuple(calls), tuple(seen))
