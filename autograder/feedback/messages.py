"""A message for two readers: what a public check tells, and what a hidden check may.

`trouble` in `troubles.py` words a call that gave no outputs, `mismatch` in `mismatches.py` an output that is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.feedback.factors import Explanation

NUMBERS = re.compile(r"(?<!\w)(?<![^.]\.)[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?(?!\w)|(?<!\w)[-+]?(?:nan|inf)\b")
"""A number that stands by itself: not the 1 of W1, nor the 2 of q2.loss."""


@dataclass(frozen=True)
class Message:
    """One sentence or more, where, got, expected, and what explains it, for two readers.

    ``full`` is for public checks and staff; ``brief``, for hidden checks, never holds an input or an expected number.
    ``details`` are lines of the full message that follow any explanation.
    """

    full: str
    brief: str
    details: str = ""

    def explained(self, why: Explanation | None = None) -> Message:
        """The whole message, with the explanation in its place."""
        parts = [(self.full, self.brief), *([(why.full, why.brief)] if why else [])]
        full, brief = (" ".join(filter(None, texts)) for texts in zip(*parts, strict=True))
        return Message("\n".join(filter(None, (full, self.details))), brief)


def both(text: str) -> Message:
    """The same words for both readers."""
    return Message(text, text)


def redacted(text: str) -> str:
    """A law's sentence without its numbers, for a hidden check; 0 and 1 stay, and so do digits in names."""
    return NUMBERS.sub(lambda found: found.group() if found.group() in ("0", "1") else "…", text)
