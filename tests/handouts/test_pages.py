"""The pages in a browser: on a phone and on a desk, light and dark, read by eye, by keyboard and by ear."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import SCREENS, complaints, screen_name

from .conftest import Built

pytestmark = pytest.mark.slow

UNDRAWN = """document.querySelectorAll(".katex-html, .drawing > *").forEach(drawn => drawn.remove())"""
"""Formulas are read from their MathML and figures from their description: what draws them is taken out, which is quick.
"""


SCROLLING = """() => [...document.querySelectorAll("pre, .table")].filter(
    part => part.scrollWidth > part.clientWidth).map(part => part.textContent.slice(0, 80))"""
BESIDE = """() => [...document.querySelectorAll(".beside")].map(row => [
    [...row.children].map(part => part.dataset.label),
    [...row.children].map(part => part.getBoundingClientRect().top)])"""


@pytest.fixture
def opened(browser, handout: Built, request: pytest.FixtureRequest) -> Iterator[object]:
    """The handout on one screen; ``requests`` lists what it asked for."""
    width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(Path(handout.html).as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("opened", SCREENS, indirect=True, ids=screen_name)
def test_a_page_passes_axe_and_fits_its_screen(opened) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.evaluate(UNDRAWN)
    assert complaints(opened) == []


@pytest.mark.parametrize("opened", [(1280, "light")], indirect=True, ids=["desk"])
def test_on_a_desk_no_code_and_no_table_has_to_be_scrolled(opened) -> None:
    assert opened.evaluate(SCROLLING) == []


@pytest.mark.parametrize("opened", [(1280, "light")], indirect=True, ids=["desk"])
def test_programs_to_be_compared_stand_side_by_side_with_their_names(opened, handout: Built) -> None:
    rows = opened.evaluate(BESIDE)
    assert all(names == ["Your gates", "PyTorch", "JAX"] and len(set(tops)) == 1 for names, tops in rows)
    assert len(rows) == (4 if handout.name == "frameworks" else 0)


@pytest.mark.parametrize("opened", [(1280, "light")], indirect=True, ids=["desk"])
def test_a_page_asks_for_nothing_but_itself(opened) -> None:
    assert [url for url in opened.asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("opened", [(1280, "light")], indirect=True, ids=["desk"])
def test_headings_go_down_one_level_at_a_time(opened) -> None:
    levels = opened.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
