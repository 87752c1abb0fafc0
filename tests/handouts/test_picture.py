"""The picture at the top of the README is what the program prints."""

from __future__ import annotations

import re

import pytest

from autograder.sandbox import RefusedError, Sandbox
from tests.support.places import ROOT

from .conftest import HANDOUTS, WRITTEN


@pytest.fixture(scope="module", autouse=True)
def checking_is_possible() -> None:
    try:
        with Sandbox(least="D"):
            pass
    except RefusedError as refused:
        pytest.skip(str(refused))


def without_time(svg: str) -> list[str]:
    """The picture's lines but for the one that says how long the run took."""
    kept = [line for line in svg.splitlines() if "public&#160;checks" not in line]
    assert len(svg.splitlines()) - len(kept) == 1
    return kept


def test_the_picture_of_a_report_is_what_a_student_sees() -> None:
    import picture

    assert without_time(picture.drawn()) == without_time(picture.PICTURE.read_text(encoding="utf-8"))


def test_the_picture_fetches_nothing_and_is_in_the_readme() -> None:
    svg = (HANDOUTS / "report.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\s\"]+", svg)) <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}
    assert "(handouts/report.svg)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_playgrounds_pictures_are_those_that_its_script_takes_and_are_shown() -> None:
    script = (HANDOUTS / "playground.py").read_text(encoding="utf-8")
    taken = set(re.findall(r'Picture\(\s*"(\w+)"', script))
    figures = {path.stem: path.read_bytes() for path in (HANDOUTS / "figures").glob("*.png")}
    assert set(figures) == taken == {"playground", "landscape"}
    assert all(int.from_bytes(data[16:20], "big") == 1280 for data in figures.values())
    student = (WRITTEN / "student.md").read_text(encoding="utf-8")
    assert all(re.search(rf'\(figures/{name}\.png\)\{{alt="[^"]{{60,}}"\}}', student) for name in taken)
    assert "(handouts/figures/playground.png)" in (ROOT / "README.md").read_text(encoding="utf-8")
