"""A name that stands for something else than what a probe calls is told as such, in the student's words."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.feedback.troubles import trouble
from autograder.records import Call, Case, Limits, Observation
from autograder.sandbox import Payload, Sandbox
from tests.support.reports import in_bytes

PROBES = """
def solved(student, x):
    return student.work.solve_upper(x)

def through_a_tool(student, x):
    return called(student.work.solve_upper, x)

def called(function, x):
    return function(x)

def gate(student, x):
    gate = student.work.AddGate()
    return gate.forward(x)

def twice(student, x):
    gate = student.work.AddGate()
    gate.forward(x)
    return gate.forward(x)
"""


def seen(sandbox: Sandbox, source: str, probe: str) -> Observation:
    load = Payload(in_bytes({"work.py": source}), {"bench": PROBES}, ("work.py",))
    with sandbox.worker(load, Limits(seconds=10, memory_mb=512, printed_kb=4)) as worker:
        [found] = worker.run([Call(probe, Case("a case", {"x": np.ones(2)}))])
    return found


def told(sandbox: Sandbox, source: str, probe: str = "solved") -> tuple[str, str]:
    words = trouble(seen(sandbox, source, probe), Call(probe, Case("a case", {})), Limits())
    return words.full, words.brief


@pytest.mark.parametrize("probe", ["solved", "through_a_tool"])
@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("solve_upper = 3", "an int"),
        ("solve_upper = 0.5", "a float"),
        ("solve_upper = None", "None"),
        ("solve_upper = 'x'", "text"),
        ("solve_upper = [1]", "a list"),
        ("import numpy as np\nsolve_upper = np.ones(2)", "an array"),
        ("import numpy as solve_upper", "a module"),
        ("@property\ndef solve_upper(x):\n    return x", "a property"),
        ("class Solver:\n    pass\nsolve_upper = Solver()", "a Solver"),
    ],
)
def test_a_name_that_cannot_be_called_is_told_with_what_it_stands_for(
    sandbox: Sandbox, source: str, kind: str, probe: str
) -> None:
    full, brief = told(sandbox, source, probe)
    assert full == f"work.py has no function solve_upper: the name stands for {kind}."
    assert brief in (full, "work.py has no function solve_upper: the name stands for ….")
    assert seen(sandbox, source, probe).error.fault == "missing"


@pytest.mark.parametrize("value", ["3", "None", "AddGate.__doc__"])
def test_a_class_that_cannot_be_called_is_told_as_a_class(sandbox: Sandbox, value: str) -> None:
    source = f"class AddGate:\n    'A gate.'\nAddGate = {value}"
    assert told(sandbox, source, "gate")[0].startswith("work.py has no class AddGate: the name stands for ")


def test_an_object_of_a_class_with_a_function_s_name_is_told_as_the_class(sandbox: Sandbox) -> None:
    source = "class solve_upper:\n    def __init__(self, x):\n        self.x = x"
    assert told(sandbox, source)[0] == "work.py has no function solve_upper: the name stands for a class."


@pytest.mark.parametrize("body", ["pass", "def __init__(self):\n        pass"])
def test_a_class_that_takes_no_such_arguments_is_told_as_a_class(sandbox: Sandbox, body: str) -> None:
    full, _ = told(sandbox, f"class solve_upper:\n    {body}")
    assert "In work.py solve_upper is a class, and its name is that of a function." in full


@pytest.mark.parametrize(
    "source", ["def AddGate():\n    pass", "def AddGate(x, y):\n    return x + y", "def AddGate(self):\n    self.x = 0"]
)
def test_a_function_with_a_class_s_name_is_told_as_a_function(sandbox: Sandbox, source: str) -> None:
    full, _ = told(sandbox, source, "gate")
    assert "In work.py AddGate is a function, and its name is that of a class." in full


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("forward = 3", "AddGate has no method forward: the name stands for an int."),
        ("forward = None", "AddGate has no method forward: the name stands for None."),
        ("@property\n    def forward(self):\n        return 3", "AddGate has no method forward: the name stands for "
         "a property."),
        ("@property\n    def forward(self, x):\n        return 3", "AddGate has no method forward: the name stands "
         "for a property."),
        ("def __init__(self):\n        self.forward = None\n    def forward(self, x):\n        return x",
         "AddGate has no method forward: an attribute of that name takes its place."),
    ],
)  # fmt: skip
def test_a_method_that_is_none_is_told_with_what_stands_there(sandbox: Sandbox, body: str, words: str) -> None:
    full, _ = told(sandbox, f"class AddGate:\n    {body}\n", "gate")
    assert full == words


def test_an_attribute_that_replaces_its_method_while_it_runs_is_told(sandbox: Sandbox) -> None:
    source = "class AddGate:\n    def forward(self, x):\n        self.forward = x\n        return x"
    assert (
        told(sandbox, source, "twice")[0] == "AddGate has no method forward: an attribute of that name takes its place."
    )


@pytest.mark.parametrize(
    "source",
    [
        "def solve_upper(x):\n    return x()",
        "y = 3\ndef solve_upper(x):\n    return y(x)",
        "import functools\nsolve_upper = functools.partial(max, 1, 2, 3, 'x')",
    ],
)
def test_what_goes_wrong_inside_of_a_function_is_told_as_before(sandbox: Sandbox, source: str) -> None:
    assert "has no function" not in told(sandbox, source)[0]


@pytest.mark.parametrize("source", ["from functools import partial\nsolve_upper = partial(sum)", "solve_upper = sum"])
def test_whatever_can_be_called_is_a_function(sandbox: Sandbox, source: str) -> None:
    assert seen(sandbox, source, "solved").outcome == "returned"
