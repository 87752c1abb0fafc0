"""What the gates of a network are called with: N, D and H all different, entries at least 0.1 from 0, where ReLU bends,
and upstream gradients that are random: with ones for all of them a gate that ignores them would look right."""

import numpy as np

from autograder.records import Case

ACTIVATIONS = ["SigmoidGate", "TanhGate", "ReLUGate", "LeakyReLUGate"]
AT_MINUS_3 = "Evaluate your function at -3 by hand."
SATURATED = (
    "How large is exp(1e4), and how small exp(-1e4)? Which of them does your formula meet, and what becomes of it?"
)


def linear_numbers(rng: np.random.Generator) -> list[Case]:
    """Small whole numbers to check by hand, and random ones."""
    by_hand = {
        "X": np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 3.0]]),
        "W": np.array([[1.0, 0.0], [2.0, -1.0], [0.0, 4.0]]),
        "b": np.array([10.0, 20.0]),
    }
    no_input = {**by_hand, "X": np.zeros((4, 3))}
    return [
        Case("by hand", by_hand),
        Case("X = 0", no_input, hint="With X = 0 only the bias is left."),
        Case("random", {name: value for name, value in linear_case(rng, 5, 3, 4).items() if name != "dZ"}),
    ]


def linear_slopes(rng: np.random.Generator) -> list[Case]:
    """A batch to measure slopes on, and a batch of one."""
    return [Case("N = 5", linear_case(rng, 5, 3, 4)), Case("N = 1", linear_case(rng, 1, 4, 2))]


def linear_shapes(rng: np.random.Generator) -> list[Case]:
    """Batches longer and shorter than layers are wide, a batch of one, a square that hides a transposed W."""
    return [
        Case("7 examples, 3 to 5", linear_case(rng, 7, 3, 5)),
        Case("2 examples, 6 to 4", linear_case(rng, 2, 6, 4)),
        Case("1 example, 5 to 3", linear_case(rng, 1, 5, 3)),
        Case("4 examples, 4 to 4", linear_case(rng, 4, 4, 4), hint="All shapes fit here: is W the right way round?"),
        Case("6 examples, 3 to 1", linear_case(rng, 6, 3, 1)),
    ]


def sigmoid_numbers(rng: np.random.Generator) -> list[Case]:
    return activation_numbers("SigmoidGate", [saturated("SigmoidGate")])


def tanh_numbers(rng: np.random.Generator) -> list[Case]:
    return activation_numbers("TanhGate", [saturated("TanhGate")])


def relu_numbers(rng: np.random.Generator) -> list[Case]:
    return activation_numbers("ReLUGate", [far_from_0("ReLUGate")])


def leaky_relu_numbers(rng: np.random.Generator) -> list[Case]:
    steep = Case("slope 0.3", {"gate": "LeakyReLUGate", "X": np.array([[-3.0, 2.0], [-0.5, 0.1]]), "slope": 0.3})
    return activation_numbers("LeakyReLUGate", [steep, far_from_0("LeakyReLUGate")])


def far_from_0(gate: str) -> Case:
    """Numbers of every size: nothing bounds a ReLU from above."""
    return Case("far from 0", {"gate": gate, "X": np.array([[-1e4, -50.0, -8.0], [8.0, 50.0, 1e4]])})


def far_slopes(rng: np.random.Generator, gate: str) -> Case:
    case = far_from_0(gate)
    return Case(case.name, {**case.inputs, "dZ": rng.normal(size=(2, 3))})


def sigmoid_slopes(rng: np.random.Generator) -> list[Case]:
    return [random_activation(rng, "SigmoidGate", 4, 3), random_activation(rng, "SigmoidGate", 1, 6)]


def tanh_slopes(rng: np.random.Generator) -> list[Case]:
    return [random_activation(rng, "TanhGate", 4, 3), random_activation(rng, "TanhGate", 1, 6)]


def relu_slopes(rng: np.random.Generator) -> list[Case]:
    return [random_activation(rng, "ReLUGate", 4, 3), random_activation(rng, "ReLUGate", 1, 6)]


def leaky_relu_slopes(rng: np.random.Generator) -> list[Case]:
    return [random_activation(rng, "LeakyReLUGate", 4, 3), random_activation(rng, "LeakyReLUGate", 1, 6, slope=0.3)]


def sigmoid(rng: np.random.Generator) -> list[Case]:
    return activation_cases(rng, "SigmoidGate", [saturated_slopes(rng, "SigmoidGate")])


def tanh(rng: np.random.Generator) -> list[Case]:
    return activation_cases(rng, "TanhGate", [saturated_slopes(rng, "TanhGate")])


