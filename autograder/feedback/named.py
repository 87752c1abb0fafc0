"""How messages name an output: by the call that gave it, where a prompt says which call that was."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.feedback.factors import RESULT


@dataclass(frozen=True)
class Named:
    """How a message names an output: the call that gave it, and the part of the result that it is; empty for all of it.

    ``brief`` is the call with no input written out. ``still``: the right result is the one that an earlier call gave.
    ``is_value``: ``call`` is no call, but what to call a value, so a message says "is" instead of "returned".
    """

    call: str
    part: str
    brief: str
    still: bool = False
    is_value: bool = False

    def gave(self, index: tuple[int, ...] = ()) -> str:
        """The start of a sentence that ends in a number or an array."""
        place = f"[{', '.join(map(str, index))}]" if index else ""
        if self.part:
            return f"{self.call} gave {self.part}{place} ="
        if self.is_value:
            return f"{self.call}, at {place}, is" if index else f"{self.call} is"
        return f"{self.call} returned an array whose entry {place} is" if index else f"{self.call} returned"

    @property
    def in_brief(self) -> str:
        """The output as a noun."""
        if self.is_value:
            return self.brief
        return f"{self.part} of {self.brief}" if self.part else f"The result of {self.brief}"


def noun_of(named: Named | None, output: str) -> str:
    """What an explanation calls an output: its part of the result, or "the result"; its own name without a prompt."""
    return (named.part or RESULT) if named else output


def brief_of(named: Named | None, output: str) -> str:
    """An output as a noun, with no input written out; its own name without a prompt."""
    return named.in_brief if named else output
