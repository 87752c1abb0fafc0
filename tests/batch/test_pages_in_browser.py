"""The pages on staff's screens: wide and narrow, light and dark, by keyboard and by ear, and quickly there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.batch import similarity_page
from autograder.batch.class_page import class_page
from autograder.batch.class_page_groups import lessons
from autograder.batch.similarity import similar
from autograder.mistakes import catalogue
from autograder.records import Person
from autograder.spec.staff_folder import StaffFolder
from tests.batch import classes
from tests.batch.corpus import copy_of, originals, skeleton
from tests.support.browser import SCREENS, complaints, screen_name
from tests.support.places import SOLUTION
from tests.support.real import real
from tests.support.summary import say

pytestmark = pytest.mark.slow

OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"
LINKS_TO_NOWHERE = """[...document.querySelectorAll("a[href^='#']")].filter(
    link => !document.getElementById(link.getAttribute("href").slice(1))).length"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The class page of 1,000 students, the one of 60, the list of pairs and one pair."""
    folder = tmp_path_factory.mktemp("pages")
    mistakes = catalogue.load(StaffFolder(SOLUTION), real())
    made = {
        f"{count}.html": class_page(real(), classes.students(real(), mistakes, count), lessons(mistakes))
        for count in (60, 1000)
    }
    found = similar([*originals(), copy_of("loops", 2)], skeleton())
    made |= similarity_page.pages(found, skeleton(), "Alike")
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    return {name: folder / name for name in made}


@pytest.fixture
def opened(browser, pages: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[object]:
    """A page on one screen, without scripts of its own; ``asked`` lists what it asked for."""
    name, (width, scheme) = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(pages[name].as_uri())
    yield page
    page.close()


EVERY = [(name, screen) for name in ("60.html", "index.html", "001.html") for screen in SCREENS]


@pytest.mark.parametrize("opened", EVERY, indirect=True, ids=lambda one: f"{one[0]} {screen_name(one[1])}")
def test_a_page_passes_axe_fits_its_screen_and_asks_for_nothing(opened) -> None:
    assert len(opened.asked) == 1
    opened.evaluate(OPEN_ALL)
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.evaluate(LINKS_TO_NOWHERE) == 0
    assert complaints(opened) == []


@pytest.mark.parametrize("width", [1280, 420])
def test_a_name_without_a_space_leaves_room_for_what_is_to_know(browser, tmp_path: Path, width: int) -> None:
    [one] = classes.students(real(), [], 1)
    long = replace(one, people=(Person("A" * 300), Person("أحمد")), outcome="crash", reason="Could not be imported.")
    (tmp_path / "class.html").write_text(class_page(real(), [long], {}), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.goto((tmp_path / "class.html").as_uri())
    right = page.evaluate("document.querySelector('td.words').getBoundingClientRect().right")
    page.close()
    assert right <= width


@pytest.mark.parametrize("opened", [("60.html", (1280, "light"))], indirect=True, ids=["class page"])
def test_headings_go_down_one_level_at_a_time_and_a_question_opens_by_keyboard(opened) -> None:
    levels = opened.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    opened.focus("details.question > summary")
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.querySelector('details.question').open")


@pytest.mark.parametrize("opened", [("1000.html", (1280, "light"))], indirect=True, ids=["1,000 students"])
def test_a_class_of_1000_paints_at_once(opened, request: pytest.FixtureRequest) -> None:
    opened.wait_for_function(f"{PAINTED} > 0")
    size = opened.evaluate("document.documentElement.outerHTML.length")
    say(
        request.config,
        "class page",
        [f"1,000 students: first paint after {opened.evaluate(PAINTED):.0f} ms, {size:,} characters"],
    )
    assert opened.evaluate("document.querySelectorAll('#everybody tbody tr').length") == 1000
