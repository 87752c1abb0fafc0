"""Frozen cases and answers come back as they went in, and say so when they cannot."""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections import OrderedDict

import numpy as np
import pytest

from autograder.answers import npz, store
from autograder.answers.npz import DIGITS
from autograder.answers.store import AnswersError
from autograder.records import Case, Rng
from autograder.sandbox import frames
from autograder.sandbox.inside import frames as inside
from autograder.spec.cases import CasesError, deck_for, draw
from tests.support.reports import check_of


def test_a_tree_comes_back_as_it_went_in():
    tree = {
        "array": np.arange(6.0).reshape(2, 3),
        "again": np.arange(6.0).reshape(2, 3),
        "scalar": np.array(2.5),
        "integers": np.array([1, 2], dtype=np.uint8),
        "plain": [None, True, 3, -0.5, "word", (1, [2, np.float64(3)])],
        "infinite": np.inf,
        "rng": Rng(7),
        "graph": {"a": ["x", ["b", "c"]]},
    }
    back = npz.unpack(npz.pack(tree))
    assert (
        np.array_equal(back["array"], tree["array"])
        and back["scalar"].shape == ()
        and back["integers"].dtype == np.uint8
    )
    assert back["plain"] == [None, True, 3, -0.5, "word", (1, [2, 3.0])]
    assert back["rng"] == Rng(7) and back["infinite"] == np.inf and back["graph"] == tree["graph"]


PLAIN = [
    None, True, False, 0, -7, 10**400, 0.0, -0.0, 1.0, 1e22, 5e-324, math.nan, math.inf, -math.inf, 2j,
    complex(math.nan, -0.0), complex(-math.inf, 1), "", "nan", "\ud800\0", (), [], {}, {"float": "nan"}, Rng(7),
    np.array(math.nan), np.array(2.5), np.zeros((0, 3)), np.array([math.inf, -0.0]), np.array(["a"]), np.array([1j]),
    np.asfortranarray(np.arange(6).reshape(2, 3)), np.array([True]),
]  # fmt: skip
NESTED = [*PLAIN, PLAIN, tuple(PLAIN), {"a": (1, [math.nan]), "b": {"c": [(-math.inf,), {}]}}, [[(PLAIN,)]]]
LIKE_PYTHON = [
    (np.float64(math.nan), math.nan), (np.float32(0.5), 0.5), (np.int64(3), 3), (np.bool_(True), True),
    (np.str_("a"), "a"), (np.complex64(1j), 1j), (OrderedDict(a=math.inf), {"a": math.inf}),
]  # fmt: skip
KEPT = [*((one, one) for one in NESTED), *LIKE_PYTHON]


@pytest.mark.parametrize("array", [np.array(2.5), np.arange(6.0).reshape(2, 3).T, np.zeros((0, 3)), np.arange(9)[::-2]])
def test_an_array_is_named_in_a_file_by_its_digest(array):
    assert npz.Packed(npz.pack(array)).tree == {"$array": npz.array_digest(array)}


def described(value):
    """A text that only a value of the same types, digits and signs has."""
    match value:
        case np.ndarray():
            return f"{value.dtype}{value.shape}{value.tolist()}"
        case list() | tuple():
            return f"{type(value)}{[described(one) for one in value]}"
        case dict():
            return f"{type(value)}{[(name, described(one)) for name, one in value.items()]}"
    return f"{type(value)}{value!r}"


def through_a_worker(value):
    arrays = []
    return inside.decode(json.loads(json.dumps(frames.encode(value, arrays), allow_nan=False)), arrays)


@pytest.mark.parametrize(("value", "expected"), KEPT, ids=range(len(KEPT)))
def test_every_value_that_a_case_may_have_keeps_its_type_and_content(value, expected):
    assert described(npz.unpack(npz.pack(value))) == described(npz.reread(value)) == described(expected)
    if "Rng" not in described(value) and not isinstance(value, OrderedDict):  # a worker makes a generator of an Rng
        assert described(through_a_worker(value)) == described(expected)


def test_an_array_that_is_reread_is_read_only_and_the_callers_own_is_not():
    own = np.ones(3)
    read = npz.reread([own])[0]
    assert np.shares_memory(own, read) and own.flags.writeable and not read.flags.writeable


def test_equal_trees_give_equal_bytes_and_equal_arrays_are_stored_once():
    tree = {"a": np.ones(10_000), "b": [np.ones(10_000)] * 5}
    assert npz.pack(tree) == npz.pack({"a": np.ones(10_000), "b": [np.ones(10_000)] * 5})
    assert len(npz.pack(tree)) < 2000


