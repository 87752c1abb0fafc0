"""How gates and graphs are called.

The student's own gates are called one by one, and in the lecture's graphs. The graph is also given gates that the
assignment does not ask for, defined here: whether it works must not depend on the student's gates.
"""

import numpy as np

from probes import note
from probes.tools import Complaint, backward, described, gradients, number

INPUTS = {"add": ("x", "y"), "multiply": ("x", "y"), "scale": ("x",), "power": ("x",)}


def gate(student, kind, dz, x, y=None, k=None):
    """One gate, forward and backward. ``k`` is the factor or the exponent of a gate that has one."""
    made, inputs = _made(student, kind, k), _inputs(kind, x, y)
    return {**_forward(made, inputs), **_backward(made, kind, inputs, dz)}


def lecture_gate(student, kind, dz, x, y=None, k=None):
    """The same, for numbers; a backward that returns a bare number must suit the student's own graph."""
    made = _made(student, kind, k)
    inputs = _inputs(kind, x, y)
    found = {**_forward(made, inputs), **_backward(made, kind, inputs, dz)}
    if len(inputs) == 1:
        _refuse_bare_number(student, _made(student, kind, k), x, dz)
    return found


def gate_forward(student, kind, dz, x, y=None, k=None):
    return _forward(_made(student, kind, k), _inputs(kind, x, y))


def two_gates(student, kind, first, second, dz):
    """Two gates of a class at the same time; then one gate again, with other inputs, and backward twice.

    first, second: a list for each gate of its inputs x (and y), and of k where the gate has one.
    """
    a, b = (_made(student, kind, values.get("k")) for values in (first, second))
    a_inputs, b_inputs = (_inputs(kind, values["x"], values.get("y")) for values in (first, second))
    a.forward(*a_inputs)
    b.forward(*b_inputs)
    seen = {"first": _backward(a, kind, a_inputs, dz), "second": _backward(b, kind, b_inputs, dz)}
    a.forward(*b_inputs)
    seen["other inputs"] = _backward(a, kind, b_inputs, dz)
    seen["backward again"] = _backward(a, kind, b_inputs, dz)
    return {f"{name} ({when})": slope for when, slopes in seen.items() for name, slope in slopes.items()}


def student_graph(student, inputs, nodes, output):
    """A graph of the student's gates, forward and then backward twice."""
    graph = _graph(student, inputs, nodes, output, lambda words: _student_gate(student, words))
    value = graph.forward(dict(inputs))
    return {"value": number(value), **_slopes(graph, inputs), **_renamed(_slopes(graph, inputs), "again")}


def graph_calls(student, inputs, nodes, output):
    """In which order the gates went forward and backward, each gate by its node's place in ``nodes``."""
    places = iter(range(len(nodes)))
    graph = _graph(student, inputs, nodes, output, lambda words: _Noted(_own_gate(words), next(places)))
    graph.forward(dict(inputs))
    graph.backward()
    return {"forward": np.zeros(0, dtype=int), "backward": np.zeros(0, dtype=int)}


def lecture_gate_arguments(student, x, y, dz):
    """The arguments of every gate, after both directions."""
    for kind, k in [("add", None), ("multiply", None), ("scale", 3.0), ("power", 3)]:
        made = _made(student, kind, k)
        made.forward(*_inputs(kind, x, y))
        made.backward(dz)
    return {"x": x, "y": y, "dz": dz}


def graph_arguments(student, a, b, nodes, output):
    """The arrays that go into a graph, after both directions; and how many names its dictionary of inputs has then."""
    inputs = {"a": a, "b": b}
    graph = _graph(student, inputs, nodes, output, _own_gate)
    graph.forward(inputs)
    graph.backward()
    return {"a": a, "b": b, "names": len(inputs)}


def _made(student, kind, k=None):
    gate_class = getattr(student.graph, f"{kind.title()}Gate")
    return gate_class() if k is None else gate_class(k)


def _inputs(kind, x, y):
    return (x, y) if len(INPUTS[kind]) == 2 else (x,)


def _forward(made, inputs):
    z = made.forward(*inputs)
    return {"z": _like(z, inputs[0])}


def _backward(made, kind, inputs, dz):
    names = [f"d{name}" for name in INPUTS[kind]]
    slopes = gradients(backward(made, inputs, dz), names, f"{type(made).__name__}.backward", inputs)
    return {name: _like(slope, inputs[0]) for name, slope in slopes.items()}


