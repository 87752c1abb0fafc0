"""What gates and graphs are called with.

A graph is described by ``{name: [gate in words, argument, ...]}`` and handed over as a list, because order matters.
The probe makes the gates.
"""

import numpy as np

from autograder.records import Case

LECTURE_NODES = {
    "g": ["add", "b", "c"],
    "b": ["multiply", "a", "w2"],
    "a": ["power 3", "w1"],
    "c": ["scale 3", "w1"],
}
"""g(w) = w1^3 w2 + 3 w1, wired as on the slides."""

LOSS_NODES = {
    "loss": ["add", "first two", "l3"],
    "first two": ["add", "l1", "l2"],
    "double": ["scale 2", "w1"],
    "m1": ["add", "double", "w2"],
    "m2": ["scale -2", "w2"],
    "m3": ["add", "w1", "w2"],
    **{f"s{i}": ["scale -2", f"m{i}"] for i in (1, 2, 3)},
    **{f"e{i}": ["exponential", f"s{i}"] for i in (1, 2, 3)},
    **{f"t{i}": ["add", "one", f"e{i}"] for i in (1, 2, 3)},
    **{f"l{i}": ["logarithm", f"t{i}"] for i in (1, 2, 3)},
}
"""The lecture's loss of three points: the sum of log(1 + e^(-2m)), where m is the score for the right label."""


def lecture_gates(rng: np.random.Generator) -> list[Case]:
    """The four gates of the lecture's graph, at the numbers that flow through it for w = [2, 3]."""
    return [
        Case("b = a * w2", {"kind": "multiply", "x": 8.0, "y": 3.0, "dz": 1.0}),
        Case("g = b + c", {"kind": "add", "x": 24.0, "y": 6.0, "dz": 1.0}),
        Case("a = w1^3", {"kind": "power", "k": 3, "x": 2.0, "dz": 3.0}),
        Case("c = 3 * w1", {"kind": "scale", "k": 3, "x": 2.0, "dz": 1.0}),
    ]


def slopes_of_gates(rng: np.random.Generator) -> list[Case]:
    """Each gate with another upstream than 1, on numbers and on an array."""
    several = {"x": _away_from_zero(rng, (2, 3)), "dz": rng.normal(size=(2, 3))}
    return [
        Case("multiply, arrays", {**several, "kind": "multiply", "y": _away_from_zero(rng, (2, 3))}),
        Case("add, arrays", {**several, "kind": "add", "y": rng.normal(size=(2, 3))}),
        Case("scale by -1.7, arrays", {**several, "kind": "scale", "k": -1.7}),
        Case("power 4, arrays", {**several, "kind": "power", "k": 4}),
        Case("multiply, numbers", {"kind": "multiply", "x": -1.3, "y": 0.7, "dz": 2.5}),
        Case("power 2, numbers", {"kind": "power", "k": 2, "x": -1.3, "dz": 2.5}),
    ]


def add_gate(rng: np.random.Generator) -> list[Case]:
    """Numbers and arrays, with an upstream that is not 1."""
    return _two_inputs(rng, "add")


def multiply_gate(rng: np.random.Generator) -> list[Case]:
    """Numbers and arrays, with an upstream that is not 1; a factor of 0."""
    nothing = {"kind": "multiply", "x": 0.0, "y": _far(rng), "dz": _far(rng)}
    return [*_two_inputs(rng, "multiply"), Case("a factor of 0", nothing, hint="A factor may be 0.")]


def scale_gate(rng: np.random.Generator) -> list[Case]:
    """Numbers and arrays, a negative factor, and a scaled 0."""
    return [
        Case("numbers", {"kind": "scale", "k": 2.6, "x": _far(rng), "dz": _far(rng)}),
        Case("arrays", {"kind": "scale", "k": -0.7, "x": rng.normal(size=(3, 2)), "dz": rng.normal(size=(3, 2))}),
        Case("0", {"kind": "scale", "k": 4, "x": 0.0, "dz": _far(rng)}, hint="What arrives may be 0."),
    ]