def relu(rng: np.random.Generator) -> list[Case]:
    return activation_cases(rng, "ReLUGate", [far_slopes(rng, "ReLUGate")])


def leaky_relu(rng: np.random.Generator) -> list[Case]:
    near = {
        "gate": "LeakyReLUGate",
        "X": np.array([[0.05, -0.05, 0.02], [-0.2, 0.08, 0.2]]),
        "dZ": rng.normal(size=(2, 3)),
    }
    more = [
        random_activation(rng, "LeakyReLUGate", 5, 4, slope=0.3),
        Case("close to 0", near, hint="At which x does the slope change?"),
        far_slopes(rng, "LeakyReLUGate"),
    ]
    return activation_cases(rng, "LeakyReLUGate", more)


def gates_side_by_side(rng: np.random.Generator) -> list[Case]:
    """For every gate: inputs for two of them that live at once, and a third for a second forward."""
    cases = []
    for gate in ACTIVATIONS:
        dZ, *inputs = (rng.normal(size=(4, 3)), *([away_from_0(rng, 4, 3)] for _ in range(3)))
        cases.append(Case(gate, side_by_side(gate, inputs, dZ)))
    batches = [linear_case(rng, 4, 3, 2) for _ in range(3)]
    inputs = [[batch["X"], batch["W"], batch["b"]] for batch in batches]
    return [*cases, Case("LinearGate", side_by_side("LinearGate", inputs, batches[0]["dZ"]))]


def linear_large(rng: np.random.Generator) -> list[Case]:
    """Matrices that take a loop over every entry about a second, and one that begins anew for every entry minutes."""
    return [Case("96 examples, 128 to 64", {"N": 96, "D": 128, "H": 64})]


def gate_arguments(rng: np.random.Generator) -> list[Case]:
    """For every gate, arguments that should come out as they went in."""
    linear = linear_case(rng, 5, 3, 4)
    cases = [arguments_of(gate, [away_from_0(rng, 5, 4)], rng.normal(size=(5, 4))) for gate in ACTIVATIONS]
    return [*cases, arguments_of("LinearGate", [linear["X"], linear["W"], linear["b"]], linear["dZ"])]


def linear_case(rng: np.random.Generator, n: int, d: int, h: int) -> dict:
    return {
        "X": rng.normal(size=(n, d)),
        "W": rng.normal(size=(d, h)),
        "b": rng.normal(size=h),
        "dZ": rng.normal(size=(n, h)),
    }


def activation_numbers(gate: str, more: list[Case]) -> list[Case]:
    """Values to check by hand, on both sides of 0."""
    X = np.array([[-3.0, -1.0, -0.1], [0.1, 1.0, 3.0]])
    return [Case("by hand", {"gate": gate, "X": X}, hint=AT_MINUS_3), *more]


def saturated(gate: str) -> Case:
    return Case(
        "1e4 and -1e4", {"gate": gate, "X": np.array([[1e4, -1e4, 400.0], [-400.0, 1.0, -1.0]])}, hint=SATURATED
    )


def saturated_slopes(rng: np.random.Generator, gate: str) -> Case:
    case = saturated(gate)
    return Case(case.name, {**case.inputs, "dZ": rng.normal(size=(2, 3))}, hint=SATURATED)


def activation_cases(rng: np.random.Generator, gate: str, more: list[Case]) -> list[Case]:
    """Random batches, one of them of a single example."""
    return [random_activation(rng, gate, 7, 3), random_activation(rng, gate, 1, 5), *more]


def random_activation(rng: np.random.Generator, gate: str, n: int, d: int, slope: float | None = None) -> Case:
    named = {} if slope is None else {"slope": slope}
    inputs = {"gate": gate, "X": away_from_0(rng, n, d), "dZ": rng.normal(size=(n, d)), **named}
    return Case(f"{n} x {d}" + (f", slope {slope}" if named else ""), inputs)


def away_from_0(rng: np.random.Generator, n: int, d: int) -> np.ndarray:
    """Entries between 0.1 and 2.5 in size, and of both signs in every row of two or more."""
    signs = np.where(np.arange(n * d).reshape(n, d) % 2, 1.0, -1.0)
    return rng.permuted(signs * rng.uniform(0.1, 2.5, size=(n, d)), axis=1)


def side_by_side(gate: str, inputs: list, dZ: np.ndarray) -> dict:
    return {"gate": gate, "first": inputs[0], "second": inputs[1], "third": inputs[2], "dZ": dZ}


def arguments_of(gate: str, inputs: list, dZ: np.ndarray) -> Case:
    """The arguments as a list for the call, and by name for the law that compares them."""
    return Case(gate, {"gate": gate, "inputs": inputs, "dZ": dZ}, keep=dict(zip("XWb", inputs, strict=False)))