def test_a_file_says_nothing_of_the_machine_and_the_python_that_wrote_it():
    with zipfile.ZipFile(io.BytesIO(npz.pack({"a": np.ones(3), "b": np.zeros((2, 0))}))) as archive:
        entries = archive.infolist()
    assert len(entries) == 3
    for one in entries:
        assert one.date_time == (1980, 1, 1, 0, 0, 0) and not one.extra and not one.flag_bits
        assert (one.create_version, one.extract_version, one.create_system) == (20, 20, 3)
        assert one.external_attr == 0o600 << 16 and one.compress_type == zipfile.ZIP_DEFLATED


def test_a_table_keeps_its_order():
    assert list(npz.unpack(npz.pack({"scores": 1, "loss": 2, "dW1": 3}))) == ["scores", "loss", "dW1"]


@pytest.mark.parametrize(
    "value", [object(), np.array([object()]), np.zeros(1, "f4,i4"), {1: 2}, {"$array": 1}, b"bytes", np.longdouble(1)]
)
def test_what_is_not_plain_is_refused(value):
    with pytest.raises(npz.NotPlainError):
        npz.pack({"value": value})


def test_frozen_answers_survive_the_file(tmp_path, toy, toy_answers):
    path = tmp_path / "answers.npz"
    store.save_answers(path, toy_answers)
    first = path.read_bytes()
    back = store.load_answers(path, toy)
    store.save_answers(path, back)
    assert path.read_bytes() == first
    check = check_of(toy, "t1.scaled")
    for old, new in zip(toy_answers.of(check, 2), back.of(check, 2), strict=True):
        assert old.case.name == new.case.name
        assert np.array_equal(old.case.inputs["x"], new.case.inputs["x"])
        assert np.array_equal(old.answer["z"], new.answer["z"])


@pytest.mark.parametrize("damage", ["missing", "garbage", "other format", "no rows"])
def test_answers_that_cannot_be_used_say_what_to_do(tmp_path, toy, damage):
    path = tmp_path / "answers.npz"
    content = {
        "garbage": b"PK nonsense",
        "other format": npz.pack({"format": 99}),
        "no rows": npz.pack({"format": 1, "rows": []}),
    }
    if damage != "missing":
        path.write_bytes(content[damage])
    with pytest.raises(AnswersError, match="autograder freeze"):
        store.load_answers(path, toy)


def test_an_array_that_is_named_and_not_there_is_told_when_the_file_is_read(tmp_path, toy, toy_answers):
    path = tmp_path / "answers.npz"
    store.save_answers(path, toy_answers)
    with zipfile.ZipFile(path) as whole:
        *kept, last = whole.namelist()
        files = {name: whole.read(name) for name in kept}
    assert len(last) == DIGITS + len(".npy")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with pytest.raises(AnswersError, match=r"read \(1 array that it names is missing\): run `autograder freeze`"):
        store.load_answers(path, toy)


@pytest.mark.parametrize(
    "tree",
    [
        [],
        {"format": 4},
        {"format": 4, "rows": 3},
        {"format": 4, "rows": [[1, "t1.double"]]},
        {"format": 4, "rows": [[1, "t1.double", [{"name": "one"}]]]},
        {"format": 4, "rows": [[1, "t1.double", ["one"]]]},
        {"format": 4, "rows": [], "wrong": {}},
    ],
    ids=repr,
)
def test_a_file_of_another_form_is_a_sentence_when_it_is_read(tmp_path, toy, tree):
    path = tmp_path / "answers.npz"
    path.write_bytes(npz.pack(tree))
    with pytest.raises(AnswersError, match="npz has another form than frozen answers have: run `autograder freeze`"):
        store.load_answers(path, toy)


def test_a_deck_depends_on_the_name_alone_and_all_decks_are_used():
    decks = [deck_for(f"submission_{number}", 4) for number in range(400)]
    assert set(decks) == {1, 2, 3, 4} and min(map(decks.count, range(1, 5))) > 60
    assert deck_for("submission_7", 4) == decks[7]


def test_editing_one_check_moves_no_others_cases(toy):
    def numbers(rng):
        return [Case("one", {"x": rng.normal(size=3)})]

    scaled, slope = toy.checks[1], toy.checks[2]
    first = draw(scaled, numbers, 1, 1)[0].inputs["x"]
    assert np.array_equal(first, draw(scaled, numbers, 1, 1)[0].inputs["x"])
    others = [draw(slope, numbers, 1, 1), draw(scaled, numbers, 1, 2), draw(scaled, numbers, 2, 1)]
    assert not any(np.array_equal(first, other[0].inputs["x"]) for other in others)


@pytest.mark.parametrize("cases", [[], [Case("same", {}), Case("same", {})]])
def test_cases_need_names_of_their_own(toy, cases):
    with pytest.raises(CasesError, match="its own name"):
        draw(toy.checks[0], lambda rng: cases, 1, 1)
