"""Run a command on a kernel that seems to lack a part: ``python -m tests.hostile.old_kernel landlock WORDS...``.

A filter of system calls is put in force that answers as a kernel without the part does; the command inherits it.
"""

from __future__ import annotations

import errno
import os
import platform
import struct
import sys

from autograder.sandbox.wall import kernel, seccomp
from autograder.sandbox.wall.seccomp import ALLOW, EQUAL, FAIL, LOAD, RETURN, Instruction

LANDLOCK = ((444, 444), (445, 445), (446, 446))
SECCOMP = ((317, 277),)
PR_GET_SECCOMP = 21


def main(part: str, words: list[str]) -> None:
    """Put the filter in force and become the command."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    code = _without_landlock() if part == "landlock" else _without_seccomp()
    seccomp.restrict(seccomp.ready(b"".join(struct.pack("=HBBI", *instruction) for instruction in code)))
    os.execv(sys.executable, [sys.executable, "-B", *words])


def _without_landlock() -> list[Instruction]:
    return [(LOAD, 0, 0, seccomp.NUMBER_AT), *_missing(LANDLOCK), (RETURN, 0, 0, ALLOW)]


def _without_seccomp() -> list[Instruction]:
    """No such call, and no such question: the last one is how a program asks whether there are filters."""
    question = [(LOAD, 0, 0, seccomp.ARGUMENTS_AT), (EQUAL, 0, 1, PR_GET_SECCOMP), (RETURN, 0, 0, FAIL | errno.EINVAL)]
    prctl = seccomp.ONLY["prctl"][0][seccomp.MACHINES[platform.machine()][0]]
    assert prctl is not None
    asked = [(EQUAL, 0, len(question), prctl), *question]
    return [(LOAD, 0, 0, seccomp.NUMBER_AT), *_missing(SECCOMP), *asked, (RETURN, 0, 0, ALLOW)]


def _missing(numbers: tuple[tuple[int, int], ...]) -> list[Instruction]:
    column = seccomp.MACHINES[platform.machine()][0]
    absent = (RETURN, 0, 0, FAIL | errno.ENOSYS)
    return [line for pair in numbers for line in ((EQUAL, 0, 1, pair[column]), absent)]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
