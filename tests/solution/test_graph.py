"""Q4: the lecture's gates and its graph, and laws that watch the order of calls."""

from types import SimpleNamespace

import numpy as np
import pytest
import sympy

from autograder.records import Error
from autograder.sandbox import Payload
from autograder.sandbox.disclosure import checked
from autograder.spec import staff_code
from tests.support.places import SOLUTION


def lecture_graph(graph):
    nodes = {
        "g": (graph.AddGate(), ["b", "c"]),
        "b": (graph.MultiplyGate(), ["a", "w2"]),
        "a": (graph.PowerGate(3), ["w1"]),
        "c": (graph.ScaleGate(3), ["w1"]),
    }
    return graph.ComputationalGraph(["w1", "w2"], nodes, "g")


@pytest.mark.parametrize(("w", "value", "gradient"), [((2, 3), 30, (39, 8)), ((3, 4), 117, (111, 27))])
def test_the_lectures_graph(reference, w, value, gradient):
    graph = lecture_graph(reference.graph)
    assert graph.forward({"w1": float(w[0]), "w2": float(w[1])}) == value
    for _ in range(2):
        assert graph.backward() == {"w1": gradient[0], "w2": gradient[1]}


def test_the_two_paths_of_w1_add_up():
    """36 through the cube, 3 through the product by 3: the derivative is their sum."""
    w1, w2 = sympy.symbols("w1 w2")
    value = w1**3 * w2 + 3 * w1
    at = {w1: 2, w2: 3}
    assert [sympy.diff(value, w).subs(at) for w in (w1, w2)] == [36 + 3, 8]


def test_at_two_and_three_a_cube_without_upstream_looks_like_one_without_its_factor(reference, instead):
    """That is why the hidden checks use other numbers: two different mistakes both give [15, 8] here."""

    class WithoutUpstream(reference.graph.PowerGate):
        def backward(self, dz):
            return [self.n * self.x ** (self.n - 1)]

    class WithoutFactor(reference.graph.PowerGate):
        def backward(self, dz):
            return [self.x ** (self.n - 1) * dz]

    found = []
    for wrong in (WithoutUpstream, WithoutFactor):
        graph = lecture_graph(instead("graph", PowerGate=wrong))
        graph.forward({"w1": 2.0, "w2": 3.0})
        found.append(graph.backward())
    assert found == [{"w1": 15, "w2": 8}] * 2


def test_a_value_used_three_times_gets_three_slopes(watch, reference, cases):
    skip, doubled = cases("forks_at_home")
    seen = watch("student_graph", skip, graph=reference.graph)
    assert (seen["value"], seen["dx"], seen["dx (again)"]) == (42, 26, 26)
    assert watch("student_graph", doubled, graph=reference.graph)["da"] == 4


def test_the_lectures_loss_as_a_graph_has_its_gradient(watch, reference, cases):
    [case] = cases("lecture_loss_graph")
    seen = watch("student_graph", case, graph=reference.graph)
    assert seen["value"] == pytest.approx(12.000386949465591)
    assert [float(seen["dw1"]), float(seen["dw2"])] == pytest.approx([-0.000852292, 3.99921], rel=1e-5)


@pytest.mark.parametrize("x", [-1.3, 0.0, 2.0])
@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_the_power_gate_agrees_with_the_closed_form(reference, x, n):
    symbol = sympy.symbols("x")
    gate = reference.graph.PowerGate(n)
    assert gate.forward(x) == pytest.approx(float((symbol**n).subs(symbol, x)))
    assert gate.backward(-2.5) == [pytest.approx(-2.5 * float(sympy.diff(symbol**n, symbol).subs(symbol, x)))]


def test_sixty_forks_in_a_row_are_no_trouble(watch, reference, cases):
    [case] = cases("many_paths")
    assert np.isfinite(watch("own_graph", case, graph=reference.graph)["dx"])


def test_unused_inputs_and_an_input_as_the_output(watch, reference, cases):
    unused, straight, _ = cases("edges_of_graphs")
    assert watch("own_graph", unused, graph=reference.graph)["dunused"] == 0
    seen = watch("own_graph", straight, graph=reference.graph)
    assert (seen["dx"], seen["dy"]) == (1, 0)


def test_a_circle_is_refused(reference):
    graph = reference.graph.ComputationalGraph(["x"], {"a": (None, ["b"]), "b": (None, ["a", "x"])}, "a")
    with pytest.raises(ValueError, match="circle"):
        graph.nodes_topologically_sorted()


