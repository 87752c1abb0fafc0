"""A command in a room of its own: other files, other processes, other network. The door is `run_in`.

As root the room is made with root's rights, which are then given up but for those that a container has. Else in a user
namespace, where a worker cannot become another user; the sandbox then does without that layer.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from autograder.gradescope.rehearse.limits import Limits

TOOLS = ("unshare", "setpriv", "mount", "pivot_root", "chroot")
CONTAINER = (
    "chown dac_override fowner fsetid kill setgid setuid setpcap "
    "net_bind_service net_raw sys_chroot mknod audit_write setfcap"
)
"""The capabilities of root in a container as Docker makes it: no CAP_SYS_ADMIN, CAP_SYS_PTRACE or CAP_NET_ADMIN."""
WITHOUT_OTHER_USERS = {"setgid", "setuid"}
PLACES = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Room:
    """The folder that becomes /, further folders of this machine to show in it read-only, and whether it has a network."""

    root: Path
    shown: tuple[str, ...] = ()
    network: bool = False
    environment: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status, or None when its time was up; and what it printed."""

    status: int | None
    printed: str


def why_not() -> str:
    """What keeps this machine from rehearsing; empty when nothing does."""
    missing = [tool for tool in TOOLS if shutil.which(tool, path=PLACES) is None]
    if missing:
        return f"These programs are missing (package util-linux or coreutils): {', '.join(missing)}."
    words = ["unshare", *_user_namespace(), "--mount", "--pid", "--net", "--fork", "mount", "--make-rprivate", "/"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"Neither root's rights nor user namespaces are to be had here: {done.stderr.strip()}"
    return ""


def run_in(room: Room, command: Sequence[str], seconds: float, limits: Limits | None = None) -> Ended:
    """Run ``command`` in the room, in /autograder, as root without a container's missing rights.

    Whatever it started is gone when this returns.
    """
    limits = limits or Limits("none")
    environment = {"PATH": PLACES, "HOME": "/root", "LANG": "C.UTF-8", **(room.environment or {})}
    with as_file(files("autograder.gradescope.rehearse") / "enter.sh") as script:
        words = [*_entered(limits), *_apart(room), "sh", str(script), *_described(room, limits), *command]
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, cwd="/"
        )
        try:
            printed, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            return Ended(None, _stopped(process))
        except BaseException:  # we are stopped ourselves: nobody else would end what runs in there
            _stopped(process)
            raise
    return Ended(process.returncode, _text(printed))


def _stopped(process: subprocess.Popen[bytes]) -> str:
    """Kill the room's first process, and so all of them; what they had printed, once the last one is gone."""
    process.kill()
    printed, _ = process.communicate()
    return _text(printed)


def _text(printed: bytes) -> str:
    return printed.decode("utf-8", "replace")


def _user_namespace() -> list[str]:
    return [] if os.geteuid() == 0 else ["--user", "--map-root-user"]


def _entered(limits: Limits) -> list[str]:
    """A shell that enters the control groups, or lowers its own limit, before it becomes the rest of the line."""
    steps = [f"echo $$ >{folder}/cgroup.procs" for folder in limits.folders.values()]
    if limits.address_space is not None:
        steps.append(f"ulimit -v {limits.address_space >> 10}")
    return ["sh", "-c", "; ".join([*steps, 'exec "$@"']), "sh"]


def _apart(room: Room) -> list[str]:
    network = [] if room.network else ["--net"]
    return ["unshare", *_user_namespace(), "--mount", "--pid", "--ipc", "--uts", *network, "--fork", "--kill-child"]


def _described(room: Room, limits: Limits) -> list[str]:
    groups = " ".join(f"{name or '.'}={folder}" for name, folder in limits.folders.items())
    refused = set() if os.geteuid() == 0 else WITHOUT_OTHER_USERS
    kept = ",".join(f"+{name}" for name in CONTAINER.split() if name not in refused)
    return [str(room.root), groups, f"-all,{kept}", " ".join(room.shown)]
