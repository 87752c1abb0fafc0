"""What one check concluded, and the known mistakes behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Status: TypeAlias = Literal["passed", "failed", "error", "skipped", "broken"]


@dataclass(frozen=True)
class Diagnosis:
    """The known mistakes that give the same wrong result, by their ids; empty when none is known.

    ``groups`` are mistakes that were made together: of each group at least one, any of them. ``factor`` is the named
    number by which the mistake's own result is multiplied on top. ``possible`` are mistakes that give this result too,
    but so do too many others: one of them is named only when another check points to it.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    factor: str = ""
    possible: tuple[str, ...] = ()

    @property
    def certain(self) -> tuple[str, ...]:
        """The mistakes that the result points to."""
        return tuple(mistake_id for group in self.groups for mistake_id in group)

    @property
    def ids(self) -> tuple[str, ...]:
        """All mistakes that the diagnosis names."""
        return (*self.certain, *self.possible)

    @property
    def is_combined(self) -> bool:
        """Whether something was wrong besides one mistake: a second mistake, or a factor."""
        return len(self.groups) > 1 or bool(self.factor)

    @classmethod
    def from_plain(cls, tree: Mapping[str, Any]) -> Diagnosis:
        """The inverse of `dataclasses.asdict`, also after JSON."""
        groups = tuple(tuple(group) for group in tree["groups"])
        return cls(groups, tree["factor"], tuple(tree["possible"]))


@dataclass(frozen=True)
class Verdict:
    """What one check concluded.

    ``score`` is a share of the check's points, 0 to 1. ``message`` is the whole story and may hold inputs and expected
    numbers; ``brief`` is what a student may read about a hidden check. ``staff_note`` is for staff alone.
    ``case_index`` is the case the message describes, or None when it applies to all of them; ``output`` the output that
    it describes, if it describes one. ``carried`` is the part of ``score`` that was earned by an error carried forward.
    """

    status: Status
    score: float
    message: str = ""
    brief: str = ""
    hint: str = ""
    staff_note: str = ""
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    case_index: int | None = None
    output: str = ""
    carried: float = 0.0

    @classmethod
    def from_plain(cls, tree: Mapping[str, Any]) -> Verdict:
        """The inverse of `dataclasses.asdict`, also after JSON."""
        return cls(**{**tree, "diagnosis": Diagnosis.from_plain(tree["diagnosis"])})


_NOT_REACHED = "Not reached: grading was stopped before it. This is not your fault; course staff will run it again."

NOT_REACHED = Verdict(
    "skipped",
    0.0,
    message=_NOT_REACHED,
    brief=_NOT_REACHED,
    staff_note="Not reached: grading was stopped from outside. Grade this submission again.",
)
"""The verdict of a check before its turn. It stays when grading is stopped, which is never the student's doing."""
