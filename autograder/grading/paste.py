"""What a student pastes at Python's own prompt to make the call that a verdict describes."""

from __future__ import annotations

from autograder.answers import npz
from autograder.answers.store import Answers
from autograder.checks import reads_files
from autograder.feedback.prompt import prompt_of
from autograder.records import Assignment, Check, Transcript, Verdict
from autograder.spec.cases import PUBLIC_DECK


def paste_of(
    assignment: Assignment, answers: Answers, check: Check, verdict: Verdict, transcript: Transcript
) -> tuple[str, ...]:
    """The lines that make the call that a verdict describes.

    Nothing for a hidden check, nor where the kit's case of that name has other numbers.
    """
    index = verdict.case_index
    if (
        reads_files(check)
        or not check.public
        or verdict.status not in ("failed", "error")
        or index is None
        or index >= len(transcript.calls)
    ):
        return ()
    case = transcript.calls[index].case
    at_home = [row.case for row in answers.rows.get((PUBLIC_DECK, check.id), ()) if row.case.name == case.name]
    if npz.digest([dict(case.inputs)]) not in [npz.digest([dict(home.inputs)]) for home in at_home]:
        return ()
    typed = prompt_of(assignment.prompts, check.probe, case).lines(check.id, verdict.output)
    return tuple(typed) or ("import kit", f"kit.call({check.id!r}, {case.name!r})")
