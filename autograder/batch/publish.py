"""From a grading in the ledger to what people read: results.json, a page, and the value that tables are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from autograder.batch import stored
from autograder.batch.class_results import CheckResult, ErrorPlace, GradedSubmission, GradingOutcome, QuestionResult
from autograder.batch.limited import Limited
from autograder.batch.work import Graded
from autograder.gradescope import results as gradescope
from autograder.grading.late import in_words
from autograder.grading.policy import apply_policy
from autograder.records import Assignment, HandIn, Line, Report, Submission
from autograder.writers import files, text
from autograder.writers.html import render

RESULTS, PAGES = "results", "pages"
BEGUN = f".*.????????{files.SUFFIX}"
"""How `writers.files` names a file that is not whole yet."""
TEMPLATE = Path(__file__).with_name("submission.html")


@dataclass(frozen=True)
class Publisher:
    """Writes what is known of one hand-in after another into the output folder."""

    folder: Path
    assignment: Assignment

    @cached_property
    def _limited(self) -> Limited:
        return Limited(self.assignment)

    def prepare(self) -> None:
        """Make the folders."""
        for name in (RESULTS, PAGES):
            (self.folder / name).mkdir(exist_ok=True)

    def tidy(self) -> None:
        """Remove what a batch that was killed had begun to write. Nobody else may be writing here."""
        for name in (".", RESULTS, PAGES):
            for path in (self.folder / name).glob(BEGUN):
                path.unlink(missing_ok=True)

    def remove(self, keys: Iterable[str]) -> None:
        """Remove the results and pages of hand-ins that are no longer in the class."""
        for key in keys:
            for path in self.paths(key):
                path.unlink(missing_ok=True)

    def paths(self, key: str) -> tuple[Path, Path]:
        """Where the results and the page of a hand-in stand."""
        return self.folder / RESULTS / f"{key}.json", self.folder / PAGES / f"{key}.html"

    def results(
        self, hand_in: HandIn, submission: Submission, deck: int, graded: Graded
    ) -> tuple[GradedSubmission, bytes]:
        """A graded hand-in under the late policy: as a value, and as results.json."""
        if not graded.report:
            return not_graded(hand_in, self.assignment, graded.outcome, graded.reason), gradescope.placeholder()
        tree = stored.unpacked(graded.report)
        report = stored.report_of(tree, self._limited.like(tree), submission)
        return self.results_of(report, hand_in, deck, graded)

    def results_of(self, report: Report, hand_in: HandIn, deck: int, graded: Graded) -> tuple[GradedSubmission, bytes]:
        """The same, where the report is at hand."""
        counted = apply_policy(report, self.assignment, hand_in.info)
        report = replace(report, late=counted.late, staff_notes=counted.staff_notes)  # staff's page tells all hints
        return summary_of(hand_in, report, deck, graded), gradescope.results(counted)

    def refused(self, hand_in: HandIn, reason: str) -> tuple[GradedSubmission, bytes]:
        """A hand-in that could not be opened, or has no files, and why: as a value, and as results.json."""
        outcome: GradingOutcome = "unreadable" if hand_in.path or hand_in.files else "missing files"
        return not_graded(hand_in, self.assignment, outcome, reason), gradescope.refusal(reason)

    def write(self, summary: GradedSubmission, results: bytes) -> None:
        """Write results.json and the page of one hand-in."""
        place, page_place = self.paths(summary.key)
        files.write_whole(place, results)
        page = render(TEMPLATE, title=f"{self.assignment.title}: {title_of(summary)}", one=summary, text=text)
        files.write_whole(page_place, page.encode("utf-8", "replace"))


def title_of(summary: GradedSubmission) -> str:
    """The people's names, or the key where none is known."""
    return text.plain(", ".join(person.name for person in summary.people if person.name) or summary.key, 200)


def not_graded(hand_in: HandIn, assignment: Assignment, outcome: GradingOutcome, reason: str) -> GradedSubmission:
    """A hand-in without a grading."""
    return GradedSubmission(
        hand_in.key,
        hand_in.people,
        hand_in.info.created,
        outcome,
        text.plain(reason),
        None,
        0.0,
        assignment.out_of,
        notes=hand_in.notes,
        release=assignment.release,
    )


def summary_of(hand_in: HandIn, report: Report, deck: int, graded: Graded) -> GradedSubmission:
    """A graded hand-in as a plain value."""
    questions = {line.question.id: line.question for line in report.lines}
    return GradedSubmission(
        hand_in.key,
        hand_in.people,
        hand_in.info.created,
        graded.outcome,
        graded.reason,
        None if graded.outcome == "broken" else round(report.final, 6),
        round(report.score, 6),
        report.out_of,
        questions=tuple(
            QuestionResult(
                question.id,
                question.title,
                question.optional,
                tuple(check_result(line) for line in report.lines if line.question.id == question.id),
            )
            for question in questions.values()
        ),
        notes=report.notes,
        staff_notes=report.staff_notes,
        late=in_words(report.late) if report.late else "",
        lost=report.late.points if report.late else 0.0,
        deck=deck,
        release=report.provenance.get("release", ""),
        seconds=round(sum(line.transcript.seconds for line in report.lines), 6),
        slipped=report.late.slipped if report.late else 0,
        boards={ranking.leaderboard.id: ranking.value for ranking in report.rankings if ranking.value is not None},
    )


def check_result(line: Line) -> CheckResult:
    """A line of a report as a plain value."""
    verdict, seen = line.verdict, line.transcript.observations
    errors = [observation.error for observation in seen if observation.error is not None]
    place = None
    if errors and verdict.status != "passed":
        first = errors[0]
        place = ErrorPlace(first.fault, first.type, first.file, first.line, first.function, first.text)
    return CheckResult(
        line.check.id,
        line.check.title,
        verdict.status,
        round(line.points, 6),
        line.check.points,
        line.check.public,
        verdict.diagnosis.certain,
        verdict.diagnosis.possible,
        verdict.diagnosis.factor,
        text.plain(verdict.brief),
        text.plain(verdict.message),
        text.plain(verdict.hint),
        text.plain(verdict.staff_note),
        line.case,
        place,
        any(observation.outcome == "timed out" for observation in seen),
        round(line.transcript.seconds, 6),
        line.blocked_by,
        line.check.optional,
    )
