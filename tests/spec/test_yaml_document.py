"""What YAML would quietly turn into something else is refused where it stands."""

from __future__ import annotations

from itertools import product

import pytest
import yaml

from autograder.spec import yaml_document
from autograder.spec.yaml_document import Place, read
from tests.support.places import ROOT

HARD = product(
    ("a: {b: ", "a: [", "a:\n  - ", "a: >-\n  "),
    ("", "why?", "why? so", "'why?'", "é", "b\tc", "*x", "x:y", "x: y", "# x", "|", "- y", "?", "%", "\u2028", "\x07"),
    ("", "}", "]", "\n", "}\nc: d\n", "]\nc: d\n"),
)
"""Texts that readers of YAML take in different ways, and many that none takes."""


def problems(text: str) -> list[tuple[int, int, str]]:
    return [(problem.place.line, problem.place.column, problem.message) for problem in read(text).problems]


def test_plain_values_are_what_they_look_like():
    document = read("a: 1e-6\nb: 3\nc: 2.5\nd: true\ne: null\nf: word\ng: '1'\nh: 2026-12-01\ni: .5\nj: [-3, +4]\n")
    assert document.data == {
        "a": 1e-6, "b": 3, "c": 2.5, "d": True, "e": None, "f": "word", "g": "1", "h": "2026-12-01", "i": 0.5,
        "j": [-3, 4],
    }  # fmt: skip
    assert not document.problems


def test_a_comment_with_a_space_a_number_beside_one_and_a_hash_within_a_word_are_no_news():
    document = read("a: one # two\nb: 2 #two\nc: C#m\nd: '#1'\n#e: 3\nf: true #g\nh: # i\n")
    assert document.data == {"a": "one", "b": 2, "c": "C#m", "d": "#1", "f": True, "h": None}
    assert not document.problems


def test_a_number_that_no_computer_has_is_a_text():
    assert read(f"a: {'9' * 5000}\nb: 1e400\n").data == {"a": "9" * 5000, "b": "1e400"}


def test_what_nobody_nests_by_hand_is_read_all_the_same():
    assert read("a: " + "[" * 200 + "]" * 200).problems == ()


def test_places_count_from_one():
    document = read("a:\n  - x\n  - b: 2\n")
    assert document.place(("a", 1, "b")) == Place(3, 5)
    assert document.place(("a", 1, "missing")) == Place(3, 5)


def test_a_refused_alias_anchor_or_tag_hides_nothing_of_the_rest():
    text = "a: &x {b: !!str c, d: no}\ne: *x\nf: 12:30\n"
    assert [(line, column) for line, column, _ in problems(text)] == [(1, 4), (1, 11), (2, 4), (1, 23), (3, 4)]
    assert read(text).data == {"a": {"b": "c", "d": "no"}, "e": {"b": "c", "d": "no"}, "f": "12:30"}


