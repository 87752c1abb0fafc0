"""No number stands in a text that its own code does not compute: it is filled in, or reviewed and listed with its words.

`reviewed.yaml` lists the phrases whose numbers are definitions, as in a formula, or nothing that could change, as a year.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.support.places import ROOT

from .conftest import HANDOUTS, NAMES

pytest.importorskip("jinja2", reason="filling in the handouts needs Jinja2")

from press import code

REVIEWED = yaml.safe_load((Path(__file__).parent / "reviewed.yaml").read_text(encoding="utf-8"))
FILLED = "□"
"""What stands for a blank in a reviewed phrase."""
IN_LETTERS = (
    "four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|"
    "thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|half|tenths?"
)
NUMBER = re.compile(rf"(?<![A-Za-z_\d])\d+(?:\.\d+)?|(?<=frac)\d|\b(?:{IN_LETTERS})(?:th)?\b", re.I)
NO_PROSE = (
    (code.BLOCK, ""),
    (re.compile(r"<<.*?>>", re.S), FILLED),
    (re.compile(r"<%.*?%>"), ""),
    (re.compile(r"\]\([^)]*\)|\{#[\w-]+\}"), ""),
    (re.compile(r"^\d+\. ", re.M), ""),
    (re.compile(r"\bQ\d+\b"), "Q"),
)


def prose(text: str) -> str:
    """What a reader reads, on one line, without code, blanks, addresses, list numbers and question numbers."""
    for pattern, instead in NO_PROSE:
        text = pattern.sub(instead, text)
    return " ".join(text.split())


def bare(text: str, reviewed: list[str]) -> list[str]:
    """Every number of the prose that no reviewed phrase covers, with what stands around it."""
    text = prose(text)
    for phrase in sorted(reviewed, key=len, reverse=True):
        text = text.replace(phrase, re.sub(NUMBER, FILLED, phrase))
    return [text[max(0, found.start() - 30) : found.end() + 20] for found in NUMBER.finditer(text)]


def test_every_number_in_a_text_is_filled_in_or_reviewed(source: Path) -> None:
    assert bare(source.read_text(encoding="utf-8"), REVIEWED[source.stem]) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_reviewed_phrase_is_in_its_text_and_says_what_its_numbers_are_about(name: str) -> None:
    text = prose((HANDOUTS / f"{name}.md").read_text(encoding="utf-8"))
    for phrase in REVIEWED[name]:
        assert phrase in text, f"{name}.md no longer says {phrase!r}"
        assert NUMBER.search(phrase) and len(phrase) >= 6, f"{phrase!r} would let other numbers pass"


@pytest.mark.parametrize(
    "slip",
    [
        "accuracy of 1/3",
        "98 % of all",
        "at $-0.561$",
        "in 5 seconds",
        "of all sixty",
        r"$\frac1m$",
        "| 16 |",
        "1497 others",
    ],
)
def test_a_number_that_nobody_computes_is_noticed(slip: str) -> None:
    assert bare(f"The text says << loss|fixed(2) >>, and {slip}.", ["reviewed 4 times"])


def test_a_block_that_is_neither_run_nor_typed_in_is_one_that_a_test_reads() -> None:
    others = {
        (name, block.language, block.attribute("file") or block.attribute("into") or " ".join(block.classes))
        for name in NAMES
        for language in {found["info"].strip("{.").split()[0].rstrip("}") for found in code.BLOCK.finditer(_read(name))}
        for block in code.blocks(_read(name), language)
        if language not in ("python", "console")
    }
    assert others == {
        ("student", "text", "report"),  # test_reports
        ("staff", "yaml", "assignment.yaml"),  # test_staff, as the rest
        ("staff", "yaml", "mistakes/q12.yaml"),
        ("staff-prove", "yaml", "mistake"),
        ("staff-security", "text", ""),
    }


def _read(name: str) -> str:
    return (HANDOUTS / f"{name}.md").read_text(encoding="utf-8")


def test_a_question_that_a_text_names_exists(source: Path) -> None:
    spec = yaml.safe_load((ROOT / "solution" / "assignment.yaml").read_text(encoding="utf-8"))
    ids = {question["id"].upper() for question in spec["questions"]} | {"Q12"}
    assert set(re.findall(r"\bQ\d+\b", source.read_text(encoding="utf-8"))) <= ids
