"""Grade one submission: its checks in order, within its time, and a report at any moment.

`Grader` is what stays the same from one submission to the next, `Grading` one submission under way, whose checks come
to their lines by a `LineJudge`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from time import perf_counter

from autograder.answers.store import Answers
from autograder.checks import kind_of, leaderboard
from autograder.grading import waiting
from autograder.grading.attempts import RunCheck, endless_import, run_check, timed_out
from autograder.grading.early_imports import imported_early
from autograder.grading.line_judge import LineJudge, without_large_outputs
from autograder.grading.order import by_itself, needed, selected, settled_later
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
    silent,
)
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.clock import thread_delay
from autograder.spec.cases import deck_for

KEPT_NUMBERS = 1 << 18
"""How many numbers of a call are kept for a leaderboard, which counts labels; larger outputs are dropped."""

DELAYED = attrgetter("transcript.delayed")
"""How long the machine kept a line's calls waiting. It is summed over all lines before each check, hence no lambda."""

NOT_AGAIN = (
    "{file} could not be imported: it was still running after {seconds:g} s (see {check}), so it was not tried again."
)


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
        self._by_hand = tuple(item for item in assignment.questions if item.by_hand and (not only or item.id in only))
        self._boards = [board for board in assignment.leaderboards if board.id in self._reported]
        self._rows = list(needed(assignment, self._reported))
        self._lines = {check.id: Line(question, check, NOT_REACHED) for question, check in self._rows}
        self._judge = LineJudge(grader, deck, self._lines)
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
            self._lines[check.id] = (
                self._line_ahead(question, check) if check.id in later else self._line(question, check)
            )
        self._before_hidden()
        number = len(public)
        for question, check in self._rows:
            line = self._lines[check.id]
            if check.id in later and line.verdict.status != "skipped":  # for want of time
                self._lines[check.id] = self._judge.settled(line, self._payload)
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
        """What is left of the submission's time. Where it has no end, as where nothing is run, no clock is read."""
        total = self._grader.assignment.total_seconds
        return total if total == math.inf else total - self._spent

    def _line(self, question: Question, check: Check) -> Line:
        """One check's line, within the time that is left.

        A check that runs out of this time is not blamed, and keeps what it earned.
        """
        total, left = self._grader.assignment.total_seconds, self._left
        if left <= 0 or self._over:
            verdict = waiting.out_of_time("Not reached", total, self._lines.values())
            return Line(question, check, verdict)
        line = self._judge.line(question, check.within(min(check.limits.seconds, left)), self._payload)
        stopped = timed_out(line.transcript)
        self._learn(line)
        ranked = any(board.options.of == check.id for board in self._boards)
        line = replace(line, transcript=without_large_outputs(line.transcript, KEPT_NUMBERS if ranked else 0))
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
        observations = imported_early(self._grader.sandbox, self._payload, public, checks, limits)
        errors = [observation.error for observation in observations if observation.error is not None]
        self._payload = self._payload.knowing({module: error for error in errors for module in error.unloaded})

    def _learn(self, line: Line) -> None:
        """Note which files do not load, so that no further worker tries them.

        A file whose import does not end is tried once; any other twice, in case the two errors differ.
        """
        if file := endless_import(line.transcript):  # the checks that do without this file are graded
            sentence = NOT_AGAIN.format(file=file, seconds=line.check.limits.seconds, check=line.check.id)
            self._payload = replace(self._payload, endless={**self._payload.endless, file: sentence})
        for error in filter(None, (observation.error for observation in line.transcript.observations[:1])):
            for module in error.unloaded if len(error.unloaded) == 1 else ():
                if self._unloaded.get(module) == error and module not in self._payload.unloaded:
                    self._payload = self._payload.without(module, error)
                self._unloaded[module] = error

    def _line_ahead(self, question: Question, check: Check) -> Line:
        """The line of a check as if it waited for no other, whose limits are those of the run that was made."""
        line = self._line(question, by_itself(check))
        line = replace(line, check=check.within(line.check.limits.seconds))
        self._judge.carry_ahead(line, self._payload)
        return line


def payload_of(assignment: Assignment, submission: Submission) -> Payload:
    """What a worker is given before its first call."""
    return Payload(
        submission.files, assignment.probes, assignment.files, packages=assignment.packages, data=assignment.data
    )
