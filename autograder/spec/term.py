"""Slip days over a whole term: term.yaml, which says how many there are and who has used some.

It stands in the folder of an assignment, or in the folder around it for all assignments of a course. `batch` writes it
anew with the slip days that a class has used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import yaml
from pydantic import Field

from autograder.records import SlipDays
from autograder.spec.errors import StaffTextError
from autograder.spec.reading import SettingsTable, read
from autograder.spec.staff_folder import TERM_NAME, StaffFolder

HEADER = (
    "# Slip days over the term: how many everybody has, and how many each assignment has taken, in the term's order.\n"
)
NOBODY = "The slip days that are left for the term are not known, because nobody is named by an id or an email address."


class TermText(SettingsTable):
    """The file. ``used`` has a table for each assignment, in the term's order: slip days by email address or id."""

    slip_days: int = Field(ge=0)
    used: dict[str, dict[str, int]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Term:
    """The slip days of everybody: how many there are, and by assignment who has used how many.

    The assignments stand in the term's order, so that grading an early one again does not count later ones.
    """

    slip_days: int
    used: Mapping[str, Mapping[str, int]]

    def left(self, assignment: str, members: Sequence[Iterable[str]]) -> SlipDays:
        """The days that are left for an assignment to a group, each member of which is known by several names.

        Every member of a group uses a slip day, so the member with the fewest decides. Where nobody is known, all days
        count as left.
        """
        known = [{name.casefold() for name in names if name} for names in members]
        counts = [self.slip_days - self._used_before(assignment, names) for names in known if names]
        return SlipDays(max(0, min(counts, default=self.slip_days)), len(members) > 1, "" if counts else NOBODY)

    def with_used(self, assignment: str, used: Mapping[str, int]) -> Term:
        """The term after an assignment took these days, by email address or id."""
        return replace(self, used={**self.used, assignment: {name: days for name, days in used.items() if days}})

    def to_bytes(self) -> bytes:
        """The file as it is written."""
        tree = {"slip_days": self.slip_days, "used": {name: dict(days) for name, days in self.used.items()}}
        return (HEADER + yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)).encode()

    def _used_before(self, assignment: str, names: set[str]) -> int:
        """The days that a student used in earlier assignments. An address and an id are two names of the same days."""
        order = list(self.used)
        earlier = order[: order.index(assignment)] if assignment in order else order
        return sum(
            max((days for name, days in self.used[each].items() if name.casefold() in names), default=0)
            for each in earlier
        )


def read_term(folder: StaffFolder) -> Term:
    """The term that an assignment's slip days belong to. Raises `StaffTextError` with every problem in the file."""
    if not folder.term.exists():
        raise StaffTextError(f"{folder.term}: there is no such file, nor in the folder around this one. {_EXAMPLE}")
    problems = read(folder.term)
    data = problems.document.data
    if not isinstance(data, dict) and not problems:
        problems.add(((), f"the file must be a table. {_EXAMPLE}"))
    found = problems.parse(TermText, data, ()) if isinstance(data, dict) else None
    for name, table in found.used.items() if found else ():
        negative = (person for person, days in table.items() if days < 0)
        problems.add(
            *((("used", name, person), f"{person} cannot have used fewer than 0 slip days.") for person in negative)
        )
    if problems or found is None:
        raise StaffTextError("\n".join(problems.lines()))
    return Term(found.slip_days, found.used)


_EXAMPLE = f"{TERM_NAME} begins with a line such as `slip_days: 5`: the slip days of everybody for the term."
