"""Notes for staff that hold of the whole class, such as that its platform names no times: said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from autograder.batch.class_results import GradedSubmission

FEWEST = 3
"""Of fewer submissions a note is still told."""


def shared_notes(notes: Iterable[Sequence[str]]) -> dict[str, str]:
    """The notes that at least half of the submissions have word for word, each with how many these are."""
    each = [set(one) for one in notes]
    counts = Counter(note for one in each for note in sorted(one))
    return {
        note: f"{note} ({count} of {len(each)} submissions)"
        for note, count in counts.items()
        if count >= FEWEST and 2 * count >= len(each)
    }


def to_know(one: GradedSubmission) -> str:
    """Why a submission is listed; of one without its files also what was found instead, and could not be opened."""
    found = [note for note in one.notes if note not in one.reason] if one.outcome == "missing files" else []
    told = any(note.startswith(one.reason.rstrip(".")) for note in found)  # the note says it with what to do
    return " ".join(filter(None, ("" if told else one.reason, *found)))


def own_notes(notes: Sequence[str], shared: Collection[str]) -> list[str]:
    """The notes of one submission that do not hold of the class."""
    return [note for note in notes if note not in shared]
