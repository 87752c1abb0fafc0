"""assignment.yaml and the staff code beside it → `Assignment`.

Every mistake is reported at once, with file, line and column, what is allowed there, and the nearest word. That is why
the head, each question, and each check's common and own settings are parsed separately: one nested model would report
nothing more about a check once its kind is unknown, and nothing that needs whole checks once any setting is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from autograder.checks import ENTRIES, Kind
from autograder.checks.kind import no_problems
from autograder.checks.settings import Options
from autograder.records import Assignment, Carried, Check, Leaderboard, Limits, Policy, Question
from autograder.spec import contest, digests, law_returns, probe_inputs, references, staff_code
from autograder.spec.cases import NO_DECKS, USUAL_DECKS, CasesError, cases_name, decks_of, draw, the_files
from autograder.spec.errors import SpecError, StaffTextError
from autograder.spec.reading import KeyProblem, ProblemCollector, read, written_names
from autograder.spec.schema import AssignmentText, CheckText, LimitsText, QuestionText, VisibilityText
from autograder.spec.setting_messages import in_yaml
from autograder.spec.staff_folder import SPEC_NAME, StaffFolder
from autograder.spec.term import read_term
from autograder.spec.yaml_document import KeyPath
from autograder.text.moments import moment
from autograder.text.plural import agreed
from autograder.text.suggest import nearest

ALL_OPTIONAL = "the whole question is optional already: leave this out, or take `optional` from the question."


def parse(folder: StaffFolder) -> Assignment:
    """Read the assignment.yaml in a folder, and the staff code beside it.

    Raises `SpecError` with every problem found.
    """
    problems = _read(folder)
    data = problems.document.data
    if data is not None and not isinstance(data, dict):
        problems.add(((), "the file must be a table of settings, such as `title: …`."))
    head = problems.parse(AssignmentText, data, ()) if isinstance(data, dict) else None
    entries = {at: entry for at, item in references.checks(data) if (entry := _entry(problems, head, item, at))}
    questions = [_question(problems, item, at, entries) for at, item in references.questions(data)]
    code = staff_code.code(folder.path)
    problems.add(*references.problems(problems.document, folder, code))
    problems.add(*contest.problems(data, folder, code))
    problems.add(*_case_problems(entries, code, (head and head.seed) or 0))
    laws = {name for _, check in references.checks(data) for name in written_names(check.get("law"))}
    elsewhere = [*code.problems, *law_returns.problems(folder.path, laws), *_term_problems(folder, head)]
    if problems or elsewhere:
        raise SpecError("\n".join([*problems.lines(), *elsewhere]))
    assert head is not None
    return Assignment(
        id=head.assignment,
        title=head.title,
        files=head.files,
        seed=head.seed,
        decks=head.decks or (NO_DECKS if head.seed is None else USUAL_DECKS),
        limits=Limits(**head.limits.model_dump()),
        total_seconds=head.total_seconds,
        questions=tuple(question for question in questions if question is not None),
        probes=code.probes,
        laws=code.laws,
        release=digests.release_of(folder.path),
        due=moment(head.dates.due),
        zone=head.dates.zone,
        late=None if head.late is None else Policy(**head.late.model_dump()),
        hints_per_day=head.hints_per_day,
        prompts=code.prompts,
        packages=head.packages,
        data={name: folder.data_file(name).read_bytes() for name in head.data},
        contest=contest.contest(head.contest, head.dates.zone),
        most_per_mistake=head.most_per_mistake,
    )


def _term_problems(folder: StaffFolder, head: AssignmentText | None) -> list[str]:
    """What is wrong with the term's slip days, where the late policy asks for them."""
    if head is None or head.late is None or not head.late.term:
        return []
    try:
        read_term(folder)
    except StaffTextError as error:
        return str(error).splitlines()
    return []


def seed_of(folder: StaffFolder, assignment: Assignment) -> int:
    """The seed of the random cases. Raises `SpecError` when the file gives none, as in a student's kit."""
    if assignment.seed is None:
        problems = _read(folder)
        message = "the setting 'seed' is missing; the random cases are drawn from it, so write a number of your own."
        problems.add(((), message))
        raise SpecError("\n".join(problems.lines()))
    return assignment.seed


def where(folder: StaffFolder, check: Check, at: KeyPath = ()) -> str:
    """The place of a check in the file, or of one of its settings, as file:line:column."""
    document = _read(folder).document
    path = next((path for path, item in references.checks(document.data) if item.get("id") == check.id), ())
    place = document.place((*path, *at))
    return f"{folder.spec}:{place.line}:{place.column}"


def _read(folder: StaffFolder) -> ProblemCollector:
    try:
        return read(folder.spec)
    except FileNotFoundError:
        said = f"{folder.spec}: there is no such file; an assignment is a folder with {SPEC_NAME} in it."
        short = folder.spec.with_suffix(".yml")
        raise SpecError(f"{said} Rename {short.name}." if short.exists() else said) from None
    except IsADirectoryError:
        raise SpecError(f"{folder.spec}: this is a folder, and a file of this name must stand here.") from None


