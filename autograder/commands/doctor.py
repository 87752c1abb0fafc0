"""``autograder doctor``: how well this machine isolates student code."""

from __future__ import annotations

import sys

import click

from autograder.commands.errors import STAFF_SIDE_BROKEN, stop_on_error
from autograder.sandbox.doctor import Diagnosis, diagnose
from autograder.sandbox.memory import container_mb, for_a_check

GRADES = ("A", "B")


@click.command(short_help="Say what this machine can isolate.")
def command() -> None:
    """Start a sandbox, put up every layer of the wall, and say what each does and costs, and what is missing.

    Exit status: 0 when this machine can grade (tier A or B), 3 when it is for working at home only.
    """
    with stop_on_error():
        diagnosis = diagnose()
    for line in _lines(diagnosis):
        click.echo(line)
    sys.exit(0 if diagnosis.tier.letter in GRADES else STAFF_SIDE_BROKEN)


def _lines(diagnosis: Diagnosis) -> list[str]:
    tier = diagnosis.tier
    lines = [diagnosis.machine, f"Tier {tier.letter}: {tier.words}.", ""]
    for layer in diagnosis.layers:
        cost = f"{layer.milliseconds:5.2f} ms" if layer.present else " missing"
        lines.append(f"  {layer.name:<12} {cost}  {layer.words}")
    lines += [
        "",
        f"A sandbox starts in {diagnosis.start_milliseconds:.0f} ms, a worker in "
        f"{diagnosis.worker_milliseconds:.1f} ms.",
        memory(container_mb()),
    ]
    if diagnosis.copied:
        lines.append(
            "The unprivileged user cannot read Python or numpy here, so each sandbox first makes a readable "
            "copy; a .venv "
            "made by /usr/bin/python3 in a folder that everybody may read needs no copy."
        )
    return lines + list(diagnosis.advice)


def memory(container: int | None) -> str:
    """The memory that a check may use in a container of this many megabytes, or None for no limit."""
    if container is None:
        return "Nothing limits the memory of this machine's containers: a check may use what assignment.yaml says."
    room = for_a_check(container, container)
    return (
        f"This container has {container} MB of memory: a check may use {room} MB, or less if assignment.yaml says so."
    )
