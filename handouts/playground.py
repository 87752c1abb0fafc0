"""Takes the playground's pictures for the README and the students' handout: ``python handouts/playground.py``.

The reference trains in a real Chromium, with fixed seeds, until a picture is worth showing. Each of `PICTURES` goes
into handouts/figures.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from typing import Any

from press.places import FIGURES, PROJECT, SOLUTION

sys.path.insert(0, str(PROJECT))

from autograder.playground.folder import StudentFolder
from autograder.playground.server import Door, application, door, server
from tests.support.browser import chromium

BREATH_MS, PATIENCE_MS = 400, 300_000


@dataclass(frozen=True)
class Picture:
    """What is photographed: the state in the address, after so many epochs, in a theme, on a screen of this height."""

    name: str
    state: str
    epochs: int
    theme: str
    height: int


PICTURES = (
    Picture(
        "playground",
        "data=spiral&layers=12-12&activation=leaky_relu&alpha=0.02&momentum=0.9&batch=10&noise=4&share=60&seed=2",
        150,
        "light",
        900,
    ),
    Picture("landscape", "data=points&alpha=0.1&step=0.25&start=-4_5", 40, "dark", 790),
)
WIDTH = 1280


def taken(browser: Any, entrance: Door, picture: Picture) -> bytes:
    """The picture as a PNG."""
    screen = {"width": WIDTH, "height": picture.height}
    page = browser.new_page(viewport=screen, color_scheme=picture.theme)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{entrance.address}&{picture.state}")
    page.wait_for_selector("#scenes input", state="attached")
    while int(page.inner_text("#at-epoch")) < picture.epochs:
        before = page.inner_text("#at-epoch")
        page.click("#epoch" if page.is_visible("#epoch") else "#step")
        while page.inner_text("#at-epoch") == before:
            page.wait_for_timeout(20)
    page.mouse.move(0, 0)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    page.wait_for_timeout(BREATH_MS)
    shot: bytes = page.screenshot()
    page.close()
    return shot


def main() -> None:
    """Write both pictures."""
    entrance = door()
    running = server(application(StudentFolder(SOLUTION), entrance))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [entrance.socket]}, daemon=True)
    thread.start()
    with chromium() as browser:
        for picture in PICTURES:
            (FIGURES / f"{picture.name}.png").write_bytes(taken(browser, entrance, picture))
    running.should_exit = True
    thread.join(10)


if __name__ == "__main__":
    main()
