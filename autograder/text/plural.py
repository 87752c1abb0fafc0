"""Message that go with a count, so that 1 is no plural. The doors are `agreed`, `counted` and `among`."""

from __future__ import annotations


def agreed(count: float, one: str, many: str) -> str:
    """The words for one, or those for any other number."""
    return one if count == 1 else many


def counted(count: int, noun: str) -> str:
    """1 entry, 2 entries."""
    return f"{count} {agreed(count, noun, _plural(noun))}"


def among(count: int, whole: int, noun: str, one: str = "is", many: str = "are") -> str:
    """So many of all, with a verb: 1 of 3 signs is, 2 of 3 signs are, 0 of 1 sign is."""
    verb = one if whole == 1 else agreed(count, one, many)
    return f"{count} of {counted(whole, noun)} {verb}"


def _plural(noun: str) -> str:
    """The plural of a noun, or of words that end with one: entries, but days; axes."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun[:-2]}es" if noun.endswith("is") else f"{noun}s"