def _refuse_bare_number(student, made, x, dz):
    """A Complaint where backward returns a number instead of a list, and the student's own graph wants the list."""
    made.forward(x)
    returned = made.backward(dz)
    if not np.isscalar(returned):
        return
    graph = student.graph.ComputationalGraph(["x"], {"z": (made, ["x"])}, "z")
    try:
        graph.forward({"x": x})
        graph.backward()
    except TypeError:
        raise Complaint(
            f"{type(made).__name__}.backward returned a single number, expected a list of 1: [dx]; "
            "your own ComputationalGraph takes a list apart."
        ) from None
    except NotImplementedError:
        return


def _like(value, x):
    return number(value) if np.ndim(x) == 0 else value


def _graph(student, inputs, nodes, output, gate_of):
    """The student's graph for a description: ``nodes`` lists [name, gate in words, argument, ...]."""
    wired = {name: (gate_of(words), list(arguments)) for name, words, *arguments in nodes}
    return student.graph.ComputationalGraph(list(inputs), wired, output)


def _slopes(graph, inputs):
    """What backward returned, by input; a Complaint unless it is a dictionary with every input's slope."""
    slopes = graph.backward()
    if isinstance(slopes, list):
        raise Complaint("ComputationalGraph.backward returned a list, expected a dict, name to slope.")
    if isinstance(slopes, tuple):
        raise Complaint("ComputationalGraph.backward returned a tuple, expected a dict, name to slope.")
    if not isinstance(slopes, dict):
        raise Complaint(f"ComputationalGraph.backward returned {described(slopes)}, expected a dict, name to slope.")
    for name in inputs:
        if name not in slopes:
            raise Complaint(f"In what ComputationalGraph.backward returned, the slope of input {name!r} is missing.")
        if slopes[name] is None:
            raise Complaint(f"In what ComputationalGraph.backward returned, the slope of input {name!r} is None.")
    return {f"d{name}": _like(slopes[name], value) for name, value in inputs.items()}


def _renamed(outputs, when):
    return {f"{name} ({when})": value for name, value in outputs.items()}


def _student_gate(student, words):
    """The student's gate for "scale 3" or "multiply"; for any other word, one of the gates below."""
    kind, *numbers = words.split()
    return _made(student, kind, *map(int, numbers)) if kind in INPUTS else _own_gate(kind)


def _own_gate(word):
    return {
        "subtract": Subtract,
        "average": Average,
        "triangle": Triangle,
        "square": Square,
        "sine": Sine,
        "fivefold": Fivefold,
        "exponential": Exponential,
        "logarithm": Logarithm,
        "total": Total,
    }[word]()


class Subtract:
    def forward(self, x, y):
        return x - y

    def backward(self, dz):
        return [dz, -dz]


class Average:
    """Hands out the same object twice, as a gate may."""

    def forward(self, x, y):
        return (x + y) / 2

    def backward(self, dz):
        half = dz / 2
        return [half, half]


class Triangle:
    """The area of a triangle, from its base and its height."""

    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y / 2

    def backward(self, dz):
        return [self.y / 2 * dz, self.x / 2 * dz]


class Square:
    def forward(self, x):
        self.x = x
        return x * x

    def backward(self, dz):
        return [2 * self.x * dz]


class Sine:
    def forward(self, x):
        self.x = x
        return np.sin(x)

    def backward(self, dz):
        return [np.cos(self.x) * dz]


class Fivefold:
    def forward(self, x):
        return 5 * x

    def backward(self, dz):
        return [5 * dz]


class Exponential:
    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [self.z * dz]


class Logarithm:
    def forward(self, x):
        self.x = x
        return np.log(x)

    def backward(self, dz):
        return [dz / self.x]


class Total:
    """From an array to the sum of its entries."""

    def forward(self, x):
        self.shape = np.shape(x)
        return float(np.sum(x))

    def backward(self, dz):
        return [np.full(self.shape, dz, dtype=float)]


class _Noted:
    """A gate that notes when it goes forward and backward; its copies, which a graph may keep, do so as well."""

    def __init__(self, own, place):
        self.own, self.place = own, place

    def forward(self, *inputs):
        note(forward=[self.place])
        return self.own.forward(*inputs)

    def backward(self, dz):
        note(backward=[self.place])
        return self.own.backward(dz)
