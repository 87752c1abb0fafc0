"""The public checks as pytest items, so that an editor's test panel shows them: one item a check.

pytest loads this by itself wherever the framework is installed from its wheel, and it does nothing until a folder of an
assignment is collected: one with kit/assignment.yaml in it. A check's name is its id and title, its failure the message
that `autograder check` gives, and no frame of pytest's or of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from autograder.import_path import Elsewhere

with Elsewhere():  # `python -m pytest` puts a student's own files before Python's
    from autograder.answers.store import load_answers
    from autograder.records import Check, Report
    from autograder.selfcheck.run import KIT, load_kit, selfcheck
    from autograder.spec import loader, staff_folder, yaml_document
    from autograder.writers import text

REPORTS = pytest.StashKey[dict[Path, Report]]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A folder's public checks stand in kit/assignment.yaml."""
    if file_path.name == staff_folder.SPEC_NAME and file_path.parent.name == KIT:
        return PublicChecks.from_parent(parent, path=file_path)
    return None


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What was noticed about the files, such as one with the name of a module of Python's."""
    for report in config.stash.get(REPORTS, {}).values():
        for note in report.notes:
            terminalreporter.write_line(f"Note: {text.plain(note)}")


class PublicChecks(pytest.File):
    """The public checks of one assignment folder."""

    def collect(self) -> Iterable[pytest.Item]:
        """One item a check, in order, each with its line in assignment.yaml."""
        with Elsewhere():
            assignment = loader.load(self.path.parent)
            places = _line_numbers(self.path)
        item = partial(PublicCheck.from_parent, self)
        for check in assignment.checks:
            yield item(name=f"{check.id}: {check.title}", check=check, line_number=places.get(check.id, 1))

    def report(self) -> Report:
        """The verdicts on all the checks of this folder that were chosen; they are graded together, once."""
        graded = self.config.stash.setdefault(REPORTS, {})
        if self.path not in graded:
            chosen = [
                item.check.id for item in self.session.items if isinstance(item, PublicCheck) and item.parent is self
            ]
            kit = self.path.parent
            with Elsewhere():
                assignment = load_kit(kit)
                answers = load_answers(kit / staff_folder.ANSWERS_NAME, assignment)
                graded[self.path] = selfcheck(assignment, answers, kit.parent, chosen)
        return graded[self.path]


class PublicCheck(pytest.Item):
    """One public check."""

    def __init__(self, *, check: Check, line_number: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.check, self.line_number = check, line_number

    def runtest(self) -> None:
        """Nothing when the check passes; a skip when it waits for another one; else its message."""
        assert isinstance(self.parent, PublicChecks)
        [line] = [own for own in self.parent.report().lines if own.check.id == self.check.id]
        parts = (text.for_student(line), text.rerun_line(line, text.KIT_DECK), text.paste_lines(line))
        message = "\n".join(part for part in parts if part)
        if line.verdict.status == "skipped":
            pytest.skip(message)
        if line.verdict.status != "passed":
            raise NotPassedError(message)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message alone; anything else that is raised here is ours and shown whole."""
        if isinstance(excinfo.value, NotPassedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where an editor goes when the check is clicked."""
        return self.path, self.line_number - 1, self.name


class NotPassedError(Exception):
    """A check's message, for the student."""


def _line_numbers(path: Path) -> dict[str, int]:
    """The line of each check in assignment.yaml."""
    document = yaml_document.read(path.read_text(encoding="utf-8"))
    return {
        check["id"]: document.place(("questions", q, "checks", c)).line
        for q, question in enumerate(document.data["questions"])
        for c, check in enumerate(question["checks"])
    }