def test_every_graph_of_the_cases_needs_a_sort(cases):
    """The nodes never come in an order in which they can be evaluated."""
    for name in ("random_graphs", "graphs_to_count", "nodes_to_sort", "graphs_again", "many_paths"):
        for case in cases(name):
            known = set(case.inputs["inputs"])
            in_order = [
                known.issuperset(arguments) and not known.add(node) for node, _, *arguments in case.inputs["nodes"]
            ]
            assert not all(in_order)


def test_a_backward_that_measures_forward_is_told(watch, reference, instead, cases):
    class Measuring(reference.graph.MultiplyGate):
        def backward(self, dz):
            x, y, h = self.x, self.y, 1e-6
            return [(self.forward(x + h, y) - x * y) / h * dz, (self.forward(x, y + h) - x * y) / h * dz]

    with pytest.raises(Exception, match="called forward at other inputs"):
        watch("gate", cases("multiply_gate")[0], graph=instead("graph", MultiplyGate=Measuring))


def test_a_backward_that_runs_forward_again_on_its_own_inputs_is_right(watch, reference, instead, cases):
    class Twice(reference.graph.PowerGate):
        def backward(self, dz):
            return [self.n * self.forward(self.x) / self.x * dz]

    case = cases("power_gate")[0]
    right = watch("powers", case, graph=reference.graph)
    seen = watch("powers", case, graph=instead("graph", PowerGate=Twice))
    assert {name: pytest.approx(value) for name, value in right.items()} == seen


@pytest.mark.parametrize(
    ("returned", "complaint"),
    [
        (None, "returned None"),
        (3.0, "returned a single number, expected a list of 2"),
        ([1.0], "returned a list of 1"),
    ],
)
def test_a_backward_that_returns_something_else_is_told_what(watch, reference, instead, cases, returned, complaint):
    class Odd(reference.graph.MultiplyGate):
        def backward(self, dz):
            return returned

    with pytest.raises(Exception, match=complaint):
        watch("gate", cases("multiply_gate")[0], graph=instead("graph", MultiplyGate=Odd))


@pytest.mark.parametrize(
    ("slopes", "complaint"), [(None, "expected a dict"), ({}, "is missing"), ({"x": None}, "'x' is None")]
)
def test_a_graph_that_leaves_a_slope_out_is_told_which(watch, reference, instead, cases, slopes, complaint):
    class Odd(reference.graph.ComputationalGraph):
        def backward(self):
            return slopes

    with pytest.raises(Exception, match=complaint):
        watch("own_graph", cases("many_paths")[0], graph=instead("graph", ComputationalGraph=Odd))


DIAMOND = {
    "inputs": {"x": 1.0},
    "nodes": [["out", "subtract", "l", "r"], ["l", "sine", "x"], ["r", "square", "l"], ["dead", "sine", "x"]],
    "output": "out",
}
OUT, L, R, DEAD = range(4)


@pytest.mark.parametrize("order", [[L, R, OUT], [L, R, OUT, DEAD], [DEAD, L, R, OUT]])
def test_any_topological_order_is_right(laws, order):
    assert laws.is_a_topological_order(DIAMOND, {"order": np.array(order)}) is None


@pytest.mark.parametrize(
    ("order", "complaint"),
    [([R, L, OUT], "before one of its arguments"), ([L, R, R, OUT], "twice"), ([L, R], "are missing"), ([], "missing")],
)
def test_another_order_is_told_why(laws, order, complaint):
    assert complaint in laws.is_a_topological_order(DIAMOND, {"order": np.array(order, dtype=int)})


@pytest.mark.parametrize(
    ("forward", "backward"),
    [([L, R, OUT], [OUT, R, L]), ([DEAD, L, R, OUT], [OUT, R, L, DEAD]), ([L, R, OUT], [DEAD, OUT, R, L])],
)
def test_each_needed_gate_goes_once_and_dead_ones_may(laws, forward, backward):
    outputs = {"forward": np.array(forward), "backward": np.array(backward)}
    assert laws.each_gate_forward_once(DIAMOND, outputs) is None
    assert laws.each_gate_backward_once(DIAMOND, outputs) is None


