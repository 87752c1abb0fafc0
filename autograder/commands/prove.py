"""``autograder prove``: test the tests, and name what is not proved."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import click

from autograder.commands.errors import BAD_USAGE, stop, stop_on_error
from autograder.commands.loading import fresh_answers, load_assignment
from autograder.commands.options import GivenPath, as_one, assignment_option, cache_option
from autograder.commands.progress import progress_of_long_work
from autograder.grading import time_limits
from autograder.grading.cache import VerdictCache
from autograder.grading.cache_keys import keys
from autograder.mistakes import catalogue
from autograder.prove import mutants, prices, right, wrong
from autograder.prove.claims import Claim, Matrix, Proof
from autograder.prove.flakiness import flakiness_claim, known_bounds
from autograder.prove.forecast import forecast
from autograder.prove.jobs import ProofContext
from autograder.prove.page import page
from autograder.prove.terminal import write
from autograder.records import Assignment
from autograder.sandbox import pool
from autograder.spec.staff_folder import StaffFolder
from autograder.text.plural import agreed, counted
from autograder.writers.terminal import console

PARTS = ("reference", "skeleton", "mistakes", "prices", "variants", "mutants", "chance")
NOT_PROVED = 1
OWN_VARIANTS, PROJECTS_VARIANTS = "variants", Path("tests/variants")
"""Where variants are: in the assignment's folder; those of this project's own assignment are with its tests."""
OTHERS = (
    "{folder} holds variants of another assignment: none of its folders has one of {files}. "
    "Name the folder of this assignment's variants with --variants, or make {own}."
)


@dataclass(frozen=True)
class CommandLine:
    """The command's parameters, by name."""

    folder: Path
    jobs: int
    parts: tuple[str, ...]
    every_deck: bool
    variants_folder: Path | None
    cache: Path
    page_path: Path


@click.command(short_help="Test the tests: mistakes, variants, mutants, flakiness.")
@assignment_option
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=pool.all_processors,
    help="Sandboxes at a time (default: one for each processor).",
)
@click.option("--part", "parts", type=click.Choice(PARTS), multiple=True, help="Only this part; may be repeated.")
@click.option("--every-deck", is_flag=True, help="Every mistake on every deck, not on one deck each.")
@click.option(
    "--variants",
    "variants_folder",
    type=GivenPath(),
    help="Right solutions, a folder each (default: variants/ in the assignment's folder, or else tests/variants).",
)
@cache_option
@click.option(
    "--page",
    "page_path",
    type=GivenPath(),
    default="prove.html",
    show_default=True,
    help="The page to write.",
)
@as_one(CommandLine)
def command(line: CommandLine) -> None:
    """Prove that right solutions earn everything, wrong ones are caught and explained, and none fails at random.

    Exit status: 0 when all of it is proved, 1 when something is not, 2 for bad usage, 3 when something on staff's side
    is broken.
    """
    staff, assignment = StaffFolder(line.folder), load_assignment(line.folder)
    answers = fresh_answers(staff, assignment)
    assignment = time_limits.limits_to_prove(assignment, time_limits.read(staff.path / time_limits.PACE_NAME))
    variants = _variants(line, assignment)
    with stop_on_error(), progress_of_long_work("proving") as advance:
        catalogue.load(staff, assignment), mutants.equivalent(staff), known_bounds(staff)  # or their problems, at once
        cache = VerdictCache(line.cache)
        context = ProofContext(staff, assignment, answers, cache, keys(assignment, answers), line.jobs, advance)
        parts = line.parts or PARTS
        click.echo(forecast(context, parts, line.every_deck, variants).in_words(line.jobs), err=True)
        with closing(pool.Sandboxes(())) as sandboxes:
            proof = _proof(replace(context, sandboxes=sandboxes), parts, line.every_deck, variants)
    write(proof, console())
    line.page_path.write_text(page(proof, assignment), encoding="utf-8")
    known = f"{counted(cache.hits, 'verdict')} {agreed(cache.hits, 'was', 'were')} known already"
    click.echo(
        f"{line.page_path}: the same as a page. {known}, {cache.misses} {agreed(cache.misses, 'is', 'are')} new."
    )
    sys.exit(0 if proof.proved else NOT_PROVED)


def _variants(line: CommandLine, assignment: Assignment) -> Path:
    """The folder of the variants. Ends the command where they are those of another assignment."""
    own = line.folder / OWN_VARIANTS
    variants = line.variants_folder or (PROJECTS_VARIANTS if PROJECTS_VARIANTS.is_dir() and not own.is_dir() else own)
    names = {path.name for path in variants.glob("*/*.py")}
    if names and not names & set(assignment.files):  # such variants would only prove the reference again
        stop(OTHERS.format(folder=variants, files=", ".join(assignment.files), own=own), BAD_USAGE)
    return variants


def _proof(context: ProofContext, parts: tuple[str, ...], every_deck: bool, variants: Path) -> Proof:
    """All claims of these parts. Where there is no terminal, each is printed as soon as it is known."""
    claims: list[Claim] = []
    matrix = Matrix()
    of_part: dict[str, Callable[[], Claim]] = {
        "reference": lambda: right.reference_claim(context),
        "skeleton": lambda: right.skeleton_claim(context),
        "prices": lambda: prices.prices_claim(context),
        "variants": lambda: right.variants_claim(context, variants),
        "mutants": lambda: mutants.mutants_claim(context),
        "chance": lambda: flakiness_claim(context, variants),
    }
    for part in (known for known in PARTS if known in parts):
        if part == "mistakes":
            found, matrix = wrong.wrong_claims(context, every_deck)
        else:
            found = [of_part[part]()]
        claims += found
        for claim in found if not sys.stderr.isatty() else ():
            click.echo(f"{'proved' if claim.proved else 'NOT PROVED'}: {claim.title}", err=True)
    return Proof(tuple(claims), matrix)
