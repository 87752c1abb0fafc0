"""Notes for staff that hold of the whole class, such as that its platform names no times, are given once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from autograder.batch.class_results import GradedSubmission

FEWEST = 3
"""A note that fewer submissions share is still listed for each of them."""


def shared_notes(notes: Iterable[Sequence[str]]) -> dict[str, str]:
    """The notes that at least half of the submissions have word for word, each with how many these are."""
    each = [set(own) for own in notes]
    counts = Counter(note for own in each for note in sorted(own))
    return {
        note: f"{note} ({count} of {len(each)} submissions)"
        for note, count in counts.items()
        if count >= FEWEST and 2 * count >= len(each)
    }


def to_know(graded: GradedSubmission) -> str:
    """Why a submission is listed; where files are missing, also what was found instead or could not be opened."""
    notes = [note for note in graded.notes if note not in graded.reason] if graded.outcome == "missing files" else []
    said = any(note.startswith(graded.reason.rstrip(".")) for note in notes)  # a note says it, and what to do
    return " ".join(filter(None, ("" if said else graded.reason, *notes)))


def own_notes(notes: Sequence[str], shared: Collection[str]) -> list[str]:
    """The notes of one submission that do not hold of the class."""
    return [note for note in notes if note not in shared]
