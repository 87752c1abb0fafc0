"""A worker's work, done a few times as practice before the first worker is forked: :func:`rehearse` does it.

Python and numpy adapt, link and cache much at first use. What the zygote has done already, no worker does again, and
its memory stays shared. Nothing of a student's or of an assignment's takes part, and a student can see nothing of it
afterwards.
"""

from __future__ import annotations

import builtins
import io
import linecache
import marshal
import os
import random
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import numpy as np

from . import frames, serve, surroundings

ROUNDS = 3
"""More rounds bring hardly anything, and the first worker waits for them."""
REPLY_BYTES = 1 << 16
"""More than any reply to the requests below has."""
Request: TypeAlias = "tuple[dict[str, Any], Sequence[np.ndarray]]"
"""A header as the grader sends it, and its arrays."""
WORK = """
import numpy as np

class Work:
    def __init__(self, x):
        self.x = x

    def forward(self, scale):
        self.y = np.maximum(self.x @ self.x.T, 0) * scale
        return self.y

    def backward(self):
        return {"dx": np.zeros_like(self.x) + self.y.sum(axis=1, keepdims=True), "loss": np.mean(self.y)}

def fail(x):
    return x[len(x)]
"""
PROBES = """
from probes import note

def forward(student, x, rng, **more):
    note(x=x[None])
    work = student.work.Work(x + rng.normal(size=x.shape))
    return {"y": work.forward(2.0), **work.backward()}

def backward(student, x, **more):
    work = student.work.Work(x)
    work.forward(0.5)
    return work.backward()

def fail(student, x, **more):
    return student.work.fail(x)
"""


def rehearse() -> None:
    """Take a payload and answer requests, in this process, and put everything back."""
    requests_to, replies = os.pipe(), os.pipe()
    payload, *requests = _requests()
    for _ in range(ROUNDS):
        with _restored():
            frames.send(requests_to[1], *payload)
            state = serve.take_payload(requests_to[0], replies[1])
            assert state is not None
            for request in requests:
                frames.send(requests_to[1], *request)
                serve.answer(state, *frames.receive(requests_to[0]))
                os.read(replies[0], REPLY_BYTES)
    for descriptor in (*requests_to, *replies):
        os.close(descriptor)


def _requests() -> list[Request]:
    """The payload, and all that a grader asks for a check."""
    files = {"files": {"work.py": 0}, "expected": ["work.py"], "endless": {}, "packages": [], "data": []}
    work, probes = _code(WORK, "work.py"), _code(PROBES, "probes/work.py")
    inputs = {"x": {"array": 0}, "rng": {"rng": 0}, "more": {"list": [1, {"tuple": [2.0, "text"]}]}}
    call = {"inputs": inputs, "attempt": 0, "allows": [], "sequence": 0, "seconds": 1.0}
    return [
        _as_sent(files, [np.frombuffer(WORK.encode(), np.uint8)]),
        _as_sent({**call, "import": "work", "codes": {"work.py": 0}}, [work]),
        _as_sent({**call, "probes": {"work": 0}}, [probes]),
        *(_as_sent({**call, "probe": probe}, [np.ones((3, 2))]) for probe in ("forward", "backward", "fail")),
    ]


def _code(text: str, name: str) -> np.ndarray:
    return np.frombuffer(marshal.dumps(compile(text, name, "exec", dont_inherit=True)), np.uint8)


def _as_sent(header: Mapping[str, Any], arrays: Sequence[np.ndarray]) -> Request:
    return {**header, "arrays": [[array.dtype.str, list(array.shape)] for array in arrays]}, arrays


@contextmanager
def _restored() -> Iterator[None]:
    """Afterwards put back what a worker sets up, forget what it imported, and draw other random numbers."""
    streams = sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__
    hooks, opens = (sys.argv, sys.breakpointhook, builtins.input), (io.open, os.chdir)
    alarm = signal.getsignal(signal.SIGALRM)
    finders, modules, lines = list(sys.meta_path), set(sys.modules), set(linecache.cache)
    limit = sys.getrecursionlimit()
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__ = streams  # type: ignore[misc]
        sys.argv, sys.breakpointhook, builtins.input = hooks
        surroundings.place(*opens)
        signal.signal(signal.SIGALRM, alarm)
        sys.setrecursionlimit(limit)
        sys.meta_path[:] = finders
        for name in sys.modules.keys() - modules:
            del sys.modules[name]
        for name in linecache.cache.keys() - lines:
            del linecache.cache[name]
        np.random.seed()
        random.seed()
