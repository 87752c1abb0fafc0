"""No number stands in the prose that is not also in code which the tests run, or in assignment.yaml."""

from __future__ import annotations

import re
from pathlib import Path

from .conftest import HANDOUTS
from .snippets import BLOCK, blocks

DECIMAL = re.compile(r"(?<![\w.])(?<!Python )(?<!python )(?<!Ubuntu )-?\d+\.\d{2,}(?![\w.])")


def unproved(source: Path) -> list[str]:
    """Decimals of the prose that no block of the same source mentions."""
    prose = BLOCK.sub("", source.read_text(encoding="utf-8"))
    code = "\n".join(block.code for block in blocks(source, "python"))
    return [number for number in DECIMAL.findall(prose) if number.lstrip("-") not in code]


def test_every_decimal_in_the_prose_is_recomputed_by_a_block(source: Path) -> None:
    assert unproved(source) == []


def test_points_and_dates_are_never_typed_into_a_source() -> None:
    for source in HANDOUTS.glob("*.md"):
        assert not re.search(r"\b(16|13|9) points\b", BLOCK.sub("", source.read_text(encoding="utf-8"))), source.name
