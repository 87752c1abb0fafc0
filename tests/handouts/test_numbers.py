"""No measured number is typed into a text: its own code computes it, and a blank is filled in with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.support.places import SOLUTION

from .conftest import NAMES, WRITTEN

pytest.importorskip("jinja2", reason="filling in the handouts needs Jinja2")

from press import code

MEASURED = re.compile(r"\d+\.\d{3,}|\d+(?:\.\d+)? ?(?:%|percent)|(?<![\w.])(?!(?:19|20)\d\d\b)\d{4,}")
"""What nobody defines: three decimal places, a percentage, or four digits that are no year."""
NO_PROSE = (
    code.BLOCK,
    re.compile(r"<<.*?>>", re.S),
    re.compile(r"<%.*?%>"),
    re.compile(r"\]\([^)]*\)"),
    re.compile(r"`[^`]*`"),
)


def prose(text: str) -> str:
    """What a reader reads, on one line, without code, blanks and addresses."""
    for pattern in NO_PROSE:
        text = pattern.sub(" ", text)
    return " ".join(text.split())


def test_every_measured_number_in_a_text_is_filled_in(source: Path) -> None:
    assert MEASURED.findall(prose(source.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("slip", ["98 % of all", "at $-0.561$", "1497 others", "12.5% of them"])
def test_a_measured_number_that_nobody_computes_is_noticed(slip: str) -> None:
    assert MEASURED.search(prose(f"In 2016 the text says << loss|fixed(2) >>, and {slip}."))


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
        ("gradescope", "json", ""),  # test_snippets
        ("staff-class", "bash", "slurm"),  # tests/batch/test_handout
        ("staff", "yaml", "setting"),  # test_schema
        ("staff", "yaml", "term"),  # tests/spec/test_term
        ("staff-prove", "yaml", "mistake"),
        ("staff-security", "text", ""),
    }


def _read(name: str) -> str:
    return (WRITTEN / f"{name}.md").read_text(encoding="utf-8")


def test_a_question_that_a_text_names_exists(source: Path) -> None:
    spec = yaml.safe_load((SOLUTION / "assignment.yaml").read_text(encoding="utf-8"))
    ids = {question["id"].upper() for question in spec["questions"]} | {"Q12"}
    assert set(re.findall(r"\bQ\d+\b", source.read_text(encoding="utf-8"))) <= ids
