"""What to look at first in a report, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.records import NOT_REACHED, Line, Question, Report
from autograder.text.plural import agreed


def by_kind(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The checks that do not pass, by kind, in the order in which to look at them."""
    kinds: dict[str, list[Line]] = {"wrong": [], "not written yet": [], "waiting": [], "not reached": []}
    for line in lines:
        if line.verdict.status == "skipped":
            kinds["not reached" if line.verdict == NOT_REACHED else "waiting"].append(line)
        elif line.verdict.status != "passed":
            kinds["not written yet" if _is_unwritten(line) else "wrong"].append(line)
    return kinds


def decisive_first(lines: Sequence[Line], wrong: Sequence[Line]) -> list[Line]:
    """The wrong checks. First comes the earliest that fails like the one which most others wait for or fail like.

    If that check lacks a file or a name, the earliest that lacks anything comes first.
    """

    def explained(line: Line) -> int:
        waiting = sum(line.check.id in other.blocked_by for other in lines)
        return waiting + sum(_fail_alike(line, other) for other in wrong)

    if not wrong:
        return []
    most = max(wrong, key=explained)
    lacks = _lacks_something(most)
    first = next(
        place
        for place, line in enumerate(wrong)
        if line is most or _fail_alike(line, most) or (lacks and _lacks_something(line))
    )
    return [wrong[first], *wrong[:first], *wrong[first + 1 :]]


def _fail_alike(one: Line, other: Line) -> bool:
    """Whether two checks fail by one known mistake, or by the same line of a file."""
    if set(one.verdict.diagnosis.certain) & set(other.verdict.diagnosis.certain):
        return True
    places = [
        {(seen.error.file, seen.error.line, seen.error.type) for seen in line.transcript.observations if seen.error}
        for line in (one, other)
    ]
    return any(file for file, _, _ in places[0] & places[1])


def _lacks_something(line: Line) -> bool:
    """Whether a file or a name that a check needs is not there."""
    return any(seen.error is not None and seen.error.fault == "missing" for seen in line.transcript.observations)


def _is_unwritten(line: Line) -> bool:
    """Whether the verdict is about a stub: it applies to every case, and a call ended in a stub."""
    errors = [seen.error for seen in line.transcript.observations if seen.error is not None]
    return line.verdict.case_index is None and any(error.fault == "unwritten" for error in errors)


def still_to_come(lines: Sequence[Line]) -> Iterator[str]:
    """What is not wrong but still to come, each kind in a paragraph."""
    for kind, of_kind in by_kind(lines).items():
        if of_kind and kind != "wrong":
            yield f"{kind.capitalize()}: {', '.join(line.check.id for line in of_kind)}"


def next_for_staff(report: Report) -> str:
    """What staff look at next: a failure of ours first, then what was not reached, then the first wrong check."""
    if report.failed_on:
        return f"Next: {report.failed_on[0]}, where the grader failed, not the student."
    if report.unreached:
        return f"Next: grade this submission again, for it was stopped before {report.unreached[0].check.id}."
    wrong = [line for lines in by_kind(report.lines).values() for line in lines]
    return f"Next: {wrong[0].check.id}, the first check to look at." if wrong else "Every check passes."


def next_for_student(to_fix: Sequence[Line], report: Report, questions: Sequence[Question]) -> str:
    """What a student does next, ``to_fix`` being the checks that do not pass, the first to fix first."""
    if not to_fix:
        return _next_where_all_passes(report, questions)
    first = to_fix[0]
    if first.verdict.status != "skipped":
        return f"Next: {first.check.id}. Fix it and run `python kit check {first.question.id}` again."
    ids = first.blocked_by
    if not ids:
        return "Next: what it waits for. Run `python kit check` without a name to see what comes first."
    what = agreed(len(ids), "is wrong with it", "is wrong with them")
    return f"Next: {' and '.join(ids)}. `python kit check {' '.join(ids)}` says what {what}; fix that first."


def _next_where_all_passes(report: Report, questions: Sequence[Question]) -> str:
    """What to run next: the rest of a question, the question after it, or all of them; nothing after a whole run."""
    run = {line.check.id for line in report.lines}
    left = [question.id for question in questions if not run.issuperset(check.id for check in question.checks)]
    if not left:
        return "All public checks pass. Hidden checks try other inputs when you hand it in."
    ids = [question.id for question in questions]
    last = report.lines[-1].question.id
    names = {line.question.id if line.question.id not in left else line.check.id: None for line in report.lines}
    passed = " and ".join(names)
    verb = agreed(len(names), "passes", "pass")
    after = next((question for question in left if ids.index(question) >= ids.index(last)), "")
    return f"{passed} {verb}. Next: {after or 'everything'}, `python kit check{after and ' ' + after}`."
