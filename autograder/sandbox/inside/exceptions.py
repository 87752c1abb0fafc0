"""What went wrong, in the student's own terms: :func:`account` makes a record of an exception without a frame of ours.

Everything about an exception may be hostile: its class, its ``__str__``, its frames. So each text is asked for with
care, copied as plain ``str`` and cut; if asking raises, a fixed sentence stands in its place.
"""

from __future__ import annotations

import linecache
import re
import sys
from bdb import BdbQuit
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any

from .clues import definition, has_instead, odd_name, operands, stands_for
from .functions import qualified_name
from .outputs import UnusableError
from .submission import NO_FILE, EndlessError, MissingError, SubmissionFinder, UnreadableError

TEXT = 4000
TRACEBACK_HEAD, TRACEBACK_TAIL = 3, 7
PROBES = "probes/"
_EXIT = "Your code called exit(), which ends the whole program; a function should return, or raise an error."
_INTERRUPT = "Your code raised KeyboardInterrupt, as if somebody had pressed Ctrl-C."
_STOPS = re.compile(r"\b(?:breakpoint|set_trace|post_mortem)\(")
NEARBY = 20
_SHUT = ". While it is checked, your code may not open files, start programs or threads, or use the network."
"""Is added to an error that the wall causes."""

_OPEN = ". While it is checked, your code may open {files} for reading, and no other file."
_NO_LIBRARY = "cannot open shared object file"
_OF_NETWORKS = ("URLError", "gaierror")
_MEMORY = "Your code asked for more memory than a check may use."
_ELSEWHERE = (
    "{name} is not available here: your files may import Python's standard library, {packages} and each other, "
    "nothing else."
)
_LACKING = "{name} belongs to Python's standard library, and is not there where your work is checked: do without it."

_GONE = (
    "The installed numpy has no module {name}. Numpy 2 removed some modules of numpy 1; their functions are in numpy "
    "itself, as in `from numpy import select`."
)

TracebackPlace = tuple[str, int, str]
"""A file, a line and the function that was running."""


def account(error: BaseException, finder: SubmissionFinder, complaint: Any) -> dict[str, Any]:
    """The exception as fault, type, message, place and traceback.

    When nothing of the student's own raised, the place is the definition of the function that could not be called, or
    else ``called`` is the file and the line of the probe that made the call.
    """
    frames = _frames(error, lambda name: name in finder.files)
    spots = [_spot(frame, line) for frame, line in frames]
    fault, message = _fault(error, finder, complaint)
    if not spots and (of_another_kind := stands_for(error, _called(error), finder)):
        return {"fault": "missing", "type": "", "message": of_another_kind}
    record = {"fault": fault, "type": _kind(error), "message": message}
    if isinstance(error, SyntaxError) and fault == "load":
        return {**record, **_place((_text(lambda: error.filename), error.lineno or 0, ""))}
    if isinstance(error, EndlessError) or fault in ("complaint", "unusable"):
        return record
    if fault in ("missing", "load") and not spots:
        return record
    if not spots:
        odd = odd_name(error, finder)
        if isinstance(error, TypeError) and not odd and (spot := definition(message, finder)):
            return {**record, **_place(spot)}
        calls = [_spot(frame, line) for frame, line in _called(error)]
        called = f"{calls[-1][0]}:{calls[-1][1]}" if calls else ""
        return {**record, "called": called, "operands": odd or has_instead(error)}
    place = _place(_blamed(spots, fault, error))
    record = {**record, **place, "traceback": _traceback(spots, record["type"], message)}
    clues = (has_instead(error), operands(frames[-1][0], _line(*spots[-1][:2])))
    return {**record, "operands": ", ".join(filter(None, clues))}


def _blamed(spots: list[TracebackPlace], fault: str, error: BaseException) -> TracebackPlace:
    """The place to look at: of a file that could not be imported the line of its own that led to the error."""
    if fault == "load":
        return next((spot for spot in reversed(spots) if spot[2] == "<module>"), spots[-1])
    file, line, function = spots[-1]
    if isinstance(error, BdbQuit):  # a debugger gives up at the line after the one that started it
        stops = (number for number in range(line, max(0, line - NEARBY), -1) if _STOPS.search(_line(file, number)))
        line = next(stops, line)
    return file, line, function


def running(frame: FrameType | None, finder: SubmissionFinder) -> dict[str, Any]:
    """Where the student's code was when its time was up; during an import, the line of the file that is imported."""
    own = []
    while frame is not None:
        if frame.f_code.co_filename in finder.files:
            own.append(frame)
        frame = frame.f_back
    importing = next((caller for caller in own if caller.f_code.co_name == "<module>"), None)
    record = {"fault": "load" if importing else "exception", "type": "", "message": ""}
    stopped = importing or next(iter(own), None)
    return {**record, **_place(_spot(stopped, stopped.f_lineno))} if stopped else record


def _kind(error: BaseException) -> str:
    """The name of the exception's class, empty for a class of ours.

    A debugger gives up because nobody types, so its name is that of the error from `input`.
    """
    if isinstance(error, (UnreadableError, EndlessError)):
        return ""
    return EOFError.__name__ if isinstance(error, BdbQuit) else _text(lambda: type(error).__name__)


