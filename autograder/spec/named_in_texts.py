"""What titles and hints name: checks, files and functions, which students look for under these names.

A word that is no name at all may stand anywhere. Of a name of a check or a file only an exact one will do; a function's
is refused where it is nearly, and not quite, one that the reference has.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import numpy as np

from autograder.spec.reading import KeyProblem, as_list, written_names
from autograder.spec.staff_folder import StaffFolder
from autograder.spec.yaml_document import KeyPath
from autograder.text.suggest import nearest

TEXTS = ("title", "hint", "about", "idea")
"""The settings that are texts for people."""
FILE = re.compile(r"\b[A-Za-z_]\w*\.py\b")
LIKE_CODE = re.compile(r"\b(?:[a-z]\w*_\w+|[A-Z][a-z0-9]+(?:[A-Z]\w*)+)\b")
"""Words that nobody takes for English: with an underscore or a capital inside."""
NEARLY = 0.85


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Every word in some texts, names among them."""
    return frozenset[str]().union(*(re.findall(r"\w+", text) for text in texts))


@dataclass(frozen=True)
class Nameable:
    """What may be named: the ids of questions and checks, files, and the ``words`` of the reference and the probes.

    In a kit or bundle, which has no reference and not every check, nothing is looked at.
    """

    questions: Collection[str]
    checks: Collection[str]
    files: Collection[str]
    words: frozenset[str]

    @classmethod
    def of(cls, data: Mapping[str, Any], folder: StaffFolder, probes: Mapping[str, str]) -> Nameable:
        """What a file's settings and the folder around it give names to."""
        files = written_names(as_list(data.get("files")))
        if not any((folder.path / name).is_file() for name in files if name.endswith(".py")):
            return cls((), (), (), frozenset())
        questions = [one for one in as_list(data.get("questions")) if isinstance(one, dict)]
        checks = [one for question in questions for one in as_list(question.get("checks")) if isinstance(one, dict)]
        ids = [[str(one.get("id")) for one in table] for table in (questions, checks)]
        texts = [folder.text(name) for name in files if name.endswith(".py")]
        return cls.around(folder, ids[0], ids[1], files, (*texts, *probes.values()))

    @classmethod
    def around(
        cls,
        folder: StaffFolder,
        questions: Collection[str],
        checks: Collection[str],
        files: Collection[str],
        texts: Iterable[str],
    ) -> Nameable:
        """These ids, these files and all others of Python in the folder, and the words of the texts."""
        there = [path.name for path in folder.path.glob("*.py")]
        return cls(questions, checks, (*files, *there), words_of(texts))

    def problems(self, at: KeyPath, table: Mapping[str, Any]) -> Iterator[KeyProblem]:
        """A problem for each name in a table's texts that nothing has."""
        for key in TEXTS:
            if isinstance(text := table.get(key), str):
                yield from (((*at, key), words) for words in self._unknown(text))

    def _unknown(self, text: str) -> Iterator[str]:
        for name in self._ids.findall(text) if self.questions else ():
            if name not in self.checks:
                yield f"this text names {name!r}, which is not a check.{nearest(name, self.checks)}"
        for name in FILE.findall(text) if self.files else ():
            if name not in self.files:
                yield f"this text names {name!r}, and there is no such file.{nearest(name, self.files)}"
        for word in LIKE_CODE.findall(text):
            if (
                word not in self.words
                and not hasattr(np, word)
                and (near := get_close_matches(word, self.words, 1, NEARLY))
            ):
                yield f"this text names {word!r}, which the reference has not. Did you mean {near[0]!r}?"

    @cached_property
    def _ids(self) -> re.Pattern[str]:
        """An id of a check, of which the question is there: its last letter is no point, and it is no file."""
        questions = "|".join(map(re.escape, self.questions))
        return re.compile(rf"(?<![\w.])(?:{questions})\.(?!py\b)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
