"""The pages in a browser: on a phone and on a desk, light and dark, read by eye, by keyboard and by ear."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

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


def visited(browser: Any, handout: Built, screen: tuple[int, str]) -> Any:
    """The handout on one screen; ``asked`` lists what it asked for."""
    width, scheme = screen
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(Path(handout.html).as_uri())
    return page


@pytest.fixture
def opened(browser, handout: Built, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of its own for one test."""
    page = visited(browser, handout, request.param)
    yield page
    page.close()


@pytest.fixture(scope="module")
def desks(browser) -> Iterator[Callable[[Built], Any]]:
    """Each handout on a desk, opened when it is first asked for."""
    with ExitStack() as stack:

        def opened(handout: Built) -> Any:
            page = visited(browser, handout, (1280, "light"))
            stack.callback(page.close)
            return page

        yield functools.cache(opened)


@pytest.fixture
def desk(desks: Callable[[Built], Any], handout: Built) -> Any:
    """The handout on a desk, for tests that change nothing."""
    return desks(handout)


@pytest.mark.parametrize("opened", SCREENS, indirect=True, ids=screen_name)
def test_a_page_passes_axe_and_fits_its_screen(opened) -> None:
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.evaluate(UNDRAWN)
    assert complaints(opened) == []


def test_on_a_desk_no_code_and_no_table_has_to_be_scrolled(desk) -> None:
    assert desk.evaluate(SCROLLING) == []


def test_programs_to_be_compared_stand_side_by_side_with_their_names(desk, handout: Built) -> None:
    rows = desk.evaluate(BESIDE)
    assert all(names == ["Your gates", "PyTorch", "JAX"] and len(set(tops)) == 1 for names, tops in rows)
    assert len(rows) == (4 if handout.name == "frameworks" else 0)


def test_a_page_asks_for_nothing_but_itself(desk) -> None:
    assert [url for url in desk.asked if not url.startswith(("file:", "data:"))] == []


def test_headings_go_down_one_level_at_a_time(desk) -> None:
    levels = desk.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
