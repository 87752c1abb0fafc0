"""One check's line in a report: run, and then settled by the verdicts on the earlier checks that it waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from operator import is_
from typing import TYPE_CHECKING

from autograder.checks.carried import carried_check
from autograder.grading import waiting
from autograder.grading.attempts import timed_out
from autograder.grading.paste import paste_of
from autograder.records import NOT_REACHED, Check, Line, Question, Transcript, Verdict
from autograder.sandbox import Payload
from autograder.sandbox.inside.outputs import numbers

if TYPE_CHECKING:
    from autograder.grading.grader import Grader

BROKEN_BRIEF = "The autograder itself failed on this check. This is not your fault; course staff can see what failed."


class LineJudge:
    """How one submission's checks come to their lines.

    ``lines`` are the grading's own, which holds in them what earlier checks have come to so far.
    """

    def __init__(self, grader: Grader, deck: int, lines: Mapping[str, Line]) -> None:
        self._grader, self._deck, self._lines = grader, deck, lines
        self._carried_ahead: dict[str, tuple[Verdict, Transcript]] = {}

    def line(self, question: Question, check: Check, payload: Payload) -> Line:
        """One check's line: skipped, run, or broken when the grader fails."""
        grader, deck = self._grader, self._deck
        try:
            if waiting.not_passed(check.after, self._lines):
                return self.settled(Line(question, check, NOT_REACHED), payload)
            assignment = grader.assignment
            cases = grader.answers.cases(check, deck)
            key = grader.answers.key(check, deck, assignment.laws, assignment.prompts)
            verdict, transcript = grader.run_check(grader.sandbox, payload, check, cases, key)
            paste = paste_of(assignment, grader.answers, check, verdict, transcript)
            return self.settled(Line(question, check, verdict, transcript, paste=paste), payload)
        except Exception as error:  # whatever fails here is the grader's or staff's own failure, never the student's
            return Line(question, check, broken(error))

    def settled(self, line: Line, payload: Payload) -> Line:
        """A check's line as earlier verdicts make it: not run, or a failure that an earlier one explains."""
        if blocking := waiting.not_passed(line.check.after, self._lines):
            verdict, blocked_by = waiting.not_run(blocking), waiting.blocked_by(blocking)
            return self._carried(Line(line.question, line.check, verdict, blocked_by=blocked_by), blocking, payload)
        failed = line.verdict.status in ("failed", "error")
        may_be_blamed = failed and not waiting.explains_itself(line.transcript, line.question)
        return self._blamed(line, payload) if may_be_blamed else line

    def carry_ahead(self, line: Line, payload: Payload) -> None:
        """Run what a check may be settled by later, its setting ``carried``, while no hidden input is known."""
        check = line.check
        if check.carried and (check.after or line.verdict.status != "passed") and not timed_out(line.transcript):
            with suppress(Exception):  # it fails again in `_carried`, and is reported there
                verdict, transcript = self._run_carried(check, payload)
                self._carried_ahead[check.id] = verdict, without_large_outputs(transcript, 0)

    def _blamed(self, line: Line, payload: Payload) -> Line:
        """A line that failed, unless an earlier failure explains it: then that one is named, and part may be earned."""
        carried, once = line.check.carried, not timed_out(line.transcript)  # it would time out again
        if blamed := waiting.not_passed(line.check.builds_on, self._lines):
            verdict = waiting.blame_earlier(line.verdict, blamed)
            line = replace(line, verdict=verdict, blocked_by=waiting.blocked_by(blamed))
            return self._carried(line, blamed, payload) if once else line
        if carried and once and (failed := waiting.not_passed(carried.when, self._lines)):
            with_carried = self._carried(line, failed, payload)
            return with_carried if with_carried.verdict.carried else line
        return line

    def _carried(self, line: Line, blocking: Sequence[Line], payload: Payload) -> Line:
        """The line with the points that an error carried forward earns, where staff allow it."""
        if line.check.carried is None:
            return line
        try:
            again, more = self._carried_ahead.get(line.check.id) or self._run_carried(line.check, payload)
        except Exception as error:  # the grader's or staff's own failure, as in `line`
            return replace(line, verdict=broken(error))
        verdict = waiting.carry_forward(line.verdict, again, line.check.carried, blocking)
        if verdict is line.verdict:
            return line
        calls = (*line.transcript.calls, *more.calls)
        transcript = Transcript(calls, (*line.transcript.observations, *more.observations))
        paste = () if verdict.carried else line.paste  # a message of what is right has nothing to type
        blocked_by = waiting.blocked_by(blocking)
        return replace(line, verdict=verdict, transcript=transcript, blocked_by=blocked_by, paste=paste)

    def _run_carried(self, check: Check, payload: Payload) -> tuple[Verdict, Transcript]:
        """What a check comes to by its setting ``carried``."""
        grader, again = self._grader, carried_check(check)
        cases = grader.answers.cases(again, self._deck)
        key = replace(grader.answers.key(again, self._deck, grader.assignment.laws), wrong=())
        return grader.run_check(grader.sandbox, payload, again, cases, key)


def broken(error: Exception) -> Verdict:
    """The grader failed: no blame, and a note for staff."""
    return Verdict("broken", 0.0, BROKEN_BRIEF, BROKEN_BRIEF, staff_note=f"{type(error).__name__}: {error}")


def without_large_outputs(transcript: Transcript, most: int) -> Transcript:
    """A transcript without the outputs of calls that gave more numbers than ``most``.

    A report must not grow with them.
    """
    observations = tuple(
        observation if numbers(observation.outputs) <= most else replace(observation, outputs={})
        for observation in transcript.observations
    )
    kept = all(map(is_, observations, transcript.observations))
    return transcript if kept else replace(transcript, observations=observations)
