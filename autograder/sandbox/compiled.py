"""A submission's files, compiled once for all of its workers: :func:`compiled` is the entry point.

The first worker of a submission compiles them before it imports any, so that no line of a student's had a say in its
answer. The bytes go back to workers of the same submission and are never read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import TypeAlias

import numpy as np

from . import frames
from .clock import Until
from .inside.compiled import CODES_CAP
from .payload import Payload
from .pipes import FloodedError, GoneError, LateError
from .start import Connection, read_frame

Codes: TypeAlias = "Mapping[str, np.ndarray]"
"""Code objects by file, as bytes that only a worker makes objects of."""

UNCOMPILED: Codes = {}
SEQUENCE = -1
"""The number of the request, which no other request of a worker has."""
SECONDS = 1.0
"""How long all files together may take: less than what the kernel leaves a worker beyond its limit."""
FILE_CAP, FILES_CAP = 256 * 1024, 100
"""The largest file that is compiled ahead, in bytes, and how many files are."""


def compiled(worker: Connection, payload: Payload) -> Codes | None:
    """The code objects of the payload's files, made by a worker that has done nothing else yet.

    None where it gave no proper answer in time; nothing is known of that worker any more.
    """
    small = [name for name, content in payload.files.items() if name.endswith(".py") and len(content) <= FILE_CAP]
    names = small[:FILES_CAP]
    if not names:
        return UNCOMPILED
    deadline = Until(monotonic() + SECONDS)
    try:
        worker.channel.send(frames.pack({"compile": names, "sequence": SEQUENCE, "seconds": SECONDS}), deadline)
        _, outputs, error = frames.read_reply(*read_frame(worker.channel, deadline), SEQUENCE)
    except (LateError, GoneError, FloodedError, frames.MalformedError):
        return None
    codes = {name: outputs.pop(str(place)) for place, name in enumerate(names) if str(place) in outputs}
    proper = all(code.dtype == np.uint8 and code.ndim == 1 for code in codes.values())
    if error or outputs or not proper or sum(code.size for code in codes.values()) > CODES_CAP:
        return None
    return codes
