"""The student's files as modules, served from memory: `SubmissionFinder` is the entry point.

The standard library, numpy and the assignment's packages are never replaced, so that a student's ``random.py`` does
not stand in for the real module. A student's module comes before any other that is installed here, as it does beside
the file that imports it.
"""

from __future__ import annotations

import difflib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from marshal import loads
from types import MappingProxyType, ModuleType, TracebackType
from typing import Any

NO_FILE = "There is no {name}.py among your files."
_RESERVED = sys.stdlib_module_names | {"numpy"}
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_UTF8 = frozenset({"utf-8", "utf8", "utf-8-sig", "u8", "ascii", "us-ascii"})
_LATIN = frozenset({"latin-1", "latin1", "iso-8859-1", "iso8859-1", "iso-8859-15", "cp1252", "windows-1252"})


class MissingError(Exception):
    """A file or a name that the probe needs is not there."""


class UnreadableError(Exception):
    """A file's bytes are not the text of a Python module."""


class EndlessError(Exception):
    """A file whose import did not come to an end in an earlier worker; the text says so."""


def source_text(name: str, content: bytes) -> str:
    """The file's text, strictly as UTF-8; a byte order mark and any line ends are fine."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableError(f"{name} is saved as UTF-16; save it as UTF-8.")
    if 0 in content:
        raise UnreadableError(f"{name} holds a NUL byte, so it is not a Python file; was it damaged or renamed?")
    _refuse_other_codecs(name, content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableError(f"{name} is not saved as UTF-8 (line {line}); save it as UTF-8.") from None


def _refuse_other_codecs(name: str, content: bytes) -> None:
    for number, line in enumerate(re.split(rb"\r\n?|\n", content, maxsplit=2)[:2], 1):
        if (cookie := _COOKIE.match(line)) is None:
            continue
        codec = cookie.group(1).decode("ascii").lower().replace("_", "-")
        if codec not in _UTF8 and not (codec in _LATIN and content.isascii()):
            raise UnreadableError(
                f"Line {number} of {name} declares the encoding {codec}; delete it and save as UTF-8."
            )


class SubmissionFinder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds and loads a student's modules.

    Remembers the exception that kept a module from loading, the recursion limit that a module has set, and in
    ``asked`` what probes were given by module and name. ``codes`` are the files that another worker has compiled.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        expected: Sequence[str],
        endless: Mapping[str, str] = MappingProxyType({}),
        reserved: frozenset[str] = frozenset(),
    ) -> None:
        """``endless`` are the files that are not to be imported again, each with the sentence that says why.

        ``reserved`` are modules that no file of the student's replaces, besides those of Python and numpy.
        """
        self.files = dict(files)
        self.expected = tuple(expected)
        self.recursion_limit = sys.getrecursionlimit()
        self.packages: tuple[str, ...] = ()
        self.data: tuple[str, ...] = ()
        self.codes: Mapping[str, memoryview] = {}
        self.asked: dict[tuple[str, str], Any] = {}
        self._endless = endless
        self._reserved = reserved
        self.failure: BaseException | None = None
        self._failed: dict[str, tuple[BaseException, TracebackType | None]] = {}
        self._imported: dict[str, None] = {}
        self._hidden = False

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """A spec for a module or package of the submission; none for a name that is reserved."""
        package = fullname.rpartition(".")[0]
        if package:
            foreign = not self._is_own(sys.modules.get(package))
        else:
            foreign = fullname in _RESERVED or fullname in self._reserved
        if self._hidden or foreign or not (name := self._file(fullname)):
            return None
        return importlib.util.spec_from_loader(
            fullname, self, origin=name, is_package=name.endswith(("/", "/__init__.py"))
        )

    def _file(self, fullname: str) -> str:
        """The file of a module, a package's __init__.py or else its folder; empty when there is none."""
        path = fullname.replace(".", "/")
        for name in (f"{path}/__init__.py", f"{path}.py"):
            if name in self.files:
                return name
        return f"{path}/" if any(name.startswith(f"{path}/") for name in self.files) else ""

    def get_source(self, fullname: str) -> str:
        """The module's text, for tracebacks; a folder has none."""
        name = self._file(fullname)
        return source_text(name, self.files[name]) if name in self.files else ""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module; whatever stops it is remembered as the reason it did not load."""
        name = self._file(module.__name__)
        module.__file__ = os.path.abspath(name)
        self._imported[module.__name__] = None
        limit = sys.getrecursionlimit()
        try:
            if name in self._endless:
                raise EndlessError(self._endless[name])
            text = self.get_source(module.__name__)
            linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
            code = self.codes.get(name)
            exec(compile(text, name, "exec", dont_inherit=True) if code is None else loads(code), module.__dict__)
        except BaseException as error:
            # A student's file may raise anything at all, and what it raised says why the file did not load.
            self.failure = error
            raise
        finally:
            if sys.getrecursionlimit() != limit:
                self.recursion_limit = sys.getrecursionlimit()

    def module(self, name: str) -> ModuleType:
        """The student's module of that name; MissingError when there is none.

        A module that did not load is not run again: its error is raised again.
        """
        if f"{name}.py" not in self.files:
            raise MissingError(NO_FILE.format(name=name))
        if name in self._failed:
            self.failure, trace = self._failed[name]
            raise self.failure.with_traceback(trace)
        try:
            return importlib.import_module(name)
        except BaseException as error:
            # Whatever a student's file raises is why it did not load.
            self._failed[name] = error, error.__traceback__
            raise

    @contextmanager
    def out_of_sight(self) -> Iterator[None]:
        """Hide the student's modules for a while, the loaded ones included.

        Only names from the submission are looked up: a walk through all modules would touch each of them, and so copy
        much of the zygote's memory.
        """
        names = [name for name in self._imported if self._is_own(sys.modules.get(name))]
        loaded = {name: sys.modules.pop(name) for name in names}
        self._hidden = True
        try:
            yield
        finally:
            self._hidden = False
            sys.modules.update({name: module for name, module in loaded.items() if name not in sys.modules})

    def _is_own(self, module: ModuleType | None) -> bool:
        return getattr(getattr(module, "__spec__", None), "loader", None) is self

    def nearest(self, module: str) -> str:
        """The file whose name is most like that of the module that was asked for; empty where none is like it."""
        close = difflib.get_close_matches(f"{module}.py".lower(), [name.lower() for name in self.files], 1, 0.8)
        return next((name for name in self.files if close and name.lower() == close[0]), "")


class StudentModules:
    """What a probe gets as ``student``: ``student.graph.MultiplyGate`` is that class, or raises MissingError."""

    def __init__(self, finder: SubmissionFinder) -> None:
        self._finder = finder

    def __getattr__(self, module: str) -> ModuleNames:
        return ModuleNames(self._finder.module(module), self._finder.asked)


class ModuleNames:
    """The names of one of the student's modules."""

    def __init__(self, module: ModuleType, asked: dict[tuple[str, str], Any]) -> None:
        self._module, self._asked = module, asked

    def __getattr__(self, name: str) -> Any:
        try:
            value = self._asked[self._module.__name__, name] = getattr(self._module, name)
            return value
        except AttributeError:
            own = [key for key in vars(self._module) if not key.startswith("_")]
            exact = [key for key in own if key.lower() == name.lower()]
            close = exact or difflib.get_close_matches(name, own, 1, 0.6)
            hint = f"; did you mean {close[0]}?" if close else "."
            raise MissingError(f"{self._module.__name__}.py has no {name}{hint}") from None


def install(finder: SubmissionFinder) -> StudentModules:
    """Serve the submission before anything else that is not Python's own or numpy's."""
    sys.meta_path.insert(0, finder)
    return StudentModules(finder)
