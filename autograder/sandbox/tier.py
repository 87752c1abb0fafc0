"""How well this machine can keep student code in: a letter, the layers behind it, and what to do for the next letter.

A  every layer: a user of its own (or Landlock's own scope), no files but the library, no system calls but numpy's
B  one of these is missing, and the others make up for it
C  too little on a machine that should have more: grading is refused
D  no isolation but a process of its own: development only
"""

from __future__ import annotations

from dataclasses import dataclass

from autograder.errors import MachineError

from .wall.landlock import SCOPE_ABI

NO_OTHER = "This kernel should have it; use another."


class RefusedError(MachineError):
    """This machine cannot keep student code in well enough; the text says what is missing and what to do."""


@dataclass(frozen=True)
class LayerAdvice:
    """What a layer takes away, and what to do where it is missing; tier B may lack one ``optional`` layer."""

    words: str
    remedy: str = NO_OTHER
    optional: bool = False


LAYERS = {
    "descriptors": LayerAdvice("nothing is open but an empty input, the printed text, the requests and the answers"),
    "session": LayerAdvice("no terminal, and no process group in common with the grader"),
    "limits": LayerAdvice("memory, processor time, open files and file sizes are capped"),
    "user": LayerAdvice(
        "a user id of its own that is no account and has no process",
        "Run the grader as root, as graders in containers are, with the capabilities SETUID and SETGID.",
        optional=True,
    ),
    "parent": LayerAdvice("it dies with the process that started it"),
    "privileges": LayerAdvice("running a program can gain it nothing"),
    "landlock": LayerAdvice(
        "it reads the standard library and numpy, writes nowhere, and signals nobody",
        "Use a kernel with Landlock (5.13 or newer, with landlock in its lsm= list), and a container engine that lets"
        " it through (Docker 23 or newer).",
        optional=True,
    ),
    "seccomp": LayerAdvice(
        "no network, no processes, and no system call that numpy does not need",
        "Use a machine (x86_64 or aarch64) whose kernel filters system calls and lets containers do so too.",
    ),
}
"""The wall, layer by layer, in the order in which `wall.layers` raises it."""

REMEDIES = {
    **{name: layer.remedy for name, layer in LAYERS.items()},
    "scope": "As an ordinary user, use a kernel whose Landlock also stops signals (6.12 or newer), or run as root.",
    "linux": "Grade on Linux: other systems are for working at home.",
}
BASE = frozenset(name for name, layer in LAYERS.items() if not layer.optional)
WORDS = {
    "A": "full isolation",
    "B": "isolation with one layer fewer than this program can use",
    "C": "too little isolation to grade",
    "D": "no isolation beyond a process of its own: for development only, not for grading",
}


@dataclass(frozen=True)
class Tier:
    """What this machine isolates; ``missing`` names what the next letter needs."""

    letter: str
    layers: tuple[str, ...]
    words: str
    missing: tuple[str, ...] = ()


def tier_of(layers: tuple[str, ...], landlock_abi: int, root: bool) -> Tier:
    """The tier that these layers make, for a grader that is root or is not."""
    missing = _missing(frozenset(layers), landlock_abi, root)
    if not layers:
        letter = "D"
    elif not missing:
        letter = "A"
    else:
        letter = "B" if len(missing) == 1 and missing[0] not in BASE else "C"
    return Tier(letter, layers, WORDS[letter], missing)


def _missing(layers: frozenset[str], landlock_abi: int, root: bool) -> tuple[str, ...]:
    """What stands between this machine and tier A."""
    if not layers:
        return ("linux",)
    names = [*sorted(BASE - layers), *({"landlock"} - layers)]
    if "user" in layers:
        return tuple(names)
    if root or "landlock" not in layers:
        return (*names, "user")
    return (*names, "scope") if landlock_abi < SCOPE_ABI else tuple(names)


def advice(tier: Tier) -> list[str]:
    """What to do for a better tier, a sentence for each thing that is missing."""
    return [f"Missing: {name}. {REMEDIES[name]}" for name in tier.missing]
