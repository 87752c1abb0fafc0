"""``autograder doctor``: what this machine can isolate, in words."""

from __future__ import annotations

import sys

import click

from autograder.commands.errors import STAFF_SIDE_BROKEN, stop_on_error
from autograder.records import Limits
from autograder.sandbox.doctor import Diagnosis, LayerFound, diagnose
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
    lines += [_layer(layer) for layer in diagnosis.layers]
    lines += [
        "",
        f"A sandbox starts in {diagnosis.start_milliseconds:.0f} ms, a worker in {diagnosis.worker_milliseconds:.1f} ms.",
        memory(container_mb()),
    ]
    if diagnosis.copied:
        lines.append(
            "Python or numpy stands where the unprivileged user cannot read it, so each sandbox makes a readable copy first; "
            "a .venv from /usr/bin/python3 in a folder open to all needs none."
        )
    return lines + list(diagnosis.advice)


def memory(container: int | None) -> str:
    """What a container with so many megabytes, or a machine without a limit, leaves to a check."""
    if container is None:
        return "Nothing limits the memory of this machine's containers: a check may use what assignment.yaml says."
    fitted = for_a_check(container, Limits().memory_mb)
    return (
        f"This container has {container} MB of memory: a check may use {fitted} MB, or less if assignment.yaml says so."
    )


def _layer(layer: LayerFound) -> str:
    cost = f"{layer.milliseconds:5.2f} ms" if layer.present else " missing"
    return f"  {layer.name:<12} {cost}  {layer.words}"