@pytest.mark.parametrize(
    "text", [*(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("[!.]*/**/*.y*ml"))), *map("".join, HARD)]
)
def test_libyaml_reads_what_pyyamls_own_loader_reads(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read(text)
    monkeypatch.setattr(yaml_document, "FAST", yaml.SafeLoader)
    assert fast == read(text)


def test_an_alias_of_what_it_stands_in_ends():
    assert read("a: &x [b, *x]\n").data == {"a": ["b", None]}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: no\n", 1, 4, "true or false"),
        ("a: 12:30\n", 1, 4, "quote it"),
        ("a: issue #1 first\n", 1, 4, "#1 begins a comment here: put the text in quotes, or a space behind the #."),
        ("- a: #1 is wrong\n", 1, 5, "#1 begins a comment here"),
        ("a: [b, c #d\n  ]\n", 1, 8, "#d begins a comment here"),
        ("a: 1\na: 2\n", 2, 1, "given twice"),
        ("a: &x 1\nb: *x\n", 1, 4, "anchor"),
        ("a: !!python/object x\n", 1, 4, "tag"),
        ("<<: {a: 1}\n", 1, 1, "merge key"),
        ("a: [1\n", 1, 4, "a [ opens here and is not closed before line 2."),
        ("a: {b: 1\nc: 2\n", 1, 4, "a { opens here and is not closed before line 2."),
        (
            "a: 1\ntitle: Why: because\n",
            2,
            11,
            'a colon inside of a text. Put the text in quotes: title: "Why: because"',
        ),
        ("- hint: Look: here\n  more: text\n", 1, 13, 'Put the text in quotes: hint: "Look: here"'),
        ("a:\n\tb: 1\n", 2, 1, "a tab stands here, and YAML is indented with spaces"),
        ("a: 1\n  b: 2\n", 2, 4, "this line begins with 2 spaces, which fits no line above it"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, "this line begins with 1 space, which fits no line above it"),
        ("q:\n  - id: 1\n   title: x\n", 3, 4, "this line begins with 3 spaces"),
        ("- a: 1\n- b: 2\n  - c\n", 3, 3, "this line begins with 2 spaces"),
        ("a: 'it's'\n", 1, 8, "the text ends before this: inside of '…', a ' is written twice."),
        ('a: "he said "hi""\n', 1, 14, 'inside of "…", a " is written \\", or the whole stands in \'…\'.'),
        ("a: [x] is twice\n", 1, 8, "a text that begins with [ must stand in quotes."),
        ("- a: {x} is twice\n", 1, 10, "a text that begins with { must stand in quotes."),
        ('a: "x\\qy"\n', 1, 7, "inside of \"…\", a \\ is written twice; inside of '…' it stands for itself."),
        ("a: > text\n", 1, 6, "after > or |, the text begins on the next line, further to the right."),
        ("a: ? what\n", 1, 4, "a text that begins with ? must stand in quotes."),
        ("a: 1\n---\nb: 2\n", 2, 1, "`---` begins a second document here"),
        ("a: 1\n: what\n", 2, 1, "nothing stands before the colon: write the key there."),
        ("a: 1\nb:\u00a0what\n", 2, 3, "a no-break space stands in this line"),
        ("a: 1\nb\uff1a what\n", 2, 2, "a wide colon stands in this line"),
        ("a: 1\nb:\u200bwhat\n", 2, 3, "an invisible character stands in this line"),
        ("a:\n  \u2013 id: b\n    c: 1\n", 2, 3, "a list's entry begins with a dash of a word processor"),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> her\n", 2, 1, "a merge that git did not finish"),
        ("a: 1\n...\nb: 2\n", 2, 1, "`...` ends the document above this"),
        ("a: {b: move?}\n", 1, 12, "inside of {…} and […] a text with a ? in it must stand in quotes."),
        ("a: [b,\n  move? it]\n", 2, 7, "a text with a ? in it must stand in quotes."),
        ("a: {b: c: d}\n", 1, 9, "a text with a colon in it must stand in quotes; or a comma is missing"),
        ('a: {b: "x" y}\n', 1, 12, "a comma is missing before this, or the whole text must stand in quotes."),
        ("a: {b: [1, 2}\n", 1, 13, "this closes what does not stand open"),
        ("a: {b: x]}\n", 1, 9, "this closes what does not stand open"),
        ("a: {b: 1, , c: 2}\n", 1, 11, "nothing stands before this comma"),
        ("~\n", 1, 1, "empty"),
        ("null", 1, 1, "empty"),
        ("---\n", 1, 1, "empty"),
        ("a:\n  ? [b]\n  : c\n", 2, 5, "a key is a word, and this is a list or a table"),
        ("a: b\0c\n", 1, 5, "'\\x00' may not stand in YAML: delete it."),
        ("a: " + "[" * 100_000, 1, 1, "nested too deeply"),
        ("a: " + "[" * 201 + "]" * 201, 1, 1, "nested too deeply"),
        ("a: " + "{a: " * 500, 1, 1, "nested too deeply"),
        ('b: 1\na: "x\n', 2, 4, "a quotation mark opens here and is not closed."),
        ("a: @x\n", 1, 4, "a text that begins with @ must stand in quotes."),
        ("a: *x\n", 1, 4, "a text that begins with * must stand in quotes."),
        ("a: 1\nb 2\nc: 3\n", 2, 1, "this line is not `key: value`: is a colon missing, or a space after it?"),
        ("a: - b\n", 1, 4, "must begin on a line of its own, below its key."),
        ("a: \x07\n", 1, 4, "'\\x07' may not stand in YAML"),
        ("", 1, 1, "empty"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_trap_is_refused_with_its_place(text, line, column, words):
    found = problems(text)
    assert (found[0][0], found[0][1]) == (line, column)
    assert words in found[0][2]