def _question(
    problems: ProblemCollector, data: Mapping[str, Any], at: KeyPath, entries: Mapping[KeyPath, Check | Leaderboard]
) -> Question | None:
    text = problems.parse(QuestionText, data, at)
    if text is None:
        return None
    own = [entry for place, entry in entries.items() if place[:2] == at]
    checks = tuple(entry for entry in own if isinstance(entry, Check))
    boards = tuple(
        replace(entry, place=sum(isinstance(before, Check) for before in own[:number]))
        for number, entry in enumerate(own)
        if isinstance(entry, Leaderboard)
    )
    if text.by:
        return Question(text.id, text.title, text.points, text.optional, (), by_hand=True, about=text.about)
    if text.optional:
        problems.add(*(((*place, "optional"), ALL_OPTIONAL) for place in _optional_checks(data, at)))
        checks = tuple(replace(check, optional=True) for check in checks)
    total = sum(check.points for check in checks if text.optional or not check.optional)
    if len(own) == len(text.checks) and abs(total - text.points) > 1e-9:
        without = ", without optional ones" if any(check.optional for check in checks) and not text.optional else ""
        worth = f"{text.points:g} {agreed(text.points, 'point', 'points')}"
        problems.add(((*at, "points"), f"{text.id} is worth {worth}, but its checks add up to {total:g}{without}."))
    return Question(text.id, text.title, text.points, text.optional, checks, boards, hidden_points=text.hidden_points)


def _optional_checks(question: Mapping[str, Any], at: KeyPath) -> Iterator[KeyPath]:
    """The places of checks that say of themselves that they are optional."""
    for number, check in enumerate(question["checks"]):
        if check.get("optional"):
            yield (*at, "checks", number)


def _entry(
    problems: ProblemCollector, head: AssignmentText | None, data: Mapping[str, Any], at: KeyPath
) -> Check | Leaderboard | None:
    """A check or leaderboard; None after adding its problems."""
    given = data.get("kind")
    kind = ENTRIES.get(given) if isinstance(given, str) else None
    own = {setting.name for entry in ([kind] if kind else ENTRIES.values()) for setting in fields(entry.options)}
    if kind is None:
        said = f"{in_yaml(given)} is not a kind of check" if "kind" in data else "the setting 'kind' is missing"
        problems.add(((*at, "kind"), f"{said}; allowed: {', '.join(ENTRIES)}.{nearest(str(given), ENTRIES)}"))
        data = {**data, "kind": ""}
    common = problems.parse(CheckText, {key: value for key, value in data.items() if key not in own}, at, also=own)
    options = problems.parse(kind.options, {key: data[key] for key in data if key in own}, at) if kind else None
    usual, changed = (head.limits if head else LimitsText()), data.get("limits")
    given_limits = {**usual.model_dump(), **(changed if isinstance(changed, dict) else {})}
    limits = problems.parse(LimitsText, given_limits, (*at, "limits"))
    if common is None or options is None or limits is None:
        return None
    if isinstance(kind, Kind):
        return _check(head, common, options, limits)
    if common.points:
        said = f"a {common.kind} earns no points: give them to the check that it ranks."
        problems.add(((*at, "points"), said))
    return Leaderboard(common.id, common.title, 0, options)


def _check(head: AssignmentText | None, common: CheckText, options: Options, limits: LimitsText) -> Check:
    """A check with the assignment's visibility where it has none of its own."""
    usual = head.visibility if head else VisibilityText()
    return Check(
        **common.model_dump(exclude={"visibility", "limits", "carried"}),
        carried=None if common.carried is None else Carried(**common.carried.model_dump()),
        options=options,
        visibility=common.visibility or (usual.public if common.public else usual.hidden),
        limits=Limits(**limits.model_dump(), explicit="seconds" in common.limits),
    )


def _case_problems(
    entries: Mapping[KeyPath, Check | Leaderboard], code: staff_code.Code, seed: int
) -> Iterator[KeyProblem]:
    """The settings that do not fit a check's cases, where these can be drawn.

    The first deck shows what the inputs are called; freezing looks at all decks.
    """
    earlier: dict[str, Check] = {}
    known = probe_inputs.parameters(code.probes.values())
    for at, entry in entries.items():
        if isinstance(entry, Check):
            earlier[entry.id] = entry
        drawn = entry if isinstance(entry, Check) else earlier.get(entry.options.of)
        find = ENTRIES[entry.kind if isinstance(entry, Check) else "leaderboard"].problems
        if drawn is None or find is no_problems:
            continue
        try:
            name = cases_name(drawn, deck := decks_of(drawn, 1)[0])
            cases = draw(drawn, {"": the_files, **code.cases}[name], seed, deck)
        except (KeyError, CasesError):  # freezing, which needs the cases, reports that they cannot be drawn
            continue
        found = find(entry, cases)
        yield from (((*at, *problem.at), problem.words) for problem in found)
        if isinstance(entry, Check) and name and not found:
            yield from (((*at, *place), words) for place, words in probe_inputs.problems(entry, cases, known))