def power_gate(rng: np.random.Generator) -> list[Case]:
    """Four exponents at once, on numbers of either sign, on an array and at 0."""
    exponents = [1, 2, 3, 5]
    return [
        Case("a positive number", {"exponents": exponents, "x": float(rng.uniform(1.2, 2)), "dz": _far(rng)}),
        Case("a negative number", {"exponents": exponents, "x": -float(rng.uniform(1.2, 2)), "dz": _far(rng)}),
        Case("an array", {"exponents": exponents, "x": _away_from_zero(rng, (4,)), "dz": rng.normal(size=4)}),
        Case("0", {"exponents": exponents, "x": 0.0, "dz": _far(rng)}, hint="What arrives may be 0."),
    ]


def pairs_of_gates(rng: np.random.Generator) -> list[Case]:
    """Two gates of each class that remembers something."""

    def pair(kind, **more):
        values = [{"x": _far(rng), **{name: draw() for name, draw in more.items()}} for _ in range(2)]
        return {"kind": kind, "first": values[0], "second": values[1], "dz": _far(rng)}

    factors, exponents = iter([2.5, -3.5]), iter([2, 3])
    return [
        Case("multiply", pair("multiply", y=lambda: _far(rng))),
        Case("power", pair("power", k=lambda: next(exponents))),
        Case("scale", pair("scale", k=lambda: next(factors))),
    ]


def lecture_graph(rng: np.random.Generator) -> list[Case]:
    """The lecture's g, at the two points it is worked out for; nodes in the order in which the slides reach them."""
    return [
        _wired(
            f"w = [{w1:g}, {w2:g}]",
            _whole({"w1": w1, "w2": w2}, LECTURE_NODES, "g"),
            hint="w1 reaches the output on two paths, and the nodes are not listed in evaluation order.",
        )
        for w1, w2 in [(2.0, 3.0), (3.0, 4.0)]
    ]


def forks_at_home(rng: np.random.Generator) -> list[Case]:
    """Small graphs in which a value is used more than once."""
    skip = {"out": ["add", "squared", "p"], "squared": ["multiply", "p", "p"], "p": ["scale 2", "x"]}
    doubled = {"c": ["add", "b", "b"], "b": ["add", "a", "a"]}
    return [
        _wired(
            "p * p + p with p = 2 x",
            _whole({"x": 3.0}, skip),
            hint="Both arguments of a gate may be the same node, and p is used a third time.",
        ),
        _wired("(a + a) + (a + a)", _whole({"a": 1.5}, doubled, "c")),
    ]


def lecture_loss_graph(rng: np.random.Generator) -> list[Case]:
    """The lecture's loss of three points as a graph."""
    return [_wired("w = [1, 3]", _whole({"w1": 1.0, "w2": 3.0, "one": 1.0}, LOSS_NODES, "loss"))]


def nodes_to_sort(rng: np.random.Generator) -> list[Case]:
    """Graphs of several sizes, nodes shuffled."""
    return [
        _wired("a small graph", _tangle(rng, 6, ["a", "b"])),
        _wired("a larger graph", _tangle(rng, 14, ["a", "b", "c"])),
        _wired("a node used twice by one gate", _shuffled(rng, _diamonds(4))),
        _wired("a long chain", _shuffled(rng, _chain(rng, 150))),
    ]


def random_graphs(rng: np.random.Generator) -> list[Case]:
    """Tangled graphs whose output is scaled by 5, with numbers and with arrays, nodes shuffled."""
    return [
        _wired("a small graph", _tangle(rng, 5, ["a", "b"])),
        _wired("a larger graph", _tangle(rng, 9, ["a", "b", "c"])),
        _wired("arrays", _arrays(rng, _tangle(rng, 7, ["a", "b"]))),
        _wired("arguments in the other order", _shuffled(rng, _lopsided(rng)), hint="Which argument gets which slope?"),
    ]