def test_gates_that_go_twice_or_never_or_too_early_are_noticed(laws):
    def forward(*calls):
        return laws.each_gate_forward_once(DIAMOND, {"forward": np.array(calls, dtype=int)})

    def backward(*calls):
        return laws.each_gate_backward_once(DIAMOND, {"backward": np.array(calls, dtype=int)})

    assert "went forward 2 times" in forward(L, L, R, OUT)
    assert "went forward 0 times" in forward(L, OUT)
    assert "before a gate whose value it takes" in forward(R, L, OUT)
    assert "went backward 2 times" in backward(OUT, L, R, L)
    assert "its slope was not complete" in backward(OUT, L, R)
    assert "went backward 0 times" in backward()


def test_a_graph_that_changes_what_it_is_given_is_told(laws):
    inputs = {"a": np.ones(2), "b": np.ones(2)}
    assert laws.graph_arguments_unchanged(inputs, {**inputs, "names": np.array(2)}) is None
    assert "dictionary" in laws.graph_arguments_unchanged(inputs, {**inputs, "names": np.array(5)})
    assert "array" in laws.graph_arguments_unchanged(inputs, {"a": np.zeros(2), "b": np.ones(2), "names": np.array(2)})


def test_a_student_who_adds_names_to_the_callers_dictionary_is_noticed(watch, reference, instead, cases, laws, obeyed):
    class Sharing(reference.graph.ComputationalGraph):
        def forward(self, inputs):
            value = super().forward(inputs)
            inputs.update(self.values)
            return value

    [case] = cases("graph_arguments")
    assert obeyed(laws.graph_arguments_unchanged, case, watch("graph_arguments", case, graph=reference.graph)) is None
    seen = watch("graph_arguments", case, graph=instead("graph", ComputationalGraph=Sharing))
    assert "dictionary" in obeyed(laws.graph_arguments_unchanged, case, seen)


def test_a_students_module_is_all_that_the_probe_needs(watch, reference, cases):
    """Whether a graph works does not depend on any gate of the student's."""
    only_graph = SimpleNamespace(ComputationalGraph=reference.graph.ComputationalGraph)
    for name in ("random_graphs", "forked_graphs", "edges_of_graphs"):
        for case in cases(name):
            assert watch("own_graph", case, graph=only_graph)


def test_an_order_that_is_yielded_is_an_order(probes, reference):
    class Yielding(reference.graph.ComputationalGraph):
        def nodes_topologically_sorted(self):
            yield from super().nodes_topologically_sorted()

    nodes = [["sum", "total", "x"], ["x", "square", "a"]]
    student = SimpleNamespace(graph=SimpleNamespace(ComputationalGraph=Yielding))
    assert list(probes.graph_order(student, {"a": 1.0}, nodes, "sum")["order"]) == [1, 0]


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "LinearGate.backward returned a tuple of 2, expected a list of 3: [dX, dW, db].",
            "backward returned a tuple of 2, expected a list of 3: […].",
        ),
        (
            "get_params returned a list of 2, expected a list of 4: [W1, b1, W2, b2].",
            "get_params returned a list of 2, expected a list of 4: […].",
        ),
        (
            "Momentum.step returned None (is a return missing?), expected a list of 1: [params[0]].",
            "step returned None (is a return missing?), expected a list of 1: […].",
        ),
        (
            "loss_and_gradients returned 2 gradients, expected 4: [dW1, db1, dW2, db2], in the order of params.",
            "loss_and_gradients returned 2 gradients, expected 4: […], in the order of params.",
        ),
    ],
)
def test_a_list_of_another_length_is_told_with_both_lengths_where_the_check_is_hidden(message, told):
    load = Payload({}, staff_code.sources(SOLUTION, "probes"), ())
    assert checked(Error("complaint", message=message), load).disclosed == told


def test_an_order_that_is_a_set_has_no_order(reference, instead, watch, cases):
    class Unordered(reference.graph.ComputationalGraph):
        def nodes_topologically_sorted(self):
            return set(super().nodes_topologically_sorted())

    for case in cases("nodes_to_sort"):
        with pytest.raises(Exception, match="returned a set, which has no order; expected a list of node names"):
            watch("graph_order", case, graph=instead("graph", ComputationalGraph=Unordered))


@pytest.mark.parametrize(("slopes", "words"), [({}, "is missing"), ({"x": None}, "is None")])
def test_a_slope_that_is_not_there_is_told_in_hidden_checks_too(slopes, words):
    message = f"In what ComputationalGraph.backward returned, the slope of input 'unused' {words}."
    load = Payload({}, staff_code.sources(SOLUTION, "probes"), ("graph.py",))
    told = checked(Error("complaint", message=message), load).disclosed
    assert told.startswith("In what ComputationalGraph.backward returned") and told.endswith(f"{words}.")
