"""How well this machine can keep student code in: a letter, the layers behind it, and what to do for the next letter.

A  every layer: a user of its own (or Landlock's own scope), no files but the library, no system calls but numpy's
B  one of these is missing, and the others make up for it
C  too little on a machine that should have more: grading is refused
D  no isolation but a process of its own: development only
"""

from __future__ import annotations

from dataclasses import dataclass

SCOPE_ABI = 6
BASE = frozenset({"descriptors", "session", "limits", "parent", "privileges", "seccomp"})
WORDS = {
    "A": "full isolation",
    "B": "isolation with one layer fewer than this program can use",
    "C": "too little isolation to grade",
    "D": "no isolation beyond a process of its own: for development only, not for grading",
}
REMEDIES = {
    "user": "Run the grader as root, as graders in containers are, with the capabilities SETUID and SETGID.",
    "landlock": (
        "Use a kernel with Landlock (5.13 or newer, with landlock in its lsm= list), and a container engine that lets"
        " it through (Docker 23 or newer)."
    ),
    "scope": "As an ordinary user, use a kernel whose Landlock also stops signals (6.12 or newer), or run as root.",
    "seccomp": "Use a machine (x86_64 or aarch64) whose kernel filters system calls and lets containers do so too.",
    "linux": "Grade on Linux: other systems are for working at home.",
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
    letter = _letter(layers, missing)
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


def _letter(layers: tuple[str, ...], missing: tuple[str, ...]) -> str:
    if not layers:
        return "D"
    if not missing:
        return "A"
    return "B" if len(missing) == 1 and missing[0] not in BASE else "C"


def advice(tier: Tier) -> list[str]:
    """What to do for a better tier, a sentence for each thing that is missing."""
    return [
        f"Missing: {name}. {REMEDIES.get(name, 'This kernel should have it; use another.')}" for name in tier.missing
    ]
