"""Answers messages beside the student's files until nobody asks any more; ends itself when one takes too long.

What the student's code prints travels with the answer, cut where it is long, and never mixes with it.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import linecache
import sys
from pathlib import Path
from time import process_time
from types import FrameType, ModuleType
from typing import Any

import numpy as np

from autograder.feedback.troubles import told_whole, trouble
from autograder.playground.engine import EmptyError, Engine
from autograder.playground.inside.watchdog import Watchdog
from autograder.playground.shaped import WrongShapeError
from autograder.records import Call, Case, Error, Limits, Observation
from autograder.sandbox.inside import exceptions, frames
from autograder.sandbox.inside.submission import SubmissionFinder, install
from autograder.text.sanitize import sanitized

PRINTED_CHARACTERS = 2000
OURS = (
    "The playground failed on what your code gave it, at `{code}` ({place}): {text}. If your own files are as the "
    "handout asks, tell course staff."
)


class CappedStream(io.TextIOBase):
    """Keeps the first characters that are printed during an answer, and forgets the others."""

    kept = ""

    def write(self, text: str) -> int:
        self.kept += str(text)[: max(0, PRINTED_CHARACTERS - len(self.kept))]
        return len(text)

    def take(self) -> str:
        """What was kept, once."""
        kept, self.kept = self.kept, ""
        return sanitized(kept)


def main() -> None:
    """Read the student's files and the adapter's place, then answer one message after the other."""
    source, target = frames.own_streams()
    printed = CappedStream()
    sys.stdout = sys.stderr = printed
    load, arrays = frames.receive(source)
    files = {name: data.tobytes() for name, data in zip(load["files"], arrays, strict=True)}
    finder = SubmissionFinder(files, load["expected"])
    student = install(finder)

    def stopped(frame: FrameType | None, waited: bool) -> None:
        seen = Observation("timed out", error=_running(frame, finder), waited=waited)
        text = trouble(seen, Call("", Case("", {})), Limits(seconds=load["seconds"])).brief
        _send(target, {"kind": "error", "text": text, "trace": "", "ended": True}, {})

    watchdog = Watchdog(load["seconds"], stopped)
    engine: Engine | None = None
    while True:
        try:
            message, _ = frames.receive(source)
        except EOFError:
            return
        began = process_time()
        with watchdog:
            try:
                engine = engine or Engine(adapter_at(Path(load["adapter"])), student)
                told, found = engine.answer(message)
            except EmptyError as error:
                told, found = {"kind": "empty", "text": str(error)}, {}
            except WrongShapeError as error:
                told, found = {"kind": "error", "text": str(error), "trace": ""}, {}
            except BaseException as error:
                # A student's code may raise anything at all; the page shows it, and the process goes on.
                told, found = _trouble(error, finder), {}
        _send(target, {**told, "printed": printed.take(), "cpu_ms": 1000 * (process_time() - began)}, found)


def adapter_at(path: Path) -> ModuleType:
    """The module that staff wrote."""
    spec = importlib.util.spec_from_file_location("playground_adapter", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _running(frame: FrameType | None, finder: SubmissionFinder) -> Error | None:
    """Where the student's code was when its time was up, if it was in their files at all."""
    record = exceptions.running(frame, finder)
    return _error(record) if "file" in record else None


def _trouble(error: BaseException, finder: SubmissionFinder) -> dict[str, Any]:
    """The exception as the checks would word it, and its traceback without a frame of ours."""
    record = exceptions.account(error, finder, None)
    text = told_whole(_error(record))
    if not record.get("file") and record["fault"] == "exception":
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        file, line = (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else ("", 0)
        code, place = linecache.getline(file, line).strip(), f"{Path(file).name}, line {line}"
        said = f"{record['type']}: {record['message']}".rstrip(".")
        text = OURS.format(code=code, place=place, text=said)
    return {"kind": "error", "text": text, "trace": record.get("traceback", "")}


def _error(record: dict[str, Any]) -> Error:
    texts = {name: record.get(name, "") for name in ("type", "message", "file", "text", "function", "traceback")}
    return Error(fault=record["fault"], line=record.get("line", 0), **texts)


def _send(target: int, told: dict[str, Any], arrays: dict[str, np.ndarray]) -> None:
    """One answer: its header names the arrays that follow, with dtype and shape."""
    table = [[name, array.dtype.str, list(array.shape)] for name, array in arrays.items()]
    frames.send(target, {**told, "arrays": table}, [np.ascontiguousarray(array) for array in arrays.values()])
