"""Grade one submission: the whole journey, top to bottom.

For each check, the public ones first: does an earlier one stand in its way? If not, its calls are made in a fresh
worker and what was observed is judged. `Grader` is what stays the same from one submission to the next, `Grading` one
submission under way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from operator import attrgetter, is_
from time import perf_counter

from autograder.answers.store import Answers
from autograder.checks import kind_of, leaderboard
from autograder.checks.carried import carried_check
from autograder.grading import waiting
from autograder.grading.attempts import RunCheck, endless_import, run_check, timed_out
from autograder.grading.early_imports import imported_early
from autograder.grading.order import by_itself, needed, selected, settled_later
from autograder.grading.paste import paste_of
from autograder.grading.provenance import provenance
from autograder.mistakes.narrow import narrow
from autograder.records import (
    NOT_REACHED,
    Assignment,
    Check,
    Error,
    Leaderboard,
    Line,
    Progress,
    Question,
    Ranking,
    Report,
    Submission,
    Transcript,
    Verdict,
    silent,
)
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.clock import thread_delay
from autograder.sandbox.inside.outputs import numbers
from autograder.spec.cases import deck_for

KEPT_NUMBERS = 1 << 18
"""How many numbers of a call are kept for a leaderboard, which counts labels; larger outputs are dropped."""

DELAYED = attrgetter("transcript.delayed")
"""Of a line: how long the machine kept its calls waiting, which is asked of every line before each check."""

NOT_AGAIN = (
    "{file} could not be imported: it was still running after {seconds:g} s (see {check}), so it was not tried again."
)
BROKEN_BRIEF = "The autograder itself failed on this check. This is not your fault; course staff can see what failed."


@dataclass(frozen=True)
class Grader:
    """What stays the same from one submission to the next.

    ``run_check`` is how a single check comes to its verdict; a proof passes one that looks into its cache first.
    """

    assignment: Assignment
    answers: Answers
    sandbox: Sandbox
    run_check: RunCheck = run_check

    def grade(
        self, submission: Submission, only: Iterable[str] = (), deck: int | None = None, progress: Progress = silent
    ) -> Report:
        """Every check's verdict on one submission; see `start` for ``only`` and ``deck``."""
        return self.start(submission, only, deck).run(progress)

    def start(self, submission: Submission, only: Iterable[str] = (), deck: int | None = None) -> Grading:
        """A grading that can be asked for its report at any time.

        ``only`` limits the report to questions or checks; the checks that these wait for are run as well, unreported.
        ``deck`` overrides the deck that the submission's name hashes to.
        """
        deck = deck_for(submission.name, self.assignment.decks) if deck is None else deck
        return Grading(self, submission, only, deck)


