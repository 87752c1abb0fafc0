"""A worker: one process, alone with one student's files, answering calls until the grader has seen enough.

:func:`serve` is the entry point. It imports the standard library, numpy and the files beside it, nothing else of
ours; no answer, no verdict and no path ever comes in here, and what goes out is checked again by the grader.
"""

from __future__ import annotations

import builtins
import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import Any, NoReturn

import numpy as np

from . import exceptions, frames, packages, plots, surroundings
from .compiled import compiled
from .notes import Notebook, array_table
from .outputs import plain_outputs
from .probes import load_probes
from .streams import steady_streams
from .submission import StudentModules, SubmissionFinder, install
from .world import World

RECURSION_LIMIT = 1000
INPUT_CAP = 100
"""How often a program may call ``input`` before it is stopped as if its time were up."""
_DEBUGGER = "The debugger waits for somebody to type, and nobody is here while your work is being checked."
_INPUT = "input() waits for somebody to type, and nobody is here while your work is being checked."


@dataclass
class WorkerState:
    """What the worker was given: the student's files, where answers go, and later the probes by name.

    ``world`` is the state that the imports have left, in which every call begins; ``sequence`` numbers the request that
    is being answered.
    """

    finder: SubmissionFinder
    student: StudentModules
    reply: int
    notebook: Notebook
    probes: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    complaint: Any = None
    world: World | None = None
    sequence: int = 0
    inputs_asked: int = 0


def serve(request: int, reply: int) -> NoReturn:
    """Take the payload, then answer requests until the grader hangs up."""
    exit_now = os._exit
    _disarm()
    try:
        state = take_payload(request, reply)
        while state:
            answer(state, *frames.receive(request))
    except (EOFError, OSError):
        exit_now(0)
    exit_now(70)


def take_payload(request: int, reply: int) -> WorkerState | None:
    """Install the payload, and tell the grader so, or why it failed. No line of a student's has run in here yet."""
    header, arrays = frames.receive(request)
    try:
        state = load(header, arrays, reply)
    except BaseException as error:
        # Staff's probes may raise anything, and are not to be taken for the student's work.
        frames.send(reply, {"failed": f"{type(error).__name__}: {error}"[: exceptions.TEXT]})
        return None
    frames.send(reply, {"loaded": True})
    return state


def load(header: dict[str, Any], arrays: list[np.ndarray], reply: int) -> WorkerState:
    """Install the student's files, and the few things that differ from a student's own terminal."""
    steady_streams()
    files = {name: bytes(arrays[place].data) for name, place in header["files"].items()}
    finder = SubmissionFinder(files, header["expected"], header["endless"], packages.names())
    finder.packages, finder.data = tuple(header["packages"]), tuple(header["data"])
    student = install(finder)
    plots.install()
    surroundings.install()
    sys.argv = [""]
    sys.breakpointhook = _refuse_debugger
    state = WorkerState(finder, student, reply, Notebook(reply))
    builtins.input = partial(_refuse_input, state)
    return state


def _refuse_input(state: WorkerState, prompt: object = "") -> NoReturn:
    """In place of ``input``: raise an error, and stop a program that keeps asking all the same."""
    state.inputs_asked += 1
    if state.inputs_asked > INPUT_CAP:
        _stop(state, sys._getframe(1))
    raise EOFError(_INPUT)


def _refuse_debugger(*arguments: object, **options: object) -> NoReturn:
    """In place of ``breakpoint``: raise an error."""
    raise EOFError(_DEBUGGER)


def answer(state: WorkerState, header: dict[str, Any], arrays: list[np.ndarray]) -> None:
    """Do what one request asks for, within its time, and send what came of it."""
    state.sequence = sequence = header["sequence"]
    act = next(act for name, act in ACTS.items() if name in header)
    disarm = _arm(state, header["seconds"])
    record, outputs = _outcome(act, state, header, arrays)
    disarm()
    frames.send(state.reply, {"sequence": sequence, **record}, outputs)


