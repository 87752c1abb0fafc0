"""The Markdown that a code host shows: as new as its source, without blanks, and every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.places import ROOT

from .conftest import HANDOUTS, NAMES, WRITTEN, needs_tools

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^ *```.*?^ *```$", re.M | re.S)


def prose(path: Path) -> str:
    """A Markdown file without its code."""
    return re.sub(r"`[^`\n]*`", "", FENCED.sub("", path.read_text(encoding="utf-8")))


def anchors(path: Path) -> set[str]:
    """Every place in a file that a link can name: what the file marks, and its headings as code hosts name them."""
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.*)$", text, re.M)
    slugs = {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower())) for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)"></a>', text))


@pytest.mark.parametrize("name", NAMES)
def test_what_a_code_host_shows_is_made_from_the_source(name: str, filled: Callable[[str], str]) -> None:
    needs_tools()
    from press.readable import readable

    source = (WRITTEN / f"{name}.md").relative_to(ROOT).as_posix()
    there = (HANDOUTS / f"{name}.md").read_text(encoding="utf-8")
    assert there == readable(filled(name), source), f"handouts/{name}.md is stale: `make handouts` writes it anew"


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_on_a_code_host_meets_no_blank_and_no_markup_of_the_pages(name: str) -> None:
    text = prose(HANDOUTS / f"{name}.md")
    assert not re.search(r"<<|<%|^:::|\{[.#]|\.html", text, re.M)
    assert text.count("<details>") == text.count("</details>")


@pytest.mark.parametrize("name", NAMES)
def test_every_link_on_a_code_host_leads_somewhere(name: str) -> None:
    page = HANDOUTS / f"{name}.md"
    for target in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = page.parent / file if file else page
        assert path.is_file(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(path), f"{page.name} links to {target}"
