"""Lines for Python's prompt, and how messages name what a call gave."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.feedback.prompt import Prompt, code_of, prompt_of
from autograder.records import Case, Error, Rng

GRAPH = """
from graph import AddGate, ComputationalGraph
graph = ComputationalGraph(["w1"], {"g": (AddGate(), ["w1", "w1"])}, "g")
value = graph.forward(inputs)
graph.backward()  # d*
graph.backward()  # d* (again): a second backward()
"""
LOSSES = """
from softmax import log_likelihood, softmax_loss
ll = log_likelihood(w, F, y)
loss = softmax_loss(w, F, y)
"""
GATE = """
from layers import LinearGate
gate = LinearGate()
Z = gate.forward(X)
dX, dW = gate.backward(dZ)
"""


def prompt(text: str, **inputs: object) -> Prompt:
    return prompt_of({"probe": lambda **_: text}, "probe", Case("a case", inputs))  # type: ignore[arg-type]


def test_a_text_is_parsed_once_whatever_the_inputs_are_and_stays_as_it_was() -> None:
    one, other = prompt(LOSSES, w=2.0, F=np.ones((1, 2)), y=1), prompt(LOSSES, w=3.0, F=np.ones((1, 2)), y=1)
    before = one.lines("q3", "loss")
    assert one.statements is other.statements
    assert other.lines("q3", "loss") != before == one.lines("q3", "loss")


def test_a_result_is_named_by_the_call_that_returned_it() -> None:
    named = prompt(LOSSES, w=np.ones(2), F=np.ones((1, 2)), y=np.ones(1)).named("ll")
    assert named is not None and named.gave() == "log_likelihood(w, F, y) returned"
    assert named.in_brief == "The result of log_likelihood(w, F, y)"


def test_a_part_of_a_result_keeps_its_name() -> None:
    named = prompt(GATE, X=np.ones((2, 2)), dZ=np.ones((2, 2))).named("dW")
    assert named is not None and named.gave((1, 0)) == "gate.backward(dZ) gave dW[1, 0] ="
    assert named.in_brief == "dW of gate.backward(dZ)"


def test_a_pattern_names_what_a_later_call_gave() -> None:
    graph = prompt(GRAPH, inputs={"w1": 2.0})
    first, again = graph.named("dw1"), graph.named("dw1 (again)")
    assert first is not None and first.gave() == "graph.backward() gave dw1 ="
    assert again is not None and again.gave() == "a second backward() gave dw1 ="


def test_a_value_that_no_call_returned_is_something_by_its_own_name() -> None:
    named = prompt("path = [1]\n[p[0] for p in path]  # p0 = p[0] after each step").named("p0")
    assert named is not None
    assert (named.gave(), named.in_brief) == ("p[0] after each step is", "p[0] after each step")
    assert named.gave((2, 1)) == "p[0] after each step, at [2, 1], is"


def test_another_output_is_named_beside_one_by_its_part_or_by_its_own_call() -> None:
    gate = prompt(GATE + "gate.backward(dZ)  # *_again: a second gate.backward(dZ)\n")
    assert gate.beside("dW", "dX") == "dW" and gate.beside("Z", "dX") == "the result of gate.forward(X)"
    assert gate.beside("dX_again", "dX") == "dX of a second gate.backward(dZ)"
    assert gate.beside("unknown", "dX") == "unknown"


def test_what_came_back_and_is_no_number_is_told_by_the_call_to_both_readers() -> None:
    words = "loss is None; is a return statement missing?"
    retold = prompt(LOSSES, w=1.0).retold(Error("unusable", "UnusableError", words, disclosed=words))
    assert retold.message == "The result of softmax_loss(w, F, y) is None; is a return statement missing?"
    assert retold.disclosed == retold.message
    other = Error("unusable", "UnusableError", "The results are too large to be looked at.")
    assert prompt(LOSSES, w=1.0).retold(other) == other


def test_inputs_that_only_a_function_knows_which_is_handed_on_are_no_arguments() -> None:
    text = "f = lambda w: np.sum(a * w) + h\nslopes = finite_difference(f, w, h)"
    assert list(prompt(text, a=2.0, w=np.ones(2), h=0.1).arguments) == ["w", "h"]
    assert list(prompt("", a=2.0).arguments) == ["a"]


def test_an_entry_of_a_whole_result_is_named_by_its_place() -> None:
    named = prompt("z = f(x)", x=np.ones(9)).named("z")
    assert named is not None and named.gave((3,)) == "f(x) returned an array whose entry [3] is"


def test_short_inputs_stand_in_the_call_and_no_input_in_its_brief_form() -> None:
    named = prompt("gate = PowerGate(k)\ngate.backward(dz)  # d*", k=3, dz=0.5).named("dx")
    assert named is not None and named.gave() == "gate.backward(0.5) gave dx ="
    assert named.in_brief == "dx of gate.backward(dz)"


def test_a_call_with_anything_but_names_has_no_arguments_in_its_brief_form() -> None:
    named = prompt("z = f(x, 3.25)", x=1.0).named("z")
    assert named is not None and named.in_brief == "The result of f(...)"


def test_only_what_the_output_needs_is_typed() -> None:
    lines = prompt(LOSSES, w=np.array([1.0, 3.0]), F=np.ones((1, 2)), y=np.array([1])).lines("q2.lecture", "ll")
    assert lines == [
        "import numpy as np",
        "from softmax import log_likelihood",
        "w = np.array([1.0, 3.0]); F = np.array([[1.0, 1.0]]); y = np.array([1])",
        "log_likelihood(w, F, y)",
    ]


def test_calls_on_an_object_are_all_typed_for_they_may_change_it() -> None:
    lines = prompt(GRAPH, inputs={"w1": 2.0}).lines("q4.lecture", "dw1 (again)")
    assert lines[-3:] == ["value = graph.forward({'w1': 2.0})", "graph.backward()", "graph.backward()"]


def test_large_inputs_come_from_the_kit() -> None:
    lines = prompt(GATE, X=np.ones((9, 3)), dZ=np.ones((9, 3))).lines("q7.linear", "Z")
    assert lines[:2] == ["from layers import LinearGate", "import kit"]
    assert lines[2] == "X = kit.case('q7.linear', 'a case', 'X')"


def test_a_prompt_that_raises_takes_nothing_away() -> None:
    def broken(**_: object) -> str:
        raise KeyError("kind")

    case = Case("a case", {"x": 1.0})
    assert prompt_of({"probe": broken}, "probe", case).statements == ()
    assert prompt_of({"probe": lambda **_: "x = ="}, "probe", case).lines("q1.a") == []
    assert prompt_of({}, "probe", case).named("x") is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([0.1, -2.0]), "np.array([0.1, -2.0])"),
        (np.array([[1, 2]]), "np.array([[1, 2]])"),
        (Rng(3), "np.random.default_rng(3)"),
        ({"w1": 2.0}, "{'w1': 2.0}"),
        ([1, np.array([1.0])], "[1, np.array([1.0])]"),
        ((4,), "(4,)"),
        (None, "None"),
        (float(np.float64(0.25)), "0.25"),
        (np.float64(0.25), "0.25"),
        ("relu", "'relu'"),
        (np.ones(13), ""),
        (np.array([np.nan]), ""),
        (np.array([1, 2], np.uint8), ""),
        (np.zeros((0, 2)), ""),
        (float("inf"), ""),
        ([np.ones(13)], ""),
    ],
)
def test_what_is_typed_gives_an_equal_value_or_is_not_typed(value: object, text: str) -> None:
    assert code_of(value) == text
    if text:
        again = eval(text, {"np": np})
        assert isinstance(value, Rng) or np.array_equal(np.asarray(again, object), np.asarray(value, object))
