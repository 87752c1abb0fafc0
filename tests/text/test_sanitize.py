"""Nothing that is not seen reaches a terminal or a page, whichever of Unicode's invisible characters it is."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from autograder.text.sanitize import INVISIBLE, sanitized


def test_of_all_characters_exactly_the_invisible_ones_go() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1))).replace("\x1b", "").replace("\r", "")
    kept = sanitized(everything)
    assert {unicodedata.category(character) for character in set(kept) - {"\n", "\t"}}.isdisjoint(INVISIBLE)
    assert len(kept) == sum(unicodedata.category(one) not in INVISIBLE or one in "\n\t" for one in everything)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x1b[2Jb\x1b]0;title\x07c", "abc"),
        ("right\u202eleft\u2066\u2069", "rightleft"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("one\r\ntwo\rthree\u2028four\u2029", "one\ntwo\nthreefour"),
        ("\ud800lone\udfff", "lone"),
        ("private\ue000\U0010fffd unassigned\u0378", "private unassigned"),
        ("naïve 数 \u00a0é\t√2 😀", "naïve 数 \u00a0é\t√2 😀"),
    ],
)
def test_what_is_seen_stays_and_what_is_not_goes(text: str, kept: str) -> None:
    assert sanitized(text) == kept


@given(some.text())
def test_sanitizing_twice_changes_nothing_and_each_invisible_character_may_leave_a_mark(text: str) -> None:
    assert sanitized(sanitized(text)) == sanitized(text)
    assert sanitized(text, "\ufffd").replace("\ufffd", "") == sanitized(text).replace("\ufffd", "")
