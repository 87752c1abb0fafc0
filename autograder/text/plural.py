"""Words that agree with a count."""

from __future__ import annotations


def agreed(count: float, one: str, many: str) -> str:
    """``one`` for a count of 1, else ``many``."""
    return one if count == 1 else many


def counted(count: int, noun: str) -> str:
    """The count with its noun: 1 entry, 2 entries."""
    return f"{count} {agreed(count, noun, _plural(noun))}"


def among(count: int, whole: int, noun: str, one: str = "is", many: str = "are") -> str:
    """A count out of a whole, with the verb: 1 of 3 signs is, 2 of 3 signs are, 0 of 1 sign is."""
    verb = one if whole == 1 else agreed(count, one, many)
    return f"{count} of {counted(whole, noun)} {verb}"


def _plural(noun: str) -> str:
    """The plural of a noun, or of words that end with a noun: entry, entries; day, days; axis, axes; box, boxes."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    if noun.endswith("is"):
        return f"{noun[:-2]}es"
    return f"{noun}es" if noun.endswith(("x", "s", "ch", "sh")) else f"{noun}s"
