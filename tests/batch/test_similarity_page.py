"""A person sees the two side by side, with the shared passages marked."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from autograder.batch import similarity_page, similarity_passages
from autograder.batch.similarity import Work, WorkPair, similar
from autograder.batch.similarity_passages import CodeSpan, marked_pieces, shared_passages
from autograder.batch.similarity_tokens import text_of, tokens
from tests.batch.corpus import copy_of, originals, skeleton, solutions, work

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def pair() -> WorkPair:
    loops = work("loops", solutions()["loops"])
    return WorkPair(loops, copy_of("loops", 2), 0.7)


def kinds_in(side: Work, place: CodeSpan) -> list[str]:
    """The tokens of a passage, as they are in the whole file."""
    found, (start, end) = tokens(text_of(side.files[place.file])), place.span
    return [kind for kind, (a, b) in zip(found.kinds, found.spans, strict=True) if start <= a and b <= end]


def test_each_passage_says_the_same_on_both_sides(pair: WorkPair) -> None:
    passages = shared_passages(pair, skeleton())
    assert passages
    for passage in passages:
        one, other = kinds_in(pair.one, passage.one), kinds_in(pair.other, passage.other)
        assert one == other and len(one) == passage.size


def test_nothing_is_in_two_passages_and_the_pieces_are_the_file(pair: WorkPair) -> None:
    passages = shared_passages(pair, skeleton())
    for side, work_ in (("one", pair.one), ("other", pair.other)):
        for name, data in work_.files.items():
            places = [(p.number, getattr(p, side)) for p in passages if getattr(p, side).file == name]
            ends = sorted(place.span for _, place in places)
            assert all(before[1] <= after[0] for before, after in itertools.pairwise(ends))
            assert "".join(text for text, _ in marked_pieces(work_, name, places)) == text_of(data)


def test_most_of_a_copy_is_marked_and_none_of_the_skeleton(pair: WorkPair) -> None:
    passages = shared_passages(pair, skeleton())
    marked = sum(passage.size for passage in passages)
    whole = sum(len(tokens(text_of(data)).kinds) for data in pair.one.files.values())
    assert marked > 0.6 * whole
    stub = work("stub", {"graph.py": solutions()["solution"]["graph.py"].split("# BEGIN")[0]})
    assert shared_passages(WorkPair(stub, stub, 1.0), skeleton()) == ()


def test_only_the_first_part_of_an_endless_file_is_searched_for_passages() -> None:
    huge = work("huge", {"a.py": "x = 1\n" * similarity_passages.MOST_TOKENS})
    passages = shared_passages(WorkPair(huge, huge, 1.0), skeleton())
    assert sum(passage.size for passage in passages) == similarity_passages.MOST_TOKENS


def test_the_page_numbers_each_passage_on_both_sides_and_links_them(pair: WorkPair) -> None:
    page = similarity_page.pair_page(pair, skeleton(), "Alike")
    count = len(shared_passages(pair, skeleton()))
    for letter, across in (("a", "b"), ("b", "a")):
        marks = re.findall(rf'<mark id="{letter}(\d+)" class="p\d"><a href="#{across}\1"', page)
        assert sorted(map(int, marks)) == list(range(1, count + 1))


def test_the_list_has_a_page_for_each_pair_and_says_what_it_is_not() -> None:
    works = [*originals(), copy_of("loops", 2), copy_of("kahn", 3)]
    found = similar(works, skeleton())
    made = similarity_page.pages(found, skeleton(), "Networks: alike")
    assert sorted(made) == ["001.html", "002.html", "index.html"]
    assert "2 pairs at 35 % or more" in made["index.html"] and "nothing here changes a grade" in made["index.html"]
    assert made["index.html"].index("copy of loops") < made["index.html"].index("copy of kahn")


def test_a_small_class_reads_that_rare_code_is_unknown() -> None:
    found = similar(originals()[:5], skeleton())
    page = similarity_page.pages(found, skeleton(), "Alike")["index.html"]
    assert "With fewer than 15 submissions" in page and "No pair reaches 50 %" in page


def test_names_and_code_cannot_write_markup(pair: WorkPair) -> None:
    rude = {f"{HOSTILE}.py": f"x = '{HOSTILE}'\n" + solutions()["loops"]["layers.py"]}
    one, other = work(HOSTILE, rude), work("copy", rude, archived=True)
    both = replace(pair, one=one, other=other)
    found = replace(similar([one, other], skeleton()), pairs=(both,), small=(HOSTILE,))
    for page in similarity_page.pages(found, skeleton(), HOSTILE).values():
        assert HOSTILE not in page and "&lt;script&gt;" in page
        assert "<script" not in page and "http:" not in page and "https:" not in page
