"""Run a command in a container: with files, processes and a network of its own.

As root, the container is made with root's rights, and the command keeps only those that Docker would give it. Otherwise
it is made in a user namespace, where a worker cannot become another user, so the sandbox runs without that layer.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

from autograder.gradescope.rehearse.limits import Enforcement

TOOLS = ("unshare", "setpriv", "mount", "pivot_root", "chroot")
CAPABILITIES = (
    *("chown", "dac_override", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap"),
    *("net_bind_service", "net_raw", "sys_chroot", "mknod", "audit_write", "setfcap"),
)
"""The capabilities of root in a Docker container: no CAP_SYS_ADMIN, CAP_SYS_PTRACE or CAP_NET_ADMIN."""
WITHOUT_OTHER_USERS = {"setgid", "setuid"}
PLACES = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Container:
    """The folder that becomes /, further folders of this machine to show read-only, and whether there is a network."""

    root: Path
    shown: tuple[str, ...] = ()
    network: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Exit:
    """How a command ended: its exit status, None after a time-out; and its output."""

    status: int | None
    printed: str


def unavailable_reason() -> str:
    """Why this machine cannot make containers; empty if it can."""
    missing = [tool for tool in TOOLS if shutil.which(tool, path=PLACES) is None]
    if missing:
        return f"These programs are missing (package util-linux or coreutils): {', '.join(missing)}."
    words = ["unshare", *_user_namespace(), "--mount", "--pid", "--net", "--fork", "mount", "--make-rprivate", "/"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"A rehearsal needs root or user namespaces, and this machine gives neither: {done.stderr.strip()}"
    return ""


def run_in(
    container: Container, command: Sequence[str], seconds: float, enforcement: Enforcement | None = None
) -> Exit:
    """Run ``command`` as the container's root, in /autograder; every process in it has ended when this returns."""
    enforcement = enforcement or Enforcement("none")
    environment = {"PATH": PLACES, "HOME": "/root", "LANG": "C.UTF-8", **container.environment}
    with as_file(files("autograder.gradescope.rehearse") / "enter.sh") as script:
        process = subprocess.Popen(
            [*_words_before(container, script, enforcement), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd="/",
        )
        try:
            printed, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            return Exit(None, _killed(process))
        except BaseException:  # we are being stopped ourselves, and nobody else would end what runs in the container
            _killed(process)
            raise
    return Exit(process.returncode, _decoded(printed))


def _killed(process: subprocess.Popen[bytes]) -> str:
    """Kill the container's first process, which ends all the others, and return what they printed."""
    process.kill()
    printed, _ = process.communicate()
    return _decoded(printed)


def _decoded(printed: bytes) -> str:
    return printed.decode("utf-8", "replace")


def _user_namespace() -> list[str]:
    return [] if os.geteuid() == 0 else ["--user", "--map-root-user"]


def _words_before(container: Container, script: Path, enforcement: Enforcement) -> list[str]:
    """The command line that limits, isolates and enters: a command after it runs in the container.

    A shell enters the control groups, or lowers its own limit, before it runs the rest of the line. ``script``,
    enter.sh, takes ROOT, CGROUPS, CAPABILITIES and EXTRA.
    """
    steps = [f"echo $$ >{folder}/cgroup.procs" for folder in enforcement.groups.values()]
    if enforcement.address_space is not None:
        steps.append(f"ulimit -v {enforcement.address_space >> 10}")
    limit = ["sh", "-c", "; ".join([*steps, 'exec "$@"']), "sh"]
    network = [] if container.network else ["--net"]
    apart = ["--mount", "--pid", "--ipc", "--uts", *network, "--fork", "--kill-child"]
    groups = " ".join(f"{name or '.'}={folder}" for name, folder in enforcement.groups.items())
    refused = set() if os.geteuid() == 0 else WITHOUT_OTHER_USERS
    kept = ",".join(f"+{name}" for name in CAPABILITIES if name not in refused)
    enter = ["sh", str(script), str(container.root), groups, f"-all,{kept}", " ".join(container.shown)]
    return [*limit, "unshare", *_user_namespace(), *apart, *enter]
