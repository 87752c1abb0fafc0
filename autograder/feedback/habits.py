"""Lines that work elsewhere and not here: a notebook's, a program's, a newer Python's, an older numpy's.

`habit` reads the type of an exception and the line that raised it, both of which a hidden check may show, so its
sentence may be shown there too.
"""

from __future__ import annotations

import platform
import re
import sys
import warnings
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from autograder.records import Error

NOTEBOOK = "This line belongs in a notebook; a .py file holds Python alone. Delete the line."
COMMAND_LINE = (
    "This line reads the command line, and there is none when your file is imported: put it under "
    '`if __name__ == "__main__":`.'
)
OWN_TESTS = 'This line runs tests of your own and then ends the program: put it under `if __name__ == "__main__":`.'
LEAVES = "This line ends the whole program, and with it the check. Delete it: a function returns, or raises an error."
DEBUGGER = "This line starts the debugger, and nobody is here to answer it. Delete the line."
INPUT = (
    "input() waits for somebody to type, and nobody is here while your work is being checked. Delete it, or put it "
    'under `if __name__ == "__main__":`.'
)
PROMPT = "This line begins with a prompt, copied together with what was typed after it: delete the prompt."
OF_GIT = (
    "git marks a place like this where it found two versions of it: keep one of them, and delete the lines that begin "
    "with <<<<<<<, ======= and >>>>>>>."
)
FENCE = "This line marks where code begins or ends on a web page or in a chat; it is not Python. Delete the line."
RELATIVE = (
    "A leading dot imports from the enclosing package, but your files are not in a package: leave the dot out, as in "
    "`from graph import ...`."
)
STDIN = "sys.stdin is empty while your work is being checked: nobody types anything. Delete what reads from it."
NEWER_PYTHON = "Python {newer} and later have this syntax; your work is graded with Python {ours}."
GONE = "numpy {ours}, with which your work is graded, no longer has `{old}`: write `{new}`."

LINES: tuple[tuple[str, str, str], ...] = (
    ("SyntaxError", r"^[%!?]|^[\w.]+\?+$|^(pip|conda)3? install\b", NOTEBOOK),
    ("NameError", r"\bget_ipython\(|^display\(", NOTEBOOK),
    ("ModuleNotFoundError", r"^(from|import) (IPython|google\.colab|ipywidgets)\b", NOTEBOOK),
    ("SyntaxError", r"^(>>>(?!>)|\.\.\. |In \[\d+\]:)", PROMPT),
    ("NameError", r"^In \[\d+\]:", PROMPT),
    ("SyntaxError", r"^(<{7}|={7}|>{7})", OF_GIT),
    ("SyntaxError", r"^(```|~~~)", FENCE),
    ("IndexError", r"\bsys\.argv\b", COMMAND_LINE),
    ("SystemExit", r"\bparse_(known_)?args\(", COMMAND_LINE),
    ("SystemExit", r"\b(unittest|pytest|doctest)\.\w+\(|^main\(", OWN_TESTS),
    ("SystemExit", r"\b(exit|quit)\(|^raise SystemExit\b", LEAVES),
    ("NameError", r"\b(exit|quit)\(", LEAVES),
    ("EOFError", r"\b(input|getpass)\(", INPUT),
    ("NameError", r"\braw_input\(", INPUT),
    ("EOFError", r"\b(breakpoint|set_trace|post_mortem)\(", DEBUGGER),
    ("ValueError", r"\bsys\.stdin\b", STDIN),
)
"""The type of an exception, a pattern of the line that raised it, and what is said of the two together."""

SYNTAX: tuple[tuple[tuple[int, int], str], ...] = (
    ((3, 10), r"^(match|case)\b.*:$"),
    ((3, 11), r"^except\s*\*"),
    ((3, 12), r"\b[fF][rR]?(['\"]).*\{[^{}]*\\[^{}]*\}"),
    ((3, 12), r"^type\s+\w+.*=|^(async\s+def|def|class)\s+\w+\[.*\]\s*[(:]|\bf(['\"]).*\{[^{}]*\2[^{}]*\2[^{}]*\}"),
    ((3, 14), r"^except\s+[A-Z]\w*\s*,\s*[A-Z]|\bt['\"]"),
)
"""Since which Python a line like this is allowed."""
LOOKED_AT = 100
"""How much of a line is read for that: the time it takes grows with a power of it."""