def _outcome(
    act: Callable[..., dict[str, np.ndarray]], state: WorkerState, header: dict[str, Any], arrays: list[np.ndarray]
) -> tuple[dict[str, Any], list[np.ndarray]]:
    try:
        outputs = act(state, header, arrays)
        record: dict[str, Any] = {"outputs": array_table(outputs)}
    except BaseException as error:
        # Whatever a student's code may raise is the answer, SystemExit and KeyboardInterrupt included.
        record, outputs = _account(state, error), {}
    _tidy()
    return record, list(outputs.values())


def compile_files(state: WorkerState, header: dict[str, Any], arrays: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Give out the files as code objects; nothing of the student's has run here yet."""
    return compiled(state.finder.files, header["compile"])


def import_module(state: WorkerState, header: dict[str, Any], arrays: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Import one of the student's modules, before there is a probe or an input in this process."""
    if state.world is None:
        _seed(header["attempt"])
        state.finder.codes = {name: arrays[place].data for name, place in header["codes"].items()}
    sys.setrecursionlimit(state.finder.recursion_limit)
    try:
        state.finder.module(header["import"])
    finally:
        state.world = World()
    return {}


def take_probes(state: WorkerState, header: dict[str, Any], arrays: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Load the probes while the student's modules are hidden, so that none stands in for what a probe imports."""
    codes = {name: arrays[place].data for name, place in header["probes"].items()}
    with state.finder.out_of_sight():
        state.probes = load_probes(codes, {"note": state.notebook.note, "object_to": state.notebook.object_to})
    state.complaint = state.probes.get("Complaint")
    return {}


def call_probe(state: WorkerState, header: dict[str, Any], arrays: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Run one call of a probe, in the state that the imports have left."""
    if state.world is None:
        _seed(header["attempt"])
    else:
        state.world.restore()
    inputs = {name: frames.decode(value, arrays) for name, value in header["inputs"].items()}
    state.notebook.begin(state.sequence)
    arrays.clear()  # they hold the request, which is not to count for what a student may use
    sys.setrecursionlimit(state.finder.recursion_limit)
    return plain_outputs(state.probes[header["probe"]](state.student, **inputs), header["allows"])


ACTS = {"compile": compile_files, "import": import_module, "probes": take_probes, "probe": call_probe}
"""What a request may ask for, by the name in its header."""


def _seed(attempt: int) -> None:
    np.random.seed(attempt)
    random.seed(attempt)
    np.random.random(), random.random()  # else a student who seeds with the same number would not change the state


def _account(state: WorkerState, error: BaseException) -> dict[str, Any]:
    sys.setrecursionlimit(RECURSION_LIMIT)
    try:
        return {"raised": exceptions.account(error, state.finder, state.complaint)}
    except BaseException:
        # An exception so hostile that it cannot even be described is still only an exception.
        return {"raised": {"fault": "exception", "message": "The error could not be described."}}


def _tidy() -> None:
    """Hand over what the student has printed, and undo what could keep the worker from answering."""
    sys.setrecursionlimit(RECURSION_LIMIT)
    try:
        for stream in (sys.stdout, sys.stderr, sys.__stdout__):
            stream.flush()  # type: ignore[union-attr]
    except BaseException:
        # The student may have closed or replaced any of them; then there is nothing to flush.
        return


def _arm(state: WorkerState, seconds: float) -> Callable[[], object]:
    """Prepare to say where the student's code is, and to exit, when time is up. Returns a function that undoes this.

    The grader counts the time and sends a signal. Where there are no signals, a timer counts the seconds.
    """
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, lambda _number, frame: _stop(state, frame))
        return _disarm
    main = threading.get_ident()
    timer = threading.Timer(seconds, lambda: _stop(state, sys._current_frames().get(main)))
    timer.daemon = True
    timer.start()
    return timer.cancel


def _disarm() -> None:
    """Ignore the grader's signal, which must not interrupt an answer that is being written."""
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


def _stop(state: WorkerState, frame: FrameType | None) -> NoReturn:
    """Say where the student's code was, and end."""
    _tidy()
    frames.send(state.reply, {"sequence": state.sequence, "timed out": exceptions.running(frame, state.finder)})
    os._exit(0)


def main() -> None:
    """Serve on this process's own standard streams: the way in where a process cannot be forked from a warm one."""
    request, reply = frames.own_streams()
    frames.send(reply, {"proved": {}})
    serve(request, reply)
