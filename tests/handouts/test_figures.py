"""The committed figures are what their scripts draw, and every one is in a handout with a description."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from .conftest import HANDOUTS, needs_tools

FIGURES = HANDOUTS / "figures"
NAMES = sorted(path.stem for path in FIGURES.glob("*.svg"))
NUMBER = re.compile(r"-?\d+\.\d+")
SEEN = 0.01
"""In points: nobody sees less. Another processor's last bits move a line that shows rounding errors by less, too."""
matplotlib = pytest.importorskip("matplotlib", reason="drawing the figures needs matplotlib")


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_figure_is_what_its_script_draws(name: str) -> None:
    needs_tools()
    committed = (FIGURES / f"{name}.svg").read_text(encoding="utf-8")
    if f"Matplotlib v{matplotlib.__version__}," not in committed:
        pytest.skip("the figures were drawn by another version of matplotlib, and text is laid out anew in each")
    import draw

    drawn = draw.drawn(name)
    assert NUMBER.sub("#", drawn) == NUMBER.sub("#", committed)
    numbers = zip(NUMBER.findall(drawn), NUMBER.findall(committed), strict=True)
    assert all(abs(float(one) - float(other)) < SEEN for one, other in numbers)


def test_every_figure_has_a_script() -> None:
    needs_tools()
    import draw

    assert sorted(draw.NAMES) == NAMES


def test_every_figure_is_in_the_students_handout_with_a_description(filled: Callable[[str], str]) -> None:
    described = dict(re.findall(r'\(figures/(\w+)\.svg\)\{alt="([^"]{60,})"\}', filled("student")))
    assert sorted(described) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_has_no_colour_that_the_dark_page_does_not_know(name: str) -> None:
    needs_tools()
    from press.drawings import BOARD

    used = set(re.findall(r"#[0-9a-f]{6}\b", (FIGURES / f"{name}.svg").read_text(encoding="utf-8")))
    assert used <= set(BOARD.values())
