"""``autograder doctor``: how well this machine isolates student code."""

from __future__ import annotations

import sys

import click

from autograder.commands.errors import STAFF_SIDE_BROKEN, stop_on_error
from autograder.sandbox.doctor import diagnose
from autograder.sandbox.memory import container_mb, for_a_check

GRADES = ("A", "B")
COPIED = (
    "The unprivileged user cannot read Python or numpy here, so each sandbox first makes a readable copy; a .venv "
    "made by /usr/bin/python3 in a folder that everybody may read needs no copy."
)


@click.command(short_help="Say what this machine can isolate.")
def command() -> None:
    """Start a sandbox, put up every layer of the wall, and say what each does and costs, and what is missing.

    Exit status: 0 when this machine can grade (tier A or B), 3 when it is for working at home only.
    """
    with stop_on_error():
        diagnosis = diagnose()
    tier = diagnosis.tier
    click.echo(f"{diagnosis.machine}\nTier {tier.letter}: {tier.words}.\n")
    for layer in diagnosis.layers:
        cost = f"{layer.milliseconds:5.2f} ms" if layer.present else " missing"
        click.echo(f"  {layer.name:<12} {cost}  {layer.words}")
    start, worker = diagnosis.start_milliseconds, diagnosis.worker_milliseconds
    click.echo(f"\nA sandbox starts in {start:.0f} ms, a worker in {worker:.1f} ms.")
    click.echo(memory(container_mb()))
    for line in (*([COPIED] if diagnosis.copied else []), *diagnosis.advice):
        click.echo(line)
    sys.exit(0 if tier.letter in GRADES else STAFF_SIDE_BROKEN)


def memory(container: int | None) -> str:
    """The memory that a check may use in a container of this many megabytes, or None for no limit."""
    if container is None:
        return "Nothing limits the memory of this machine's containers: a check may use what assignment.yaml says."
    room = for_a_check(container, container)
    return (
        f"This container has {container} MB of memory: a check may use {room} MB, or less if assignment.yaml says so."
    )