def forked_graphs(rng: np.random.Generator) -> list[Case]:
    """A value used twice: by one gate, by two, over a shortcut, and through gates that hand out one array twice."""
    x = {"x": _far(rng)}
    twice = {"z": ["triangle", "x", "x"], "out": ["fivefold", "z"]}
    skip = {"s": ["sine", "x"], "t": ["triangle", "s", "s"], "out": ["average", "t", "s"]}
    sums = {"b": ["average", "x", "x"], "c": ["triangle", "b", "b"], "d": ["triangle", "c", "b"]}
    sums["out"] = ["subtract", "d", "c"]
    hint = "One value is used more than once; every use adds to its slope."
    both = "Both arguments of a gate may be the same node."
    return [
        _wired("one gate uses it twice", _shuffled(rng, _whole(x, twice)), hint=both),
        _wired("a shortcut", _shuffled(rng, _whole(x, skip)), hint=hint),
        _wired("several sums", _shuffled(rng, _whole(x, sums)), hint=hint),
        _wired(
            "arrays",
            _arrays(rng, _shuffled(rng, _whole({"x": 0.0, "y": 0.0}, ALIASES))),
            hint="A gate may hand out the same array for both of its inputs, or the one it was given.",
        ),
    ]


ALIASES = {
    "p": ["sine", "x"],
    "q": ["square", "y"],
    "t": ["average", "p", "q"],
    "u": ["average", "q", "p"],
    "out": ["triangle", "t", "u"],
}
"""Whichever of t and u goes backward first hands out one array for p and q, and the other one adds to both."""


def edges_of_graphs(rng: np.random.Generator) -> list[Case]:
    """Inputs that nothing uses, an input that is the output, nodes that lead nowhere."""
    dead = {"out": ["triangle", "x", "y"], "dead": ["square", "x"], "deader": ["sine", "dead"]}
    unused = _whole({"x": _far(rng), "unused": _far(rng), "y": _far(rng)}, {"out": ["triangle", "x", "y"]})
    straight = _whole({"x": _far(rng), "y": _far(rng)}, {"s": ["sine", "y"]}, "x")
    return [
        _wired("an unused input", unused, hint="The output does not depend on it, so its slope is a number you know."),
        _wired("an input is the output", straight, hint="What is the slope of something with respect to itself?"),
        _wired("nodes that lead nowhere", _shuffled(rng, _whole({"x": _far(rng), "y": _far(rng)}, dead))),
    ]


def graphs_to_count(rng: np.random.Generator) -> list[Case]:
    """Graphs with forks and, in one of them, nodes that lead nowhere."""
    tangle = _tangle(rng, 8, ["a", "b"])
    dead = {**tangle["nodes"], "dead": ["square", "n2"], "deader": ["average", "dead", "a"]}
    return [
        _wired("a tangle", _tangle(rng, 10, ["a", "b", "c"])),
        _wired("ten forks in a row", _shuffled(rng, _diamonds(10))),
        _wired("nodes that lead nowhere", _shuffled(rng, {**tangle, "nodes": dead})),
    ]


def many_paths(rng: np.random.Generator) -> list[Case]:
    """Sixty forks in a row: 2^60 paths from the input to the output."""
    hint = "How often is each gate's backward called?"
    return [_wired("sixty forks in a row", _shuffled(rng, _diamonds(60)), hint=hint)]


def graphs_again(rng: np.random.Generator) -> list[Case]:
    """Graphs that are used a second time, with other inputs."""
    cases = []
    for name, graph in [("a tangle", _tangle(rng, 6, ["a", "b"])), ("forks", _shuffled(rng, _diamonds(3)))]:
        others = {name: _far(rng) for name in graph["inputs"]}
        cases.append(_wired(name, {**graph, "others": others}, hint="What is left over from the call before?"))
    return cases


def lecture_gate_arguments(rng: np.random.Generator) -> list[Case]:
    """Arrays that should come out of every gate as they went in."""
    return [Case("arrays", {name: _away_from_zero(rng, (3, 2)) for name in ("x", "y", "dz")})]


def graph_arguments(rng: np.random.Generator) -> list[Case]:
    """Arrays that should come out of a graph as they went in."""
    graph = _arrays(rng, _tangle(rng, 6, ["a", "b"]))
    return [_wired("arrays", {**graph["inputs"], "nodes": graph["nodes"], "output": graph["output"]})]


