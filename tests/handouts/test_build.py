"""A built handout is the same at every build, asks nobody for anything, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from .conftest import NAMES, Built, built


def test_a_handout_is_built_twice_to_the_same_bytes(handout: Built, tmp_path: Path) -> None:
    again = built(handout.name, tmp_path)
    assert again.html.read_bytes() == handout.html.read_bytes()
    assert again.pdf.read_bytes() == handout.pdf.read_bytes()


def test_a_page_contains_all_it_shows(handout: Built) -> None:
    fetched = re.findall(r"<(?:script|link|img|iframe|source|object|embed)\b[^>]*\b(?:src|href|data)=\"([^\"]*)\"", handout.text)
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


def test_a_pdf_carries_no_date(handout: Built) -> None:
    data = handout.pdf.read_bytes()
    assert data.startswith(b"%PDF") and b"CreationDate" not in data
