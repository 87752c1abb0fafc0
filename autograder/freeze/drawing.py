"""Draw the cases of every deck as graders will read them from the frozen answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.answers import npz
from autograder.answers.store import AnswersError
from autograder.checks import kind_of
from autograder.checks.kind import SettingProblem
from autograder.feedback import prompt
from autograder.freeze import prompt_names
from autograder.freeze.prompt_names import KnownNames
from autograder.records import Assignment, Case, Check
from autograder.sandbox import frames
from autograder.spec import parser
from autograder.spec.cases import CasesError, cases_name, decks_of, draw, the_files
from autograder.spec.staff_folder import StaffFolder

MB = 1_000_000
LARGEST_VALUE = 256 * MB
"""Bytes of one value: every deck's are kept in answers.npz, which is read for each grading."""
TOO_LARGE = (
    "it has {:,.0f} MB, and at most {} can be frozen for each deck; draw fewer numbers, or use a file of `data:`"
)


def drawn_cases(
    folder: StaffFolder, assignment: Assignment, checks: Sequence[Check], seed: int
) -> dict[tuple[int, str], list[Case]]:
    """The cases of every check and deck. Raises `AnswersError` with every check that does not fit its cases."""
    functions = _functions(folder, assignment, checks)
    rows: dict[tuple[int, str], list[Case]] = {}
    problems: list[str] = []
    known = KnownNames.of(folder, assignment)
    for check in checks:
        for deck in decks_of(check, assignment.decks):
            function = functions[cases_name(check, deck)]
            try:
                rows[deck, check.id] = cases = _drawn(check, function, seed, deck)
                if deck == decks_of(check, assignment.decks)[0]:
                    _must_be_drawn_again(check, function, seed, deck, cases)
                unfit = _unfit(assignment, check, cases)
            except CasesError as error:
                unfit = [SettingProblem(str(error), ("cases",))]
            problems += [located(folder, check, problem) for problem in unfit]
            for case in rows.get((deck, check.id), ()):
                problems += prompt_names.problems(folder, assignment, known, check.probe, case)
    if problems:
        raise AnswersError("\n".join(dict.fromkeys(problems)))
    return rows


def _functions(folder: StaffFolder, assignment: Assignment, checks: Sequence[Check]) -> dict[str, Callable[..., Any]]:
    """The functions of cases/. Raises `AnswersError` where one that a check names is missing."""
    functions = {"": the_files, **folder.functions("cases")}
    wanted = {(cases_name(check, deck), check.id) for check in checks for deck in decks_of(check, assignment.decks)}
    if missing := min(((name, of) for name, of in wanted if name not in functions), default=None):
        raise AnswersError(
            f"{folder.path}/cases has no function {missing[0]} for {missing[1]}: write it there. Where this is a kit "
            "or a bundle, which have no cases/, freeze the folder that it was made from."
        )
    return functions


def _unfit(assignment: Assignment, check: Check, cases: Sequence[Case]) -> list[SettingProblem]:
    """What does not fit the cases: settings of the check, and the prompt of its probe."""
    failing = filter(None, (prompt.problem(assignment.prompts, check.probe, case) for case in cases))
    of_prompt = [SettingProblem(words, ("probe",)) for words in failing]
    return [*kind_of(check).problems(check, cases), *of_prompt[:1]]


def _drawn(check: Check, function: Callable[..., Any], seed: int, deck: int) -> list[Case]:
    return [_reread(check, case) for case in draw(check, function, seed, deck)]


def _must_be_drawn_again(
    check: Check, function: Callable[..., Any], seed: int, deck: int, cases: Sequence[Case]
) -> None:
    """Raise `CasesError` where the same generator gives other cases: what is frozen again must be the same."""
    if digest_of(cases) != digest_of(_drawn(check, function, seed, deck)):
        raise CasesError(
            f"cases/{cases_name(check, deck)}: the cases of {check.id} are others when they are drawn again from the "
            "same generator: take every random number from rng, and none from np.random, random or a clock."
        )


def _reread(check: Check, case: Case) -> Case:
    """The case as graders read it from frozen answers, so that probes and laws see the same values here.

    Raises `CasesError` for an input that no worker can be given, and for a value that cannot be frozen.
    """
    tables: list[dict[str, Any]] = []
    for table, is_sent in ((case.inputs, True), (case.keep, False)):
        tables.append({})
        for name, value in table.items():
            try:
                arrays: list[np.ndarray] = []
                encoded = {name: frames.encode(value, arrays)} if is_sent else {}
                if (size := sum(array.nbytes for array in arrays) or getattr(value, "nbytes", 0)) > LARGEST_VALUE:
                    raise ValueError(TOO_LARGE.format(size / MB, LARGEST_VALUE // MB))
                if is_sent:
                    frames.pack(encoded, arrays)
                tables[-1].update(npz.reread({name: value}))
            except (TypeError, ValueError) as error:
                raise CasesError(f"{name} in the case {case.name!r} of {check.id}: {error}.") from error
    return replace(case, inputs=tables[0], keep=tables[1])


def digest_of(cases: Sequence[Case]) -> str:
    """A digest of all that cases hold."""
    return npz.digest([[case.name, case.hint, dict(case.inputs), dict(case.keep)] for case in cases])


def located(folder: StaffFolder, check: Check, problem: SettingProblem) -> str:
    """A problem with a setting of a check, after its place in assignment.yaml."""
    return f"{parser.where(folder, check, problem.at)}: {problem.words}"
