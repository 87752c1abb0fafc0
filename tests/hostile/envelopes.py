"""The three situations a grader may find itself in, each as a command line to put before another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy
import pydantic

from autograder.sandbox.runtime import open_to_all

PACKAGES = {"scipy": "scipy", "pandas": "pandas", "scikit-learn": "sklearn", "torch": "torch"}
REPOSITORY = Path(__file__).resolve().parents[2]
ORDINARY_USER = 61_234
DOCKER_CAPABILITIES = (
    "chown", "dac_override", "fowner", "fsetid", "kill", "setgid", "setuid",
    "setpcap", "net_bind_service", "net_raw", "sys_chroot", "mknod", "audit_write", "setfcap",
)  # fmt: skip


@dataclass(frozen=True)
class Envelope:
    """A name, the words that put a command into the situation, whose folder it works in, and why it cannot be had.

    ``landlock_abi`` is the version that the kernel is taken to have, 0 for its own. ``packages`` are those that
    students may import there.
    """

    name: str
    before: tuple[str, ...]
    user: int
    unavailable: str = ""
    landlock_abi: int = 0
    packages: tuple[str, ...] = ()


def envelopes() -> list[Envelope]:
    """Root, root in a container without CAP_SYS_ADMIN, an ordinary user, and root that cannot become another user on a
    kernel of 2022, as far as they can be had from here."""
    if sys.platform != "linux":
        return [Envelope("this system", (), -1, "the wall is built from Linux's parts")]
    if os.geteuid() != 0:
        only = "only root can grade as root"
        return [
            Envelope("root", (), -1, only),
            Envelope("container", (), -1, only),
            Envelope("ordinary user", (), os.geteuid()),
        ]
    container = ("setpriv", "--bounding-set=" + ",".join(["-all", *(f"+{name}" for name in DOCKER_CAPABILITIES)]))
    ordinary = ("setpriv", f"--reuid={ORDINARY_USER}", f"--regid={ORDINARY_USER}", "--clear-groups")
    root_alone = ("setpriv", "--bounding-set=-setuid,-setgid")
    return [
        Envelope("root", (), 0),
        Envelope("container", container, 0, _no_setpriv(), packages=installed_packages()),
        Envelope("ordinary user", ordinary, ORDINARY_USER, _no_setpriv() or _not_readable()),
        Envelope("old Landlock", root_alone, 0, _no_setpriv(), landlock_abi=2),
    ]


def installed_packages() -> tuple[str, ...]:
    """The packages that are tried beside numpy, as far as they are installed: each opens much to whoever imports it."""
    return tuple(name for name, module in PACKAGES.items() if find_spec(module))


def _no_setpriv() -> str:
    return "" if shutil.which("setpriv") else "there is no setpriv here to give up rights with"


def _not_readable() -> str:
    """Why another user could not run the grader from here, if that is so."""
    needed = (sys.executable, os.path.realpath(sys.executable), __file__, numpy.__file__, pydantic.__file__)
    private = [path for path in needed if not open_to_all(path)]
    return f"another user cannot read {private[0]}" if private else ""


def start(envelope: Envelope, words: Sequence[str], folder: Path) -> subprocess.Popen[str]:
    """Run Python with these words inside the envelope, in a folder that is its own."""
    if os.geteuid() == 0:
        os.chown(folder, envelope.user, envelope.user)
    return subprocess.Popen(
        [*envelope.before, sys.executable, "-B", *words],
        cwd=REPOSITORY,
        env={**os.environ, "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
