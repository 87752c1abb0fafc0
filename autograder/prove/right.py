"""Right solutions earn everything, and an empty one earns nothing: the reference, the variants, the skeleton."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.freeze.reference import reference
from autograder.prove.claims import Claim
from autograder.prove.jobs import Job, ProofContext, grade_all
from autograder.records import Report, Submission
from autograder.release.folder import skeletons
from autograder.text.plural import agreed, among

VARIANT_DECK = 1


def reference_claim(context: ProofContext) -> Claim:
    """The reference earns everything on every deck."""
    jobs = reference_jobs(context)
    reports = grade_all(context, jobs)
    problems = [
        f"deck {job.deck}: {line}" for job, report in zip(jobs, reports, strict=True) for line in _losses(report)
    ]
    return Claim("The reference earns everything on every deck", (_scores(reports),), tuple(problems))


def reference_jobs(context: ProofContext) -> list[Job]:
    """The reference on every deck."""
    submission = reference(context.folder, context.assignment)
    return [Job(submission, deck) for deck in range(1, context.assignment.decks + 1)]


def skeleton_claim(context: ProofContext) -> Claim:
    """The skeleton earns nothing on any check that is worth points."""
    files = {name: text.encode() for name, text in skeletons(context.folder, context.assignment).items()}
    [report] = grade_all(context, [Job(Submission("skeleton", files), VARIANT_DECK)])
    problems = [
        f"{line.check.id} is {line.verdict.status} with {line.verdict.score:.0%} of its points"
        for line in report.lines
        if line.check.points and (line.verdict.score or line.verdict.status in ("passed", "broken"))
    ]
    return Claim("The skeleton earns nothing on any check", (_scores([report]),), tuple(problems))


def variants(right: Submission, folder: Path) -> list[Submission]:
    """A submission for each folder in ``folder``: its files replace those of the reference, ``right``."""
    return [
        replace(
            right, name=path.name, files={**right.files, **{f.name: f.read_bytes() for f in sorted(path.glob("*.py"))}}
        )
        for path in sorted(folder.iterdir() if folder.is_dir() else ())
        if any(path.glob("*.py"))
    ]


def variants_claim(context: ProofContext, folder: Path) -> Claim:
    """Every variant earns full marks."""
    reports = grade_all(context, variant_jobs(context, folder))
    problems = [f"{report.submission}: {line}" for report in reports for line in _losses(report)]
    full = sum(not list(_losses(report)) for report in reports)
    figure = f"{among(full, len(reports), 'variant', f'in {folder} earns', f'in {folder} earn')} full marks"
    if not reports:
        problems = [f"there are no variants in {folder}: write a right solution in another style into a folder there"]
    return Claim("Every variant earns full marks", (figure,), tuple(problems))


def variant_jobs(context: ProofContext, folder: Path) -> list[Job]:
    """Every variant on one deck."""
    return [Job(variant, VARIANT_DECK) for variant in variants(reference(context.folder, context.assignment), folder)]


def _losses(report: Report) -> Iterable[str]:
    """Every check without full points, with the reason."""
    for line in report.lines:
        if line.verdict.status != "passed" or line.verdict.score < 1:
            reason = line.verdict.staff_note or line.verdict.message
            yield f"{line.check.id} is {line.verdict.status}: {reason.splitlines()[0] if reason else ''}"


def _scores(reports: Sequence[Report]) -> str:
    most = sum(line.check.points for line in reports[0].lines)
    return f"{', '.join(f'{report.score:g}' for report in reports)} of {most:g} {agreed(most, 'point', 'points')}"
