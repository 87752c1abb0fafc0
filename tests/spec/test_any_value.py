"""Whatever stands behind whatever key: the file is read, or refused in the words of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from autograder.spec import loader
from tests.support.places import ROOT

pytestmark = pytest.mark.slow

TOY = (ROOT / "tests" / "toy" / "assignment.yaml").read_text(encoding="utf-8")
VALUES = (
    "", "[]", "{}", "[[x]]", "[~]", "{x: [y]}", "-1", "0", "1e400", "nan", "1" + "0" * 400, "true", "7", "x", "'x\ty'",
    "2026-02-30", '"\\0"', "é", "../x", "x" * 3000,
)  # fmt: skip
PYTHONS = re.compile(r"tuple|dict|NoneType|pydantic|<class|object at|\[\[|\{'|\['|Traceback|validation")
"""What only somebody who writes Python would say."""
SETTING = re.compile(r"(?m)^( *(?:- )?[a-z_]+:) .*$")
PART = re.compile(r"(?m)^ *- id:")
"""Where a question or a check begins."""


def settings_of(text: str) -> Iterator[re.Match[str]]:
    """Every key of the file, once for each kind of check that it stands in."""
    seen: set[tuple[str, str]] = set()
    starts = [0, *(part.start() for part in PART.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        kind = re.search(r"(?m)^ *kind: (\w+)", text[start:end])
        for setting in SETTING.finditer(text, start, end):
            place = (kind[1] if kind else "", setting[1])
            if place not in seen:
                seen.add(place)
                yield setting


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:12] or "nothing")
def test_whatever_stands_behind_a_key_the_file_is_read_or_refused_in_the_words_of_yaml(toy_folder: Path, value: str):
    path = toy_folder / "assignment.yaml"
    for setting in settings_of(TOY):
        path.write_text(f"{TOY[: setting.start()]}{setting[1]} {value}{TOY[setting.end() :]}", encoding="utf-8")
        try:
            loader.load(toy_folder)
        except loader.SpecError as refused:
            for line in str(refused).splitlines():
                assert re.match(r".+\.yaml:\d+:\d+: .{10}", line) and line[-1] in ".?…", (setting[0], line)
                assert not PYTHONS.search(line.replace(str(toy_folder), "")), (setting[0], line)
