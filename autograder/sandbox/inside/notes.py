"""What a probe writes down while student code runs: each note leaves this process the moment it is made.

The code that a note is about could find and edit a record that stayed here. :class:`Notebook` is the entry point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import frames
from .outputs import plain_outputs

MANY = 4096
"""The most notes that are sent of one call. A longer trail is wrong anyway, and its first notes show that."""
SENTENCE = 4000
"""The most letters of a complaint that are sent."""


@dataclass
class Notebook:
    """Sends notes about the call numbered ``sequence`` to the grader, who alone keeps them."""

    reply: int
    sequence: int = 0
    left: int = 0

    def begin(self, sequence: int) -> None:
        """Notes are about this call from now on."""
        self.sequence, self.left = sequence, MANY

    def note(self, **rows: Any) -> None:
        """Append rows to the call's outputs of these names, whatever the probe returns under them."""
        if self.left > 0:
            self.left -= 1
            outputs = plain_outputs(rows)
            frames.send(self.reply, {"sequence": self.sequence, "noted": array_table(outputs)}, list(outputs.values()))

    def object_to(self, sentence: str) -> None:
        """Make the call end in this complaint, unless an error ends it."""
        if self.left > 0:
            self.left -= 1
            frames.send(self.reply, {"sequence": self.sequence, "objected": str(sentence)[:SENTENCE]})


def array_table(outputs: dict[str, Any]) -> list[list[Any]]:
    """The names, dtypes and shapes of arrays, as a frame's header lists them."""
    return [[name, array.dtype.str, list(array.shape)] for name, array in outputs.items()]
