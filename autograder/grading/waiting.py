"""When a check must wait: for an earlier check that has not passed, or because the submission's time is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from autograder.checks.conclude import CASE_INDEPENDENT
from autograder.records import Carried, Diagnosis, Line, Question, Transcript, Verdict
from autograder.text.plural import agreed
from autograder.text.stub import STUB


def not_passed(ids: Iterable[str], lines: Mapping[str, Line]) -> list[Line]:
    """The lines of these checks that have not passed; a check that is not graded stands in nobody's way."""
    return [lines[check] for check in ids if check in lines and lines[check].verdict.status != "passed"]


def blocked_by(blocking: Iterable[Line]) -> tuple[str, ...]:
    """The checks to fix first: the blocking checks or, where one of them waits itself, the checks that it waits for."""
    return tuple(dict.fromkeys(check for line in blocking for check in line.blocked_by or (line.check.id,)))


def not_run(blocking: Sequence[Line]) -> Verdict:
    """The verdict on a check that comes after checks which have not passed."""
    text = f"Not run yet: {_listed(blocking)} must pass first."
    return Verdict("skipped", 0.0, message=text, brief=text)


def blame_earlier(verdict: Verdict, blocking: Sequence[Line]) -> Verdict:
    """A failure that an earlier one may have caused: skipped instead of wrong, and what it earned stays.

    It gets no hint: the numbers may come from the earlier failure, whose own hint is the one to follow.
    """
    passes = agreed(len(blocking), "passes", "pass")
    text = (
        f"Fix {_listed(blocking)} first; this check builds on {agreed(len(blocking), 'it', 'them')} and is judged once"
    )
    text += f" {agreed(len(blocking), 'that', 'they')} {passes}. So far:"
    message, brief = f"{text} {verdict.message}", f"{text} {verdict.brief}"
    return replace(verdict, status="skipped", message=message, brief=brief, hint="", diagnosis=Diagnosis())


def carry_forward(verdict: Verdict, again: Verdict, carried: Carried, blocking: Sequence[Line]) -> Verdict:
    """A skipped check with its share of what ``again``, the second judging that ``carried`` describes, finds right.

    ``again`` is skipped where the student's own pieces can carry nothing, and says why.
    """
    earned = carried.share * max(0.0, again.score - verdict.score)
    if again.status == "skipped":
        why = "No points can be carried forward here."
        message, brief = f"{verdict.message}\n{why} {again.message}", f"{verdict.brief}\n{why} {again.brief}"
        return replace(verdict, message=message, brief=brief)
    if not earned:
        return verdict
    how = "with the results of your own earlier code" if carried.expects else "with correct input from earlier code"
    right = "passes" if again.score == 1 else "is right in part"
    adds = "adds" if verdict.score else "earns"
    text = f"Error carried forward: {how}, this check {right}. That {adds} {100 * earned:.0f} % of the points now; the "
    text += f"rest comes once {_listed(blocking)} {agreed(len(blocking), 'passes', 'pass')}."
    whole = replace(blame_earlier(verdict, blocking), message=text, brief=text, case_index=None)
    return replace(whole, score=verdict.score + earned, carried=earned)


def explains_itself(transcript: Transcript, question: Question) -> bool:
    """Whether a failure has a cause of its own, so that no earlier check is to blame: a missing file, or a stub of this
    question. A stub of an earlier question, such as a layer that a network runs into, is no cause of its own.
    """
    for error in (seen.error for seen in transcript.observations if seen.error is not None):
        stub = STUB.match(error.message) if error.fault == "unwritten" else None
        if error.fault in CASE_INDEPENDENT and (stub is None or stub.group(1) == question.id):
            return True
    return False


def out_of_time(what: str, total_seconds: float, lines: Iterable[Line]) -> Verdict:
    """The verdict on a check that the submission's time did not reach, naming the slowest checks.

    Students do not read which hidden checks were slow, nor how slow: a program could encode an input in that.
    """
    text = f"{what}: the time limit of {total_seconds:g} s for the whole submission ran out"
    slow = sorted((line for line in lines if line.transcript.seconds >= 0.5), key=lambda line: -line.transcript.seconds)
    public = _slowest(line for line in slow if line.check.public)
    return Verdict("skipped", 0.0, message=f"{text}{_slowest(slow)}.", brief=f"{text}{public}.")


def _slowest(slow: Iterable[Line]) -> str:
    """The end of a sentence that names the first few of these lines; empty where there are none."""
    names = [f"{line.check.id} ({line.transcript.seconds:.0f} s)" for line in slow][:3]
    return f"; the slowest checks were {', '.join(names)}" if names else ""


def _listed(lines: Sequence[Line]) -> str:
    *most, last = [line.check.id for line in lines]
    return f"{', '.join(most)} and {last}" if most else last