def _fault(error: BaseException, finder: SubmissionFinder, complaint: Any) -> tuple[str, str]:
    """Which fault this is, and the sentence for it."""
    if isinstance(error, MissingError):
        return "missing", str(error)
    if isinstance(error, UnusableError):
        return "unusable", str(error)
    if isinstance(error, EndlessError):
        return "load", str(error)
    if complaint is not None and isinstance(error, complaint):
        return "complaint", _message(error)
    if isinstance(error, NotImplementedError):
        return "unwritten", _message(error)
    if isinstance(error, ModuleNotFoundError):
        return _absent(error, finder)
    if isinstance(error, MemoryError):
        return "memory", _MEMORY
    if isinstance(error, SyntaxError):
        return ("load" if error is finder.failure else "exception"), _text(lambda: error.msg)
    return ("load" if error is finder.failure else "exception"), _sentence(error, finder.data)


def _absent(error: ModuleNotFoundError, finder: SubmissionFinder) -> tuple[str, str]:
    whole = _text(lambda: error.name or "")
    name = whole.partition(".")[0]
    if f"{name}.py" in finder.expected and f"{name}.py" not in finder.files:
        return "missing", NO_FILE.format(name=name)
    fault = "load" if error is finder.failure else "exception"
    if near := finder.nearest(name):
        return fault, f"There is no module {name}; did you mean {near.removesuffix('.py')}?"
    if name.removeprefix("_") in sys.stdlib_module_names:
        return fault, _LACKING.format(name=name.removeprefix("_"))
    if name == "numpy" != whole:
        return fault, _GONE.format(name=whole)
    return fault, _ELSEWHERE.format(name=name or "That module", packages=", ".join(("numpy", *finder.packages)))


def _sentence(error: BaseException, data: tuple[str, ...]) -> str:
    if isinstance(error, SystemExit):
        return _EXIT
    if isinstance(error, KeyboardInterrupt):
        return _INTERRUPT
    message = _message(error)
    if isinstance(error, ImportError) and _NO_LIBRARY in message:
        return _LACKING.format(name=_text(lambda: error.name or "That module").removeprefix("_"))
    if isinstance(error, OSError):
        shut = isinstance(error, (PermissionError, FileNotFoundError)) or type(error).__name__ in _OF_NETWORKS
    else:
        shut = isinstance(error, RuntimeError) and "can't start new thread" in message
    if shut and isinstance(error, OSError) and data:
        return message + _OPEN.format(files=", ".join(f"data/{name}" for name in data))
    return message + (_SHUT if shut else "")


def _message(error: BaseException) -> str:
    """The exception's own text, without the path that an ImportError ends with."""
    text = _text(lambda: str(error))
    return re.sub(r" \([^()]*\)$", "", text) if isinstance(error, ImportError) else text


def _text(ask: Callable[[], object]) -> str:
    """The answer as a plain, short str, whatever asking it does."""
    try:
        answer = ask()
        return str.__str__(answer)[:TEXT] if isinstance(answer, str) else ""
    except BaseException:
        # A student's class may raise anything from its own __str__, SystemExit included.
        return "(the error's own text could not be shown)"


def _frames(error: BaseException, wanted: Callable[[str], bool]) -> list[tuple[FrameType, int]]:
    """The frames the exception came through in the files that are wanted, outermost first, each with its line."""
    trace: TracebackType | None = error.__traceback__
    frames = []
    while trace is not None:
        if wanted(trace.tb_frame.f_code.co_filename):
            frames.append((trace.tb_frame, trace.tb_lineno or 0))
        trace = trace.tb_next
    return frames


def _called(error: BaseException) -> list[tuple[FrameType, int]]:
    """The frames of probes the exception came through, outermost first, each with its line."""
    return _frames(error, lambda name: name.startswith(PROBES))


def _spot(frame: FrameType, line: int | None) -> TracebackPlace:
    code = frame.f_code
    return code.co_filename, line or 0, qualified_name(code)


def _place(spot: TracebackPlace) -> dict[str, Any]:
    file, line, function = spot
    return {"file": file, "line": line, "text": _line(file, line), "function": function[:TEXT]}


def _line(file: str, line: int) -> str:
    return linecache.getline(file, line).strip()[:200]


def _traceback(spots: list[TracebackPlace], kind: str, message: str) -> str:
    """As Python writes it, with the student's frames alone."""
    shown = [
        f'  File "{file}", line {line}, in {function[:200]}\n    {_line(file, line)}' for file, line, function in spots
    ]
    if len(shown) > TRACEBACK_HEAD + TRACEBACK_TAIL + 1:
        left = len(shown) - TRACEBACK_HEAD - TRACEBACK_TAIL
        shown[TRACEBACK_HEAD:-TRACEBACK_TAIL] = [f"  ... {left} more calls ..."]
    last = f"{kind}: {message}" if message else kind
    return "\n".join(["Traceback (most recent call last):", *shown, last])[:TEXT]
