"""A built handout is the same at every build, asks nobody for anything, and its links lead somewhere."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.places import ROOT

from .conftest import NAMES, Built, built, program

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["student", "staff"])
def test_a_handout_is_built_twice_to_the_same_bytes(name: str, shelf: Callable[[str], Built], tmp_path: Path) -> None:
    """The one with the most figures, and the one with the most tables."""
    once, again = shelf(name), built(program(), name, tmp_path)
    assert again.html.read_bytes() == once.html.read_bytes()
    assert again.pdf.read_bytes() == once.pdf.read_bytes()


def test_a_page_contains_all_it_shows(handout: Built) -> None:
    fetched = re.findall(
        r"<(?:script|link|img|iframe|source|object|embed)\b[^>]*\b(?:src|href|data)=\"([^\"]*)\"", handout.text
    )
    fetched += re.findall(r"url\(([^)]*)\)", handout.text) + re.findall(r"@import[^;]*", handout.text)
    assert [address for address in fetched if not address.strip("\"'").startswith(("data:", "#"))] == []


def test_a_link_leads_to_a_place_on_the_page_or_to_another_handout(handout: Built) -> None:
    places = set(re.findall(r'\bid="([^"]+)"', handout.text))
    for target in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', handout.text):
        page, _, place = target.partition("#")
        assert page in ("", *(f"{name}.html" for name in NAMES)), target
        assert page or place in places, target


def test_no_id_is_on_a_page_twice(handout: Built) -> None:
    ids = re.findall(r'\bid="([^"]+)"', handout.text)
    assert sorted(set(ids)) == sorted(ids)


def test_a_handout_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(SystemExit, match=r"There is no handout stuff; there are .*\bstaff\b"):
        program().main(["stuff"])


def test_pages_of_another_release_are_removed_and_the_release_is_noted(tmp_path: Path) -> None:
    build = program()
    build.shelf(tmp_path / "pages", "one")
    (tmp_path / "pages" / "student.html").touch()
    build.shelf(tmp_path / "pages", "one")
    assert (tmp_path / "pages" / "student.html").exists()
    build.shelf(tmp_path / "pages", "another")
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["RELEASE"]
    assert (tmp_path / "pages" / "RELEASE").read_text() == "another\n"


def test_a_changed_lock_file_is_noticed(tmp_path: Path) -> None:
    build, lock, installed = program(), tmp_path / "lock.json", tmp_path / "installed.json"
    katex = {"node_modules/katex": {"version": "1"}}
    lock.write_text(json.dumps({"packages": {"": {"name": "handouts"}, **katex}}))
    assert not build.is_fetched(lock, installed)
    installed.write_text(json.dumps({"packages": katex}))
    assert build.is_fetched(lock, installed)
    lock.write_text(json.dumps({"packages": {"node_modules/katex": {"version": "2"}}}))
    assert not build.is_fetched(lock, installed)


def test_the_tools_that_decide_about_bytes_are_pinned() -> None:
    metadata = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert all(re.search(rf'"{tool}==[\d.]+"', metadata) for tool in ("pypandoc_binary", "typst"))


def test_every_figure_of_a_pdf_has_its_description(shelf: Callable[[str], Built], filled: Callable[[str], str]) -> None:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", shelf("student").pdf.read_bytes(), re.S)
    objects = b"".join(zlib.decompressobj().decompress(data) for data in streams if data[:1] == b"\x78")
    described = [len(alt) for alt in re.findall(r'\.(?:svg|png)\)\{alt="([^"]*)"\}', filled("student"))]
    assert len(described) == 13
    assert len(re.findall(rb"/Alt\s*[(<]", objects)) == len(described)


def test_a_pdf_carries_no_date(handout: Built) -> None:
    data = handout.pdf.read_bytes()
    assert data.startswith(b"%PDF") and b"CreationDate" not in data
