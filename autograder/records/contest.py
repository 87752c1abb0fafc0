"""What staff wrote about the contest: tasks, nights, rewards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RewardRules:
    """Points by rank.

    ``final`` maps the last rank of a band to its points, ``nights`` the size of a top to its points, and
    ``staff_bot`` is what each staff bot beaten in the final adds.
    """

    final: Mapping[int, float]
    nights: Mapping[int, float]
    staff_bot: float


@dataclass(frozen=True)
class ContestTask:
    """One thing that bots are ranked by: a probe, and the staff function in cases/ that draws one case for it."""

    title: str
    probe: str
    draw: str
    memory_mb: int


@dataclass(frozen=True)
class Contest:
    """The contest of an assignment.

    Bots are the file ``entry`` of a submission, whose files have at most ``largest_kb`` kilobytes together. At each
    moment of ``closes`` a night's ranking is computed from ``night_draws`` draws of each task; the last moment is also
    the final's, on ``final_draws`` other draws. Training may take ``times_staff`` times as long as the slowest staff
    bot takes on the same machine. ``bots`` is the folder of the staff bots.
    """

    entry: str
    largest_kb: int
    tasks: tuple[ContestTask, ...]
    closes: tuple[datetime, ...]
    night_draws: int
    final_draws: int
    times_staff: float
    bots: str
    rewards: RewardRules
