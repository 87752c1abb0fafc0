"""Failures that no student caused, by who must act.

    AutograderError
    ├── UsageError      exit status 2: the command was used wrongly, or a submission cannot be opened
    ├── StaffError      exit status 3: something that staff wrote cannot be used
    └── MachineError    exit status 3: this machine cannot do what it must

Every message is a whole sentence that says where, what, and what to do.
"""

from __future__ import annotations

import os
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
    """The type and message of an error that staff's own code raised, and the last place that staff wrote.

    ``most`` limits the message's characters. Where staff wrote none of the places, the last one is told.
    """
    frames, installed = extract_tb(error.__traceback__), _installed()
    staffs = [frame for frame in frames if not frame.filename.startswith(("<", *installed))]
    last = (staffs or frames)[-1]
    file = "/".join(Path(last.filename).parts[-2:])
    return f"{type(error).__name__}: {str(error)[:most]} ({file}, line {last.lineno})"


def _installed() -> list[str]:
    """The folders of code that staff did not write."""
    import sysconfig  # every command imports this module, and few have such an error to tell

    homes = (str(Path(__file__).parent), *(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")))
    return [f"{home}{os.sep}" for home in homes]
