"""Which of several possible mistakes fits the whole report?

One check often cannot tell two mistakes apart; others can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.answers.signatures import WrongAnswer
from autograder.mistakes.recognise import either
from autograder.records import Diagnosis, Line

WrongByCheck = Mapping[str, Sequence[WrongAnswer]]


@dataclass(frozen=True)
class _Evidence:
    """What the lines of a report say about the mistakes that some line points to.

    ``scores`` are positive for the mistakes that fit the report. ``unexplained`` counts the failed lines of a mistake's
    question that the mistake would pass: something else is wrong there, so it only decides between equal scores.
    """

    scores: Mapping[str, int]
    unexplained: Mapping[str, int]

    @classmethod
    def of(cls, lines: Sequence[Line], wrong: WrongByCheck, absent: set[str]) -> _Evidence:
        """The evidence for the mistakes that are not ``absent``."""
        by_arrays: Counter[str] = Counter()
        for line in lines:
            certain, known = line.verdict.diagnosis.certain, wrong.get(line.check.id, ())
            by_arrays.update(answer.mistake for answer in known if answer.mistake in certain and answer.is_distinctive)
        scores: Counter[str] = Counter()
        for line in lines:
            scores.update(line.verdict.diagnosis.certain)
            scores.subtract(_contradicted(line, wrong.get(line.check.id, ()), by_arrays))
        scores.update(by_arrays)
        named = {mistake for line in lines for mistake in line.verdict.diagnosis.certain} - absent
        unexplained = {mistake: _passing_but_failed(mistake, lines, wrong) for mistake in named}
        return cls({mistake: scores[mistake] for mistake in named}, unexplained)

    def best(self, mistakes: Sequence[str]) -> tuple[str, ...]:
        """The mistakes that fit best, of those that fit at all."""
        ranks = {
            mistake: (self.scores[mistake], -self.unexplained[mistake])
            for mistake in mistakes
            if self.scores.get(mistake, 0) > 0
        }
        return tuple(mistake for mistake, rank in ranks.items() if rank == max(ranks.values()))


def narrow(lines: Sequence[Line], wrong: WrongByCheck) -> tuple[Line, ...]:
    """The lines, each naming only the mistakes that fit the other lines best.

    A mistake is ruled out if a check passed that it always fails. Otherwise it gains a point for each line that points
    to it, two if by arrays that hardly anything else gives, and loses one for each failed line that it should have
    failed too but does not explain. Only positive scores are kept, except in combinations.
    ``wrong`` are the mistakes' answers by check.
    """
    named = {mistake for line in lines for mistake in line.verdict.diagnosis.ids}
    known = [(check, answer) for check, row in wrong.items() for answer in row if answer.mistake in named]
    passed = {line.check.id for line in lines if line.verdict.status == "passed"}
    absent = {answer.mistake for check, answer in known if check in passed and answer.always}
    evidence = _Evidence.of(lines, wrong, absent)
    hints = {answer.mistake: answer.hint for _, answer in known}
    return tuple(_narrowed(line, evidence, absent, hints) if line.verdict.diagnosis.ids else line for line in lines)


def _contradicted(line: Line, wrong: Sequence[WrongAnswer], by_arrays: Mapping[str, int]) -> Iterator[str]:
    """The mistakes that the line should have shown and did not.

    Sentences do not contradict a mistake that another line found by its arrays: a second mistake changes them easily.
    """
    if line.verdict.status not in ("failed", "error"):
        return
    for answer in wrong:
        only_words = line.verdict.status == "error" or answer.has_sentences
        excused = only_words and answer.mistake in by_arrays
        if answer.always and answer.mistake not in line.verdict.diagnosis.ids and not excused:
            yield answer.mistake


def _passing_but_failed(mistake: str, lines: Sequence[Line], wrong: WrongByCheck) -> int:
    """How many lines failed that pass with this mistake, in the questions where some line points to it."""
    questions = {line.question.id for line in lines if mistake in line.verdict.diagnosis.certain}
    failed = [line for line in lines if line.question.id in questions and line.verdict.status in ("failed", "error")]
    known = [wrong.get(line.check.id, ()) for line in failed]
    return sum(bool(row) and all(answer.mistake != mistake for answer in row) for row in known)


def _narrowed(line: Line, evidence: _Evidence, absent: set[str], hints: Mapping[str, str]) -> Line:
    diagnosis = line.verdict.diagnosis
    if diagnosis.is_combined:
        return _without(line) if absent.intersection(diagnosis.ids) else line
    kept = evidence.best(diagnosis.ids)
    if not kept:
        return _without(line)
    hint = either((hints[mistake] for mistake in kept), _own_hint(line))
    return replace(line, verdict=replace(line.verdict, diagnosis=Diagnosis((kept,)), hint=hint))


def _without(line: Line) -> Line:
    """The line as it is when no mistake is known."""
    return replace(line, verdict=replace(line.verdict, diagnosis=Diagnosis(), hint=_own_hint(line)))


def _own_hint(line: Line) -> str:
    """The verdict's hint unless a mistake gave it; then the check's, but none for an error, which explains itself."""
    if not line.verdict.diagnosis.certain:
        return line.verdict.hint
    return "" if line.verdict.status == "error" else line.check.hint
