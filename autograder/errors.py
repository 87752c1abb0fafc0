"""Failures that no student caused, by who must act.

    AutograderError
    ├── UsageError      exit status 2: the command was used wrongly, or a submission cannot be opened
    ├── StaffError      exit status 3: something that staff wrote cannot be used
    └── MachineError    exit status 3: this machine cannot do what it must

Every message is a whole sentence that says where, what, and what to do.
"""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb


class AutograderError(Exception):
    """An error whose message is written for people. A command prints it and ends with ``exit_status``."""

    exit_status = 3


class UsageError(AutograderError):
    """The command was used wrongly, or a submission cannot be opened."""

    exit_status = 2


class StaffError(AutograderError):
    """Something that staff wrote cannot be used."""


class MachineError(AutograderError):
    """This machine, or what is installed on it, cannot do what it must."""


def raised(error: BaseException, most: int | None = None) -> str:
    """The type, message and place of an error that staff's own code raised.

    ``most`` limits the message's characters.
    """
    *_, last = extract_tb(error.__traceback__)
    return f"{type(error).__name__}: {str(error)[:most]} ({Path(last.filename).name}, line {last.lineno})"