_OLD_AND_NEW = """
    int int; float float; bool bool; object object; str str; complex complex; long int; unicode str; bool8 np.bool_;
    int0 np.intp; uint0 np.uintp; float_ np.float64; complex_ np.complex128; string_ np.bytes_; unicode_ np.str_;
    longfloat np.longdouble; singlecomplex np.complex64; cfloat np.complex128; Inf np.inf; Infinity np.inf;
    infty np.inf; PINF np.inf; NINF -np.inf; NaN np.nan; NAN np.nan; PZERO 0.0; NZERO -0.0; product np.prod;
    cumproduct np.cumprod; sometrue np.any; alltrue np.all; in1d np.isin; trapz np.trapezoid; row_stack np.vstack;
    round_ np.round; asfarray np.asarray(..., dtype=float); msort np.sort(..., axis=0);
    find_common_type np.result_type; cast np.asarray(..., dtype=...); mat np.asmatrix; asscalar x.item(); rank np.ndim;
    alen len; math import math; issubclass_ issubclass; issubsctype np.issubdtype; longcomplex np.clongdouble;
    clongfloat np.clongdouble; recfromcsv np.genfromtxt(..., delimiter=","); recfromtxt np.genfromtxt;
    loads pickle.loads; safe_eval ast.literal_eval; fastCopyAndTranspose x.T.copy(); obj2sctype np.dtype(x).type;
    disp print; sctype2char np.dtype(x).char; nbytes np.dtype(x).itemsize; typeDict np.sctypeDict;
    source inspect.getsource
"""
RENAMED: Mapping[str, str] = MappingProxyType(dict(pair.strip().split(" ", 1) for pair in _OLD_AND_NEW.split(";")))
"""Names that numpy had, and what to write instead."""
METHODS: Mapping[str, str] = MappingProxyType(
    {
        "ptp": "np.ptp(x)",
        "itemset": "x[i] = value",
        "tostring": "x.tobytes()",
        "newbyteorder": "x.view(x.dtype.newbyteorder())",
    }
)
"""Methods that arrays had, and what to write instead."""
GONE_METHOD = (
    "Arrays of numpy {ours}, with which your work is graded, no longer have the method `{old}`: write `{new}`."
)

_OF_NUMPY = re.compile(r"\b(?:np|numpy)\.(\w+)|\bfrom\s+numpy\s+import\s+([\w, ]+)")


def habit(error: Error) -> str:
    """What to do about a line that works elsewhere and not here, in a sentence; empty for any other line."""
    line = error.text.strip()
    for kind, pattern, sentence in LINES:
        if error.type == kind and re.search(pattern, line):
            return sentence
    if (
        error.type == "ImportError" and line.startswith("from .") and "/" not in error.file
    ):  # a file of a package has one
        return RELATIVE
    if error.type == "SyntaxError":
        return _newer_python(line)
    return _gone_from_numpy(line) if error.type in ("AttributeError", "ImportError") else ""


def _newer_python(line: str) -> str:
    for version, pattern in SYNTAX:
        if version > sys.version_info[:2] and re.search(pattern, line[:LOOKED_AT]):
            return NEWER_PYTHON.format(newer=".".join(map(str, version)), ours=platform.python_version())
    return ""


def _gone_from_numpy(line: str) -> str:
    named = (name.strip() for found in _OF_NUMPY.findall(line) for part in found for name in part.split(","))
    for name in named:
        if name in RENAMED and not _numpy_has(name):
            return GONE.format(ours=np.__version__, old=f"np.{name}", new=RENAMED[name])
    for name in re.findall(r"(?<!\bnp)(?<!\bnumpy)\.(\w+)\(", line):
        if name in METHODS and not hasattr(np.ndarray, name):
            return GONE_METHOD.format(ours=np.__version__, old=name, new=METHODS[name])
    return ""


def _numpy_has(name: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return hasattr(np, name)
