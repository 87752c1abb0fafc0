"""Copies are found however they are disguised, and nobody who worked alone is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.batch.similarity import FEWEST_FOR_WEIGHTS, THRESHOLD, UNWEIGHTED_THRESHOLD, Similarity, similar
from autograder.batch.similarity_tokens import text_of, tokens
from autograder.freeze.reference import reference
from autograder.mistakes import catalogue
from autograder.release.skeleton import skeleton as skeleton_of
from autograder.spec.staff_folder import StaffFolder
from tests.batch import corpus
from tests.batch.corpus import area_under_curve, copy_of, originals, scores, skeleton, solutions, work
from tests.batch.disguise import disguised
from tests.support.places import SOLUTION
from tests.support.real import real


def names(found: Similarity) -> set[tuple[str, str]]:
    return {(pair.one.name, pair.other.name) for pair in found.pairs}


@pytest.mark.parametrize("level", corpus.LEVELS)
def test_a_copy_outranks_independent_work_at_every_level_of_disguise(level: int) -> None:
    planted, independent = scores(level)
    assert len(planted) > 20 and len(independent) > 90
    assert area_under_curve(planted, independent) >= 0.99
    assert max(independent) < THRESHOLD


def test_nobody_who_worked_alone_is_listed() -> None:
    found = similar(originals(), skeleton())
    assert found.weighted and found.works == len(solutions()) and found.pairs == ()


@pytest.mark.slow
def test_a_copy_with_a_mistake_put_into_it_is_found() -> None:
    right = reference(StaffFolder(SOLUTION), real())
    mistakes = catalogue.load(StaffFolder(SOLUTION), real())[::40]
    for seed, mistake in enumerate(mistakes):
        wrong = catalogue.submission(mistake, right)
        files = {name: disguised(data.decode(), 3, seed) for name, data in wrong.files.items()}
        found = similar([*originals(), work("copy", files)], skeleton())
        assert names(found) == {("solution", "copy")}, mistake.id


def test_with_few_submissions_all_code_counts_the_same_and_the_result_says_so() -> None:
    copy = copy_of("loops", 2)
    some = [one for one in originals() if "layers.py" in one.files]
    assert len(some) + 1 < FEWEST_FOR_WEIGHTS
    found = similar([*some, copy], skeleton())
    assert not found.weighted and found.threshold == UNWEIGHTED_THRESHOLD
    assert names(found) == {("loops", "copy of loops")}


def test_independent_work_stays_below_the_threshold_for_small_classes_too() -> None:
    by_file = [[one for one in originals() if name in one.files] for name in ("layers.py", "network.py", "softmax.py")]
    for some in by_file:
        assert similar(some[: FEWEST_FOR_WEIGHTS - 1], skeleton()).pairs == ()


def test_group_members_and_the_same_person_twice_are_not_compared() -> None:
    files = solutions()["loops"]
    one = work("first try", files, "ada", "grace")
    again = work("second try", files, "grace")
    alone = work("somebody else", files, "mary")
    found = similar([*originals()[:14], one, again, alone], skeleton())
    assert ("first try", "second try") not in names(found)
    assert {("first try", "somebody else"), ("second try", "somebody else")} <= names(found)


def test_earlier_terms_are_compared_with_this_term_and_not_with_each_other() -> None:
    old = [work(f"old {number}", solutions()["kahn"], archived=True) for number in range(2)]
    new = work("new", {name: disguised(text, 2, 5) for name, text in solutions()["kahn"].items()})
    others = [one for one in originals() if one.name != "kahn"]
    assert names(similar([*old, *others, new], skeleton())) == {("new", "old 0"), ("new", "old 1")}


def test_a_whole_class_that_copied_from_one_source_is_found() -> None:
    ring = [work(f"ring {i}", {n: disguised(t, 2, i) for n, t in solutions()["loops"].items()}) for i in range(12)]
    others = [one for one in originals() if one.name != "loops"]
    assert len(names(similar([*others, *ring], skeleton()))) == 12 * 11 // 2


def test_an_untouched_skeleton_is_too_little_to_compare() -> None:
    handed_out = {
        name: skeleton_of(name, text, [f"q{i}" for i in range(12)]) for name, text in solutions()["solution"].items()
    }
    two = [work(name, handed_out) for name in ("empty", "empty too")]
    found = similar([*originals(), *two], skeleton())
    assert found.small == ("empty", "empty too") and found.pairs == ()


@pytest.mark.slow
def test_the_cost_grows_with_the_fingerprints_that_are_shared_and_not_with_all_pairs_of_sets() -> None:
    works = list(corpus.class_of(120))
    found = similar(works, skeleton())
    pairs = 120 * 119 // 2
    assert found.steps < 120 * pairs  # comparing the sets would look at some 300 fingerprints for each pair
    assert similar(works, skeleton()) == found


def test_blocks_of_rows_give_the_same_scores_as_all_rows_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    works = [*originals(), copy_of("loops", 3)]
    whole = similar(works, skeleton(), threshold=0.05)
    monkeypatch.setattr("autograder.batch.similarity.BLOCK", 4)
    assert similar(works, skeleton(), threshold=0.05) == whole


def test_the_order_of_the_submissions_does_not_matter() -> None:
    works = [*originals(), copy_of("kahn", 4)]
    found = [similar(some, skeleton(), threshold=0.1) for some in (works, works[::-1])]
    one, other = ({frozenset((pair.one.name, pair.other.name)): pair.score for pair in each.pairs} for each in found)
    assert one == pytest.approx(other) and len(one) > 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("total = x + y  # a sum\n", "s=a+b"),
        ('def f(x):\n    """What it does."""\n    return x', "def g(value):\n\n  return value"),
        ("f(a,\n  b,\n)", "g(c, d)"),
        ("self.kept = X.shape", "self.saved = data.shape"),
        ("x = 'it'", 'y = "is"'),
        ("y = x \\\n + 1", "y = x + 1"),
    ],
)
def test_what_a_copier_changes_first_makes_no_difference(one: str, other: str) -> None:
    assert tokens(one).kinds == tokens(other).kinds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("X.sum()", "X.mean()"),
        ("np.dot(a, b)", "len.dot(a, b)"),
        ("x + 1", "x + 2"),
        ("if x: y", "while x: y"),
        ("a < b", "a <= b"),
    ],
)
def test_what_is_computed_makes_a_difference(one: str, other: str) -> None:
    assert tokens(one).kinds != tokens(other).kinds


def test_a_file_that_is_no_python_is_compared_all_the_same() -> None:
    broken = {
        name: text.replace("def forward(self", "def forward self", 1) + "\n((("
        for name, text in solutions()["loops"].items()
    }
    found = similar([*originals(), work("broken", broken)], skeleton())
    assert names(found) == {("loops", "broken")}


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00x", b"'''", b'"', b"\\", b"(" * 50, "é = 'ß'\n".encode("latin-1")])
def test_any_bytes_have_tokens(data: bytes) -> None:
    text = text_of(data)
    assert all(text[a:b] for a, b in tokens(text).spans)
    assert similar([replace(originals()[0], files={"nn.py": data})], skeleton()).pairs == ()
