"""The student's process: whatever their code does, it answers or is ended, and a sentence says why."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.playground.process import StudentProcess
from tests.playground.conftest import ADAPTER, FILES

SECONDS = 1.0
START = {"do": "start", "settings": {"data": "circle", "layers": [4]}}


@pytest.fixture
def process_of() -> Iterator[Callable[..., StudentProcess]]:
    """``process_of(("layers.py", old, new))``: a process with the reference changed so."""
    started = []

    def made(*changes: tuple[str, str, str]) -> StudentProcess:
        texts = dict(FILES)
        for name, old, new in changes:
            assert old in texts[name]
            texts[name] = texts[name].replace(old, new)
        files = {name: text.encode() for name, text in texts.items()}
        started.append(StudentProcess(files, ADAPTER, SECONDS))
        return started[-1]

    yield made
    for process in started:
        process.end()


def line_of(name: str, text: str, changed: str) -> int:
    """The line on which a changed file has a text."""
    return changed[: changed.index(text)].count("\n") + 1


def test_it_answers_with_frames_and_arrays(process_of):
    process = process_of()
    answer = process.ask(START)
    assert answer.told["kind"] == "start" and not answer.ended
    assert answer.arrays()["field"].shape == (2, 10_000)
    assert process.ask({"do": "train", "epochs": 2}).told["epoch"] == 2


def test_an_exception_has_file_line_and_the_students_own_frames_and_the_process_goes_on(process_of):
    change = ("layers.py", "return np.maximum(X, 0)", "return np.maximum(X, 0) + np.zeros(3)")
    answer = process_of(change).ask({**START, "settings": {"data": "circle", "activation": "relu"}})
    line = line_of("layers.py", change[2], FILES["layers.py"].replace(*change[1:]))
    assert answer.told["text"].startswith(
        f"layers.py, line {line}, in ReLUGate.forward: ValueError: operands could not"
    )
    assert change[2] in answer.told["text"] and not answer.ended
    trace = answer.told["trace"]
    assert 'File "layers.py"' in trace and "adapter" not in trace and "autograder" not in trace


def test_a_file_that_does_not_load_says_where(process_of):
    process = process_of(("sgd.py", "import numpy as np", "import numpy as np\nx = 1 +"))
    text = process.ask(START).told["text"]
    assert text.startswith("sgd.py, line 8 could not be imported: SyntaxError: invalid syntax")


def test_an_endless_loop_is_stopped_with_its_line(process_of):
    change = ("layers.py", "self.output = np.tanh(X)", "while True: X = X + 0")
    process = process_of(change)
    answer = process.ask({**START, "settings": {"data": "circle", "activation": "tanh"}})
    line = line_of("layers.py", change[2], FILES["layers.py"].replace(*change[1:]))
    assert answer.ended and answer.told["kind"] == "error"
    assert (
        f"Still running after 1 s of computing, so it was stopped. It was at layers.py, line {line}"
        in answer.told["text"]
    )


@pytest.mark.slow
def test_an_endless_loop_that_python_cannot_interrupt_is_stopped_too(process_of):
    endless = "sum(iter(int, 1))"
    answer = process_of(("sgd.py", "order = rng.permutation(n)", f"{endless}; order = rng.permutation(n)")).ask(START)
    assert answer.ended and answer.told["text"].startswith("Your code was still running after 1 s, so it was stopped.")


def test_a_wait_that_does_not_end_is_stopped_too(process_of):
    wait = "import threading; threading.Event().wait()"
    answer = process_of(("sgd.py", "order = rng.permutation(n)", f"{wait}; order = rng.permutation(n)")).ask(START)
    assert answer.ended and "sgd.py, line " in answer.told["text"]


def test_a_process_that_ends_itself_is_told(process_of):
    answer = process_of(("sgd.py", "order = rng.permutation(n)", "import os; os._exit(0)")).ask(START)
    assert answer.ended and answer.told["text"].startswith("Your code ended its own process.")


def test_what_is_printed_comes_along_and_a_flood_of_it_does_not(process_of):
    process = process_of(("network.py", "def forward(self, X):", 'def forward(self, X):\n        print("seen " * 200)'))
    start = process.ask(START)
    assert start.told["printed"].startswith("seen seen") and len(start.told["printed"]) == 2000
    for _ in range(50):
        assert process.ask({"do": "train", "epochs": 1}).told["kind"] == "frame"


NO_BOUNDARY = "The array of probabilities for 250 examples and 2 classes"
ODD = [
    ("softmax.py", "def softmax(S):", "def softmax(S):\n    return (np.exp(S) / np.exp(S).sum(1)[:, None]).T\n",
     f"{NO_BOUNDARY} has shape (2, 250), expected (250, 2)."),
    ("softmax.py", "def softmax(S):", "def softmax(S):\n    return None\n", f"{NO_BOUNDARY} is NoneType of object"),
    ("softmax.py", "def softmax(S):", "def softmax(S):\n    return [[1], [1, 2]]\n",
     f"{NO_BOUNDARY} has rows of several lengths, expected an array."),
    ("softmax.py", "def softmax(S):", "def softmax(S):\n    return 1j * S\n",
     f"{NO_BOUNDARY} is ndarray of complex128, expected an array of real numbers."),
    ("sgd.py", "def minibatches(n, batch_size, rng):", "def minibatches(n, batch_size, rng):\n    return []\n",
     "There are no mini-batches in an epoch."),
    ("network.py", "    def get_params(self):", "    def get_params(self):\n        return 3.0\n",
     "The playground failed on what your code gave it, at `return list(self.network.get_params())` "
     "(adapter.py, line 73): TypeError: 'float' object is not iterable. If your own files are as the handout asks, "
     "tell course staff."),
]  # fmt: skip
"""What a student's function may return in place of what is asked for, and what the page says of it."""


