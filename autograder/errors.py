"""What can go wrong that is not the student's doing, and whose turn it then is.

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
    """An error with a message for people; a command ends with it and with ``exit_status``."""

    exit_status = 3


class UsageError(AutograderError):
    """The command was used wrongly, or a submission cannot be opened."""

    exit_status = 2


class StaffError(AutograderError):
    """Something that staff wrote cannot be used."""


class MachineError(AutograderError):
    """This machine, or what is installed on it, cannot do what it must."""


def raised(error: Exception, most: int | None = None) -> str:
    """What staff's own code raised and where, with at most ``most`` characters of the error's message."""
    *_, last = extract_tb(error.__traceback__)
    return f"{type(error).__name__}: {str(error)[:most]} ({Path(last.filename).name}, line {last.lineno})"