def _two_inputs(rng: np.random.Generator, kind: str) -> list[Case]:
    arrays = {name: _away_from_zero(rng, (2, 4)) for name in ("x", "y", "dz")}
    return [
        Case("numbers", {"kind": kind, "x": _far(rng), "y": _far(rng), "dz": _far(rng)}),
        Case("a vector", {"kind": kind, **{name: _away_from_zero(rng, (5,)) for name in ("x", "y", "dz")}}),
        Case("a matrix", {"kind": kind, **arrays}),
    ]


def _far(rng: np.random.Generator) -> float:
    """A number away from 0 and 1, of either sign."""
    return float(rng.choice([-1, 1]) * rng.uniform(1.2, 2.2))


def _away_from_zero(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 2, size=shape)


def _whole(inputs: dict, nodes: dict, output: str = "out") -> dict:
    return {"inputs": inputs, "nodes": nodes, "output": output}


def _wired(name: str, graph: dict, hint: str = "") -> Case:
    """A case of a graph, its nodes in a list."""
    return Case(name, {**graph, "nodes": [[node, *words] for node, words in graph["nodes"].items()]}, hint=hint)


def _tangle(rng: np.random.Generator, size: int, inputs: list) -> dict:
    """A random graph in which every node is needed, most values are used more than once, and the output is scaled by 5.

    Each node takes the newest value and, if it takes two, any other. Nodes are shuffled.
    """
    known, nodes = list(inputs), {}
    for i in range(size):
        other = known[i] if i + 1 < len(inputs) else str(rng.choice(known[:-1]))
        word = ["triangle", "subtract", "average", "sine"][i % 4]
        arguments = [known[-1]] if word == "sine" else [str(name) for name in rng.permutation([known[-1], other])]
        nodes[f"n{i}"] = [word, *arguments]
        known.append(f"n{i}")
    nodes["out"] = ["fivefold", known[-1]]
    values = {name: _far(rng) for name in inputs}
    return _shuffled(rng, _whole(values, nodes))


def _lopsided(rng: np.random.Generator) -> dict:
    """A graph that cares which argument comes first."""
    nodes = {"p": ["subtract", "y", "x"], "q": ["square", "p"], "r": ["subtract", "x", "q"], "out": ["fivefold", "r"]}
    return _whole({"x": _far(rng), "y": _far(rng)}, nodes)


def _diamonds(layers: int) -> dict:
    """x forks into two and joins again, layer after layer, with slopes that keep the numbers near 1."""
    nodes, last = {}, "x"
    for i in range(layers):
        nodes[f"left{i}"] = ["sine", last]
        nodes[f"right{i}"] = ["average", last, "x"]
        nodes[f"join{i}"] = ["average", f"left{i}", f"right{i}"]
        last = f"join{i}"
    nodes["out"] = ["fivefold", last]
    return _whole({"x": 0.9}, nodes)


def _chain(rng: np.random.Generator, length: int) -> dict:
    nodes = {f"n{i}": ["sine", f"n{i - 1}" if i else "x"] for i in range(length)}
    return _whole({"x": _far(rng)}, {**nodes, "out": ["fivefold", f"n{length - 1}"]})


def _arrays(rng: np.random.Generator, graph: dict) -> dict:
    """The same graph on arrays, summed at the end, so that the output is one number."""
    nodes = {**graph["nodes"], "summed": ["total", graph["output"]]}
    inputs = {name: _away_from_zero(rng, (2, 3)) for name in graph["inputs"]}
    return _shuffled(rng, _whole(inputs, nodes, "summed"))


def _shuffled(rng: np.random.Generator, graph: dict) -> dict:
    """The same graph with its nodes in another order, in which the output is not last."""
    names = [str(name) for name in rng.permutation(list(graph["nodes"]))]
    if len(names) > 1:
        names.remove(graph["output"])
        names.insert(0, graph["output"])
    return {**graph, "nodes": {name: graph["nodes"][name] for name in names}}
