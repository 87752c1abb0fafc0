"""The grader believes nothing it reads: every frame that is not exactly as agreed is MalformedError,
and never anything else.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from autograder.records import EVERYTHING, Allowed, Rng
from autograder.sandbox import frames
from autograder.sandbox.frames import MalformedError, wash
from autograder.sandbox.inside import frames as worker_frames
from tests.support.fuzzing import for_a_while

ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = some.sampled_from(["sequence", "outputs", "raised", "timed out", "fault", "line", "type", "message", "extra"])


def reply(body: bytes = b"", sequence: int = 1, **content: Any) -> tuple[str, dict[str, np.ndarray], Any]:
    return frames.read_reply(json.dumps({"sequence": sequence, **content}).encode(), body, 1)


def test_an_answer_is_read_as_plain_arrays() -> None:
    outcome, outputs, error = reply(b"\0" * 16 + b"\1", outputs=[["a", "<f8", [2, 1]], ["b", "|b1", []]])
    assert outcome == "returned" and error is None
    assert outputs["a"].shape == (2, 1) and bool(outputs["b"]) and outputs["a"].flags.writeable


def test_an_array_of_nothing_keeps_its_shape() -> None:
    assert reply(outputs=[["a", "<f8", [0, 3]]])[1]["a"].shape == (0, 3)


def test_as_many_numbers_as_an_answer_may_hold_are_read() -> None:
    assert (
        reply(bytes(frames.NUMBERS_CAP), outputs=[["a", "|i1", [1, frames.NUMBERS_CAP]]])[1]["a"].size
        == frames.NUMBERS_CAP
    )


def test_a_truth_value_is_0_or_1_whatever_byte_came_for_it() -> None:
    assert reply(b"\0\1\2\xff", outputs=[["a", "|b1", [4]]])[1]["a"].view(np.uint8).tolist() == [0, 1, 1, 1]


def test_an_error_is_read_as_washed_text() -> None:
    _, _, error = reply(raised={"fault": "exception", "message": "\x1b[31mred\x07", "line": 3})
    assert error.message == "red" and error.line == 3


@pytest.mark.parametrize(
    ("outputs", "body"),
    [
        ([["a", "|O8", [1]]], b"\0" * 8),
        ([["a", "object", [1]]], b"\0" * 8),
        ([["a", "<f8, <f8", [1]]], b"\0" * 16),
        ([["a", ">f8", [1]]], b"\0" * 8),
        ([["a", "<c16", [1]]], b"\0" * 16),
        ([["a", "<M8[s]", [1]]], b"\0" * 8),
        ([["a", "<f8", [2]]], b"\0" * 8),
        ([["a", "<f8", [1]]], b"\0" * 16),
        ([["a", "<f8", [-1]]], b""),
        ([["a", "<f8", [-1, -1]]], b"\0" * 8),
        ([["a", "<f8", [True]]], b"\0" * 8),
        ([["a", "<f8", [1.0]]], b"\0" * 8),
        ([["a", "<f8", [2**32, 2**32]]], b""),
        ([["a", "<f8", [0, 2**62]]], b""),
        ([["a", "<f8", [0, 2**26, 2**26, 2**26]]], b""),
        ([["a", "<f8", [2**21, 0, 2**21]]], b""),
        ([["a", "|i1", [frames.NUMBERS_CAP + 1]]], bytes(frames.NUMBERS_CAP + 1)),
        ([["a", "|i1", [frames.NUMBERS_CAP]], ["b", "|i1", [1]]], bytes(frames.NUMBERS_CAP + 1)),
        ([[f"n{i}", "|i1", [0]] for i in range(1001)], b""),
        ([["a", "<f8", [1] * 33]], b"\0" * 8),
        ([["a", "<f8", "1"]], b"\0" * 8),
        ([["a", "<f8", []], ["a", "<f8", []]], b"\0" * 16),
        ([["", "<f8", []]], b"\0" * 8),
        ([["a\x1b[2J", "<f8", []]], b"\0" * 8),
        ([["a" * 201, "<f8", []]], b"\0" * 8),
        ([[1, "<f8", []]], b"\0" * 8),
        ([["a", 1, []]], b"\0" * 8),
        ([["a", "<f8"]], b"\0" * 8),
        ({"a": 1}, b""),
        (None, b""),
    ],
)
def test_outputs_that_are_not_arrays_of_numbers_are_refused(outputs: Any, body: bytes) -> None:
    with pytest.raises(MalformedError):
        reply(body, outputs=outputs)


@pytest.mark.parametrize(
    "content",
    [{}, {"outputs": [], "raised": {}}, {"verdict": "passed"}, {"raised": None}, {"raised": {"fault": "broken"}},
     {"raised": {"fault": "exception", "line": -1}}, {"raised": {"fault": "exception", "line": True}},
     {"raised": {"fault": "exception", "message": 3}}, {"raised": {"fault": ["exception"]}}],
)  # fmt: skip
def test_an_answer_of_another_kind_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(MalformedError):
        reply(**content)


@pytest.mark.parametrize("sequence", [0, 2, True, 1.0, "1", None])
def test_an_answer_to_another_call_is_refused(sequence: Any) -> None:
    with pytest.raises(MalformedError):
        reply(sequence=sequence, outputs=[])


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{", b'{"a": NaN}', b"\xff", b"[" * 100_000, b'{"sequence": ' + b"9" * 5000 + b"}", b"null"]
)
def test_a_header_that_is_no_plain_object_is_refused(text: bytes) -> None:
    with pytest.raises(MalformedError):
        frames.read_header(text)


@pytest.mark.parametrize(
    ("header", "body"),
    [(0, 0), (frames.HEADER_CAP + 1, 0), (1, frames.BODY_CAP + 1), (2**32 - 1, 2**64 - 1), (1, 2**60)],
)
def test_lengths_are_refused_before_anything_is_read(header: int, body: int) -> None:
    with pytest.raises(MalformedError):
        frames.read_prefix(frames.PREFIX.pack(frames.MAGIC, header, body))


LENGTHS = some.integers(0, 5) | some.builds(
    lambda power, off: 2**power + off, some.integers(3, 23), some.integers(-1, 1)
)
NAMES = some.sampled_from(["y", "dx[0]", "é", "\x1b[2J", "", "a" * 201]) | some.text(max_size=3)
TYPES = some.sampled_from([*sorted(frames.DTYPES), "|O8", "V4", ">f8", "<c16", "<M8[s]", "f8"])
PLAIN_ROWS = some.lists(
    some.tuples(
        some.text("abc", min_size=1, max_size=3),
        some.sampled_from(sorted(frames.DTYPES)),
        some.lists(LENGTHS, max_size=3),
    ),
    max_size=4,
)
ROWS = some.lists(
    some.tuples(
        NAMES | ANYTHING,
        TYPES,
        some.lists(LENGTHS | some.sampled_from([-1, 2**31, 2**63, True]), max_size=4) | ANYTHING,
    ),
    max_size=3,
)
ERRORS = some.fixed_dictionaries(
    {"fault": some.sampled_from(["exception", "complaint", "memory", "broken"])},
    optional=dict.fromkeys(
        ("line", "type", "message", "file", "text", "function", "traceback", "called", "operands"), ANYTHING
    ),
)


@for_a_while
@given(
    some.binary(max_size=40)
    | some.tuples(some.integers(0, 2**32 - 1), some.integers(0, 2**64 - 1)).map(
        lambda lengths: frames.PREFIX.pack(frames.MAGIC, *lengths)
    )
)
def test_any_prefix_is_read_or_refused(prefix: bytes) -> None:
    try:
        header, body = frames.read_prefix(prefix)
    except MalformedError:
        return
    assert 0 < header <= frames.HEADER_CAP and 0 <= body <= frames.BODY_CAP


@for_a_while
@given(some.binary(max_size=200) | ANYTHING.map(lambda value: json.dumps(value).encode()), some.binary(max_size=64))
def test_any_bytes_are_an_answer_or_refused(text: bytes, body: bytes) -> None:
    read_or_refused(text, body)


@pytest.mark.slow
@for_a_while
@given(some.dictionaries(KEYS, ANYTHING | ERRORS, max_size=3), some.binary(max_size=64))
def test_any_almost_right_answer_is_an_answer_or_refused(header: dict[str, Any], body: bytes) -> None:
    read_or_refused(json.dumps({"sequence": 1, **header}).encode(), body)


@pytest.mark.slow
@for_a_while
@given(ROWS, some.binary(max_size=200))
def test_any_table_of_outputs_is_arrays_or_refused(rows: list[Any], body: bytes) -> None:
    read_or_refused(json.dumps({"sequence": 1, "outputs": rows}).encode(), body)


@pytest.mark.slow
@for_a_while
@given(PLAIN_ROWS, some.integers(0, 255))
def test_any_table_with_its_bytes_is_read_up_to_the_cap(rows: list[Any], filling: int) -> None:
    size = sum(math.prod(shape) * np.dtype(dtype).itemsize for _, dtype, shape in rows)
    if size <= frames.BODY_CAP:
        read_or_refused(json.dumps({"sequence": 1, "outputs": rows}).encode(), bytes([filling]) * size)


def read_or_refused(text: bytes, body: bytes) -> None:
    try:
        _, outputs, _ = frames.read_reply(text, body, 1)
    except MalformedError:
        return
    assert sum(array.nbytes for array in outputs.values()) == len(body)
    assert (
        all(array.dtype.kind in "biuf" for array in outputs.values()) and frames.numbers(outputs) <= frames.NUMBERS_CAP
    )


@pytest.mark.slow
@for_a_while
@given(ANYTHING)
def test_every_value_a_case_may_hold_comes_out_as_it_went_in(value: Any) -> None:
    arrays: list[np.ndarray] = []
    sent = json.loads(json.dumps(frames.encode(value, arrays), allow_nan=False))
    assert worker_frames.decode(sent, arrays) == value


def test_a_second_attempt_has_other_seeds() -> None:
    assert frames.encode(Rng(4), []) == {"rng": 4} and frames.encode([Rng(4)], [], 1) == {"list": [{"rng": [4, 1]}]}


@pytest.mark.parametrize("value", [object(), {1: 2}, {1, 2}, b"bytes"])
def test_a_value_no_case_may_hold_is_a_staff_error(value: Any) -> None:
    with pytest.raises(TypeError, match=r"cannot be sent|must be text"):
        frames.encode(value, [])


def test_an_array_of_objects_is_never_sent() -> None:
    with pytest.raises(TypeError, match="cannot be sent"):
        frames.pack({}, [np.array([None])])


@pytest.mark.parametrize(
    ("text", "washed"),
    [("a\x00b\x07c", "abc"), ("\x1b]0;title\x07x", "x"), ("\x1b[2J\x1b[1;31mred", "red"), ("a\r\nb\rc", "a\nb\nc"),
     ("\u202eevil\u200b", "evil"), ("\ud800", ""), ("tab\tstays\n", "tab\tstays\n"), ("\x9b31m", "31m")],
)  # fmt: skip
def test_text_is_washed(text: str, washed: str) -> None:
    assert wash(text) == washed


@for_a_while
@given(some.text())
def test_washed_text_is_short_and_has_no_control_characters(text: str) -> None:
    clean = wash(text, 50)
    assert len(clean) <= 50 and all(letter >= " " or letter in "\n\t" for letter in clean)
    clean.encode()


# --- what may come back beside real numbers

LETTERS = "a\U0001f600b".encode("utf-32-le")


def more(body: bytes, *outputs: list[Any], allows: Sequence[Allowed] = EVERYTHING) -> dict[str, np.ndarray]:
    text = json.dumps({"sequence": 1, "outputs": list(outputs)}).encode()
    return frames.read_reply(text, body, 1, allows)[1]


def test_text_none_and_complex_numbers_are_read_where_they_are_allowed() -> None:
    found = more(LETTERS + b"\0" + b"\0" * 16, ["t", "<U3", []], ["n", "|V1", []], ["z", "<c16", [1]])
    assert str(found["t"]) == "a\U0001f600b" and found["n"].dtype.kind == "V" and found["z"][0] == 0j
    assert more(b"", ["t", "<U0", []])["t"] == ""


@pytest.mark.parametrize(
    ("body", "row", "allows"),
    [
        (LETTERS, ["t", "<U3", []], ("complex", "none")),
        (b"\0", ["n", "|V1", []], ("text",)),
        (b"\0" * 16, ["z", "<c16", [1]], ("text", "none")),
        (b"\0\0\x11\0", ["t", "<U1", []], EVERYTHING),
        (b"\0\xd8\0\0", ["t", "<U1", []], EVERYTHING),
        (b"\0" * 4, ["t", ">U1", []], EVERYTHING),
        (b"\0" * 4, ["t", "<U01", []], EVERYTHING),
        (b"\0" * 4, ["t", "<U99999999", []], EVERYTHING),
        (b"\0" * 8, ["t", "<U2000000", [2]], EVERYTHING),
        (b"\0" * 4, ["t", "|S4", []], EVERYTHING),
        (b"\0" * 8, ["t", "|O", []], EVERYTHING),
        (b"\0" * 2, ["n", "|V2", []], EVERYTHING),
    ],
)
def test_other_text_and_what_is_not_allowed_are_refused(body: bytes, row: list[Any], allows: Sequence[Allowed]) -> None:
    with pytest.raises(frames.MalformedError):
        more(body, row, allows=allows)


def test_complex_numbers_and_text_can_be_inputs() -> None:
    assert frames.encode(1 - 2j, []) == {"complex": ["1.0", "-2.0"]}
    arrays = [np.array([1j]), np.array(["a", "bc"])]
    header = json.loads(frames.pack({}, arrays)[frames.PREFIX.size :].split(b"}")[0] + b"}")
    assert header["arrays"] == [["<c16", [1]], ["<U2", [2]]]
