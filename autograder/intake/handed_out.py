"""What is known of the files as students get them: digests, and the names that they define.

By its digest an untouched copy of the skeleton is known from work, and by its names the file that a notebook's cell
belongs to. Neither tells anything about an answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

NAME = "handed_out.json"


@dataclass(frozen=True)
class HandedOut:
    """For each file of the skeleton that is known, its digest, and the functions, classes and constants in it."""

    digests: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)


def written_in(folder: Path) -> HandedOut | None:
    """What a bundle or a kit knows; None for a folder that does not hold it."""
    path = folder / NAME
    return HandedOut(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def packed(known: HandedOut) -> bytes:
    """What is known as the file that a bundle or a kit holds."""
    return (json.dumps(asdict(known), indent=1, sort_keys=True) + "\n").encode()