@pytest.mark.parametrize(("name", "old", "new", "said"), ODD)
def test_what_cannot_be_drawn_is_said_in_a_sentence(process_of, name, old, new, said):
    process = process_of((name, old, new))
    answers = [process.ask(START), process.ask({"do": "train", "epochs": 1})]
    told = [answer.told["text"] for answer in answers if answer.told["kind"] == "error"]
    assert any(said in text for text in told), told


def test_a_move_that_leads_to_no_place_is_said_in_a_sentence(process_of):
    process = process_of(("search.py", "def hill_climb(", "def hill_climb(f, w, step, n):\n    return w, 3\ndef old("))
    process.ask({"do": "start", "settings": {"data": "points"}})
    told = process.ask({"do": "train", "epochs": 1}).told
    assert told["text"] == "Where a move of local search leads has rows of several lengths, expected an array."


def test_a_file_of_the_students_stands_in_for_nothing():
    files = {
        **{name: text.encode() for name, text in FILES.items()},
        "random.py": b"raise ValueError",
        "json.py": b"1/0",
    }
    other = StudentProcess(files, ADAPTER, SECONDS)
    try:
        assert other.ask(START).told["kind"] == "start"
    finally:
        other.end()


def test_a_frame_costs_little_processor_time(process_of):
    process = process_of()
    process.ask({"do": "start", "settings": {"data": "circle", "layers": [16], "batch": 16}})
    frames = [process.ask({"do": "train", "epochs": 1}) for _ in range(101)]
    assert {frame.arrays()["field"].shape for frame in frames} == {(2, 50 * 50)}
    usual = sorted(frame.told["cpu_ms"] for frame in frames)[len(frames) // 10]  # other work only adds to it
    assert usual < 6


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells a process's memory")
def test_memory_stays_as_it_is_over_many_frames(process_of):
    process = process_of()
    process.ask({**START, "settings": {"data": "circle", "layers": [16], "dropout": 0.2, "momentum": 0.5}})

    def resident() -> int:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0])

    for _ in range(150):
        process.ask({"do": "train", "epochs": 1})
    before = resident()
    for _ in range(300):
        process.ask({"do": "train", "epochs": 1})
    assert resident() - before < 1000