class Grading:
    """One submission's grading under way. Its time runs from the moment it is made."""

    def __init__(self, grader: Grader, submission: Submission, only: Iterable[str], deck: int) -> None:
        assignment = grader.assignment
        self._grader, self._submission, self._deck = grader, submission, deck
        self._started, self._delay = perf_counter(), thread_delay()
        self._over = False
        self._unloaded: dict[str, Error] = {}
        only = tuple(only)
        self._reported = set(selected(assignment, only))
        self._by_hand = tuple(one for one in assignment.questions if one.by_hand and (not only or one.id in only))
        self._boards = [board for board in assignment.leaderboards if board.id in self._reported]
        self._rows = list(needed(assignment, self._reported))
        self._lines = {check.id: Line(question, check, NOT_REACHED) for question, check in self._rows}
        self._again: dict[str, tuple[Verdict, Transcript]] = {}
        self._payload = payload_of(assignment, submission)
        self._provenance = provenance(assignment, grader.sandbox, deck)

    def run(self, progress: Progress = silent) -> Report:
        """Run all checks, one after the other, the public ones first.

        Those that the assignment's total time does not reach are skipped.
        """
        later = settled_later(check for _, check in self._rows)
        public = [row for row in self._rows if row[1].public]
        for number, (question, check) in enumerate(public):
            progress(number, len(self._rows), check.title)
            self._lines[check.id] = self._ahead(question, check) if check.id in later else self._line(question, check)
        self._before_hidden()
        number = len(public)
        for question, check in self._rows:
            line = self._lines[check.id]
            if check.id in later and line.verdict.status != "skipped":  # for want of time
                self._lines[check.id] = self._settled(line)
            elif not check.public:
                progress(number, len(self._rows), check.title)
                self._lines[check.id] = self._line(question, check)
                number += 1
        progress(number, number, "")
        return self.report()

    def report(self) -> Report:
        """The report so far, complete with the checks that are not reached yet."""
        assignment, answers = self._grader.assignment, self._grader.answers
        wrong = {check.id: answers.wrong_for(check, self._deck) for _, check in self._rows}
        lines = [line for line in self._lines.values() if line.check.id in self._reported]
        return Report(
            assignment.id,
            assignment.title,
            self._submission.name,
            narrow(lines, wrong),
            self._submission.notes,
            self._provenance,
            self._seconds,
            rankings=tuple(map(self._ranking, self._boards)),
            by_hand=self._by_hand,
        )

    def _ranking(self, board: Leaderboard) -> Ranking:
        line = self._lines[board.options.of]
        laws = [self._grader.assignment.laws[name] for name in kind_of(line.check).laws(line.check)]
        return leaderboard.ranking(board, line.transcript, laws)

    @property
    def _seconds(self) -> float:
        return perf_counter() - self._started

    @property
    def _spent(self) -> float:
        """The submission's time used so far, without delays caused by other programs."""
        delayed: float = sum(map(DELAYED, self._lines.values()))
        return self._seconds - delayed - (thread_delay() - self._delay)

    @property
    def _left(self) -> float:
        """What is left of the submission's time; no clock is read where it has no end, as where nothing is run."""
        total = self._grader.assignment.total_seconds
        return total if total == math.inf else total - self._spent

    def _line(self, question: Question, check: Check) -> Line:
        """One check within the time that is left.

        A check that this cuts off is not blamed, and keeps what it earned.
        """
        total, left = self._grader.assignment.total_seconds, self._left
        if left <= 0 or self._over:
            verdict = waiting.out_of_time("Not reached", total, self._lines.values())
            return Line(question, check, verdict)
        line = self._judged(question, check.within(min(check.limits.seconds, left)))
        stopped = timed_out(line.transcript)
        if file := endless_import(line.transcript):  # the checks that do without this file are graded
            said = NOT_AGAIN.format(file=file, seconds=line.check.limits.seconds, check=check.id)
            self._payload = replace(self._payload, endless={**self._payload.endless, file: said})
        self._learn(line.transcript)
        ranked = any(board.options.of == check.id for board in self._boards)
        line = replace(line, transcript=_small(line.transcript, KEPT_NUMBERS if ranked else 0))
        if stopped and left < check.limits.seconds:
            self._over = True
            verdict = waiting.out_of_time("Not finished", total, [*self._lines.values(), line])
            return replace(line, verdict=replace(verdict, score=line.verdict.score), blocked_by=())
        return line

    def _before_hidden(self) -> None:
        """Import what only hidden checks import, before the first hidden input.

        Import errors that come later are not shown in full.
        """
        checks = [check for _, check in self._rows if not check.public]
        left = self._left
        if not checks or left <= 0 or self._over:
            return
        limits = replace(checks[0].limits, seconds=min(checks[0].limits.seconds, left))
        public = (line for line in self._lines.values() if line.check.public)
        seen = imported_early(self._grader.sandbox, self._payload, public, checks, limits)
        errors = [one.error for one in seen if one.error is not None]
        self._payload = self._payload.knowing({module: error for error in errors for module in error.unloaded})

    def _learn(self, transcript: Transcript) -> None:
        """Note which module did not load: once two workers saw the same error, no other needs to."""
        for error in filter(None, (one.error for one in transcript.observations[:1])):
            for module in error.unloaded if len(error.unloaded) == 1 else ():
                if self._unloaded.get(module) == error and module not in self._payload.unloaded:
                    self._payload = self._payload.without(module, error)
                self._unloaded[module] = error

    def _ahead(self, question: Question, check: Check) -> Line:
        """A check's line judged as if it waited for no other check; a second judgement for `carried` is kept."""
        line = self._line(question, by_itself(check))
        line = replace(line, check=check.within(line.check.limits.seconds))
        if check.carried and (check.after or line.verdict.status != "passed") and not timed_out(line.transcript):
            with suppress(Exception):  # it is told when it fails once more in `_carried`
                found, made = self._run_again(check)
                self._again[check.id] = found, _small(made, 0)
        return line

    def _judged(self, question: Question, check: Check) -> Line:
        """One check's line: skipped, run, or broken when the grader fails."""
        grader, deck = self._grader, self._deck
        try:
            if waiting.not_passed(check.after, self._lines):
                return self._settled(Line(question, check, NOT_REACHED))
            assignment = grader.assignment
            cases = grader.answers.cases(check, deck)
            key = grader.answers.key(check, deck, assignment.laws, assignment.prompts)
            verdict, transcript = grader.run_check(grader.sandbox, self._payload, check, cases, key)
            paste = paste_of(assignment, grader.answers, check, verdict, transcript)
            return self._settled(Line(question, check, verdict, transcript, paste=paste))
        except Exception as error:  # whatever fails here is the grader's or staff's own failure, never the student's
            return Line(question, check, broken(error))

    def _settled(self, line: Line) -> Line:
        """A check's line as the verdicts on earlier ones make it: not run, or waiting for them where it failed."""
        if blocking := waiting.not_passed(line.check.after, self._lines):
            verdict, blocked_by = waiting.not_run(blocking), waiting.blocked_by(blocking)
            return self._carried(Line(line.question, line.check, verdict, blocked_by=blocked_by), blocking)
        failed = line.verdict.status in ("failed", "error")
        return self._blamed(line) if failed and not waiting.explains_itself(line.transcript, line.question) else line

    def _blamed(self, line: Line) -> Line:
        """A line that failed, unless an earlier failure explains it: then that one is named, and part may be earned."""
        carried, once = line.check.carried, not timed_out(line.transcript)  # it would time out again
        if blamed := waiting.not_passed(line.check.builds_on, self._lines):
            verdict = waiting.blame_earlier(line.verdict, blamed)
            line = replace(line, verdict=verdict, blocked_by=waiting.blocked_by(blamed))
            return self._carried(line, blamed) if once else line
        if carried and once and (failed := waiting.not_passed(carried.when, self._lines)):
            found = self._carried(line, failed)
            return found if found.verdict.carried else line
        return line

    def _carried(self, line: Line, blocking: Sequence[Line]) -> Line:
        """The line with the points that an error carried forward earns, where staff allow it."""
        if line.check.carried is None:
            return line
        try:
            found, made = self._again.get(line.check.id) or self._run_again(line.check)
        except Exception as error:  # the grader's or staff's own failure, as in `_judged`
            return replace(line, verdict=broken(error))
        verdict = waiting.carry_forward(line.verdict, found, line.check.carried, blocking)
        if verdict is line.verdict:
            return line
        calls = (*line.transcript.calls, *made.calls)
        transcript = Transcript(calls, (*line.transcript.observations, *made.observations))
        paste = () if verdict.carried else line.paste  # a message of what is right has nothing to type
        blocked_by = waiting.blocked_by(blocking)
        return replace(line, verdict=verdict, transcript=transcript, blocked_by=blocked_by, paste=paste)

    def _run_again(self, check: Check) -> tuple[Verdict, Transcript]:
        """What a check comes to by its setting ``carried``."""
        grader, again = self._grader, carried_check(check)
        cases = grader.answers.cases(again, self._deck)
        key = replace(grader.answers.key(again, self._deck, grader.assignment.laws), wrong=())
        return grader.run_check(grader.sandbox, self._payload, again, cases, key)


def payload_of(assignment: Assignment, submission: Submission) -> Payload:
    """What a worker is given before its first call."""
    return Payload(
        submission.files, assignment.probes, assignment.files, packages=assignment.packages, data=assignment.data
    )


def broken(error: Exception) -> Verdict:
    """The grader failed: no blame, and a note for staff."""
    return Verdict("broken", 0.0, BROKEN_BRIEF, BROKEN_BRIEF, staff_note=f"{type(error).__name__}: {error}")


def _small(transcript: Transcript, most: int) -> Transcript:
    """A transcript without the outputs of calls that gave more numbers than ``most``.

    A report must not grow with them.
    """
    observations = tuple(
        one if numbers(one.outputs) <= most else replace(one, outputs={}) for one in transcript.observations
    )
    kept = all(map(is_, observations, transcript.observations))
    return transcript if kept else replace(transcript, observations=observations)
