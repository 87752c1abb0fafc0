"""What bots are trained and tested on: cases that staff's functions draw from a secret that no student can know.

Nights and the final have draws of their own, so nothing that a night reveals helps in the final. Within each the draws
are the same for every entry, and all nights share theirs: a bot that did not change keeps its score.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from autograder.errors import StaffError, raised
from autograder.records import Case, ContestTask, Rng

Stage: TypeAlias = "Literal['night', 'final']"
STAGES: tuple[Stage, ...] = ("night", "final")
LABELS = "labels"
OURS = ("seconds", "rng")
"""The inputs that the contest adds to what staff draw."""

_OF_THE_CASE, _OF_THE_BOT = 0, 1


class DrawError(StaffError):
    """A case of the contest cannot be drawn."""


@dataclass(frozen=True)
class Draw:
    """The place of one case: its stage, its task (by number) and which of the draws it is."""

    stage: Stage
    task: int
    number: int


def drawn(draw: Draw, task: ContestTask, functions: Mapping[str, Callable[..., Any]], secret: int) -> Case:
    """The case at this place. The bot's generator differs from the one that drew its data.

    Raises `DrawError` when staff's function fails, or gives a case that nobody can be ranked by.
    """
    try:
        case = functions[task.draw](np.random.default_rng(_seed(draw, task, secret, _OF_THE_CASE)))
    except Exception as error:  # staff code may fail in any way; all of it is staff's to fix
        raise DrawError(f"cases/: {task.draw} cannot draw a case for the contest: {raised(error)}.") from error
    if not isinstance(case, Case):
        raise DrawError(f"cases/: {task.draw} must return one Case, and it returned {type(case).__name__}.")
    if LABELS not in case.keep:
        raise DrawError(f"cases/: the case of {task.draw} must keep the right {LABELS!r}: keep={{{LABELS!r}: …}}.")
    if given := [name for name in OURS if name in case.inputs]:
        raise DrawError(f"cases/: {task.draw} must leave the input {given[0]!r} to the contest, which sets it.")
    seed = int(np.random.default_rng(_seed(draw, task, secret, _OF_THE_BOT)).integers(2**63))
    return replace(case, inputs={**case.inputs, "rng": Rng(seed)})


def _seed(draw: Draw, task: ContestTask, secret: int, purpose: int) -> list[int]:
    name = zlib.crc32(f"{task.draw} {draw.task}".encode())
    return [secret, STAGES.index(draw.stage), name, draw.number, purpose]
