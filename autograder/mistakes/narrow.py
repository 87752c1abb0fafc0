"""Which of several possible mistakes fits the whole report?

One check often cannot tell two mistakes apart; others can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.answers.signatures import WrongAnswer
from autograder.mistakes.recognise import either
from autograder.records import Diagnosis, Line


def narrow(lines: Sequence[Line], wrong: Mapping[str, Sequence[WrongAnswer]]) -> tuple[Line, ...]:
    """The lines, each naming only the mistakes that fit the other lines best.

    A mistake is ruled out if a check passed that it always fails. Otherwise it gains a point for each line that points
    to it and loses one for each failed line that it should have failed too but does not explain. Only positive scores
    are kept, except in combinations. ``wrong`` are the mistakes' answers by check.
    """
    scores, absent = _scores(lines, wrong), _absent(lines, wrong)
    found = {
        mistake_id: scores[mistake_id]
        for line in lines
        for mistake_id in line.verdict.diagnosis.certain
        if scores[mistake_id] > 0
    }
    found = {mistake_id: score for mistake_id, score in found.items() if mistake_id not in absent}
    hints = {one.mistake: one.hint for row in wrong.values() for one in row}
    return tuple(_narrowed(line, found, absent, hints) if line.verdict.diagnosis.ids else line for line in lines)


def _absent(lines: Sequence[Line], wrong: Mapping[str, Sequence[WrongAnswer]]) -> set[str]:
    """The mistakes with which a line that passed would have failed, whatever was drawn."""
    passed = [line.check.id for line in lines if line.verdict.status == "passed"]
    return {one.mistake for check in passed for one in wrong.get(check, ()) if one.always}


def _scores(lines: Sequence[Line], wrong: Mapping[str, Sequence[WrongAnswer]]) -> Counter[str]:
    """For each mistake, the lines that speak for it less those that speak against it."""
    scores: Counter[str] = Counter()
    for line in lines:
        diagnosis = line.verdict.diagnosis
        scores.update(diagnosis.certain)
        if line.verdict.status in ("failed", "error"):
            should_fail = [one.mistake for one in wrong.get(line.check.id, ()) if one.always]
            scores.subtract(mistake_id for mistake_id in should_fail if mistake_id not in diagnosis.ids)
    return scores


def _narrowed(line: Line, found: Mapping[str, int], absent: set[str], hints: Mapping[str, str]) -> Line:
    diagnosis = line.verdict.diagnosis
    if diagnosis.is_combined:
        return _without(line) if absent.intersection(diagnosis.ids) else line
    named = [mistake_id for mistake_id in diagnosis.ids if mistake_id in found]
    if not named:
        return _without(line)
    most = max(found[mistake_id] for mistake_id in named)
    kept = tuple(mistake_id for mistake_id in named if found[mistake_id] == most)
    hint = either((hints[mistake_id] for mistake_id in kept), _own_hint(line))
    return replace(line, verdict=replace(line.verdict, diagnosis=Diagnosis((kept,)), hint=hint))


def _without(line: Line) -> Line:
    """The line as it is when no mistake is known."""
    return replace(line, verdict=replace(line.verdict, diagnosis=Diagnosis(), hint=_own_hint(line)))


def _own_hint(line: Line) -> str:
    """The verdict's hint unless a mistake gave it; then the check's, but none for an error, which explains itself."""
    if not line.verdict.diagnosis.certain:
        return line.verdict.hint
    return "" if line.verdict.status == "error" else line.check.hint
