"""The page: four views, nothing that runs, and readable on a phone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.gradescope.preview.lint import Issue
from autograder.gradescope.preview.page import page
from autograder.gradescope.preview.views import views

pytestmark = pytest.mark.slow

HOSTILE = "</pre><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">{{ 7 * 7 }}"


def html(results: dict[str, Any], *findings: Issue) -> str:
    return page("Preview of results.json", views(results), findings)


def test_what_a_student_printed_is_shown_as_text(results: dict[str, Any]) -> None:
    results["tests"][0].update(output=HOSTILE, name=HOSTILE, tags=[HOSTILE], output_format="html")
    results.update(output=HOSTILE, leaderboard=[{"name": HOSTILE, "value": HOSTILE}])
    text = html(results)
    assert "<script" not in text and "<img" not in text and "{{ 7 * 7 }}" in text


def test_it_needs_no_other_file(results: dict[str, Any]) -> None:
    text = html(results)
    assert not re.search(r"https?://|<link|src=|@import|url\(", text)
    assert "default-src 'none'" in text


def test_findings_stand_at_the_top(results: dict[str, Any]) -> None:
    text = html(results, Issue("wrong", "This is <wrong>."))
    assert '<li class="wrong">This is &lt;wrong&gt;.</li>' in text
    assert "Nothing is wrong" in html(results)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_view_fits_the_screen_and_is_legible(
    browser: Any, results: dict[str, Any], tmp_path: Path, width: int, scheme: str
) -> None:
    results["tests"][0]["output"] = HOSTILE + "m" * 500
    results["tests"][0]["name"] = "t1.double: " + "n" * 300
    path = tmp_path / "page.html"
    path.write_text(html(results, Issue("wrong", "w" * 300)))
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab.goto(path.as_uri())
    for view in ("before", "after", "published", "staff"):
        tab.click(f"label[for=choice-{view}]")
        shown = tab.eval_on_selector_all(".view", "all => all.filter(v => v.offsetParent !== null).map(v => v.id)")
        assert shown == [f"view-{view}"]
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    ink, ground = tab.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert _contrast(ink, ground) > 7
    assert tab.title() == "Preview of results.json"
    tab.close()


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as accessibility guidelines define it."""
    lights = sorted((_luminance(colour) for colour in (one, other)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("score", "status"), [(4.0, 0), (3.0, 1)])
def test_the_command_writes_the_page_and_its_status_says_whether_something_is_wrong(
    results: dict[str, Any], tmp_path: Path, score: float, status: int
) -> None:
    results["score"] = score
    path = tmp_path / "results.json"
    path.write_text(json.dumps(results))
    words = [sys.executable, "-m", "autograder", "preview", str(path), "--assignment", str(tmp_path / "none")]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    assert (tmp_path / "results.html").read_text().startswith("<!doctype html>")
    assert ("wrong" in done.stdout.split()) == bool(status)
