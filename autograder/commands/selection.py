"""The questions, checks and cases that a command line names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from autograder.answers.store import Answers
from autograder.commands.errors import BAD_USAGE, stop
from autograder.grading import one_case
from autograder.records import Assignment
from autograder.text.suggest import nearest


def names_given(assignment: Assignment, only: Iterable[str]) -> tuple[str, ...]:
    """The names of questions and checks, in small letters as they are written in assignment.yaml: Q4 is q4."""
    names = tuple(name.casefold() for name in only)
    refuse_unknown(assignment, names)
    return names


def refuse_unknown(assignment: Assignment, only: Iterable[str]) -> None:
    """End the command when no question or check has such a name, and say which there are, and which is nearest."""
    known = {question.id for question in assignment.questions}
    has = "this assignment has no question or check" if assignment.decks else "the kit has no public check of"
    known |= {entry.id for question in assignment.questions for entry in question.entries}
    for name in only:
        if name not in known:
            near: Iterable[str] = known
            there = f"its questions are {', '.join(question.id for question in assignment.questions)}"
            for question in assignment.questions:
                if question.id == name.partition(".")[0].casefold():
                    near = [entry.id for entry in question.entries]
                    there = f"the checks of {question.id} are {', '.join(near)}"
            said = f"{has} {name!r}; {there}"
            stop(f"{said}.{nearest(name, near)}", BAD_USAGE)


def only_case(assignment: Assignment, answers: Answers, only: Sequence[str], deck: int, case: str) -> Answers:
    """The answers with only the case of that name in the one check that ``only`` names; all of them without a name."""
    if not case:
        return answers
    chosen = [check for check in assignment.checks if list(only) == [check.id]]
    for board in assignment.leaderboards:
        if list(only) == [board.id]:
            stop(f"{board.id} has no cases of its own; name the check that it ranks, {board.options.of}.", BAD_USAGE)
    if not chosen:
        stop("--case runs one case of one check: name that check, and nothing else.", BAD_USAGE)
    try:
        return one_case.only(answers, chosen[0], deck, case)
    except one_case.NoSuchCaseError as error:
        stop(str(error), BAD_USAGE)
