"""A real Chromium, where there is one, the screens that pages are looked at on, and the rules of accessibility."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.support.places import ROOT

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The shell takes half the time: it has no window to draw around a page."""
SILENT = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--font-render-hinting=none",  # letters as wide as in a window
)

PHONE, DESK = 390, 1280
SCREENS = ((PHONE, "light"), (DESK, "dark"))
"""Each width and each scheme once: no width changes a colour, and no scheme moves anything."""
AXE = ROOT / "handouts" / "node_modules" / "axe-core" / "axe.min.js"
COMPLAINTS = """async () => (await axe.run({ resultTypes: ["violations"] })).violations.map(
    found => found.id + ": " + found.nodes.slice(0, 3).map(node => node.html).join(" "))"""


def screen_name(screen: tuple[int, str]) -> str:
    """What a test on this screen is called."""
    width, scheme = screen
    return f"{scheme} at {width}"


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; the test is skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("looking at pages needs Debian's chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="looking at pages needs playwright")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(SILENT))
        yield browser
        browser.close()


def complaints(page: Any) -> list[str]:
    """What axe-core finds inaccessible on an open page; the test is skipped where there is no axe-core."""
    if not AXE.exists():
        pytest.skip("the accessibility rules need axe-core: npm ci --prefix handouts")
    if page.evaluate("typeof axe === 'undefined'"):
        page.add_script_tag(path=str(AXE))
    found: list[str] = page.evaluate(COMPLAINTS)
    return found
