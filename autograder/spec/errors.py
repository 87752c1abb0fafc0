"""What staff wrote cannot be used."""

from __future__ import annotations

from autograder.errors import StaffError


class StaffTextError(StaffError):
    """A file that cannot be used; one line for each problem, with file, line and column."""


class SpecError(StaffTextError):
    """assignment.yaml or the staff code beside it cannot be used; one line for each problem."""
