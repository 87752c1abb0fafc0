"""What the tests of the handouts share: the sources, the program that builds them, and one build of each."""

from __future__ import annotations

import functools
import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.places import ROOT

HANDOUTS = ROOT / "handouts"
WRITTEN = HANDOUTS / "sources"
"""The handouts as they are written, with blanks for what may change."""
NAMES = (
    "student",
    "frameworks",
    "staff",
    "staff-class",
    "staff-prove",
    "staff-contest",
    "staff-security",
    "gradescope",
)
TOOLS = ("jinja2", "pypandoc", "typst", "fontTools")

SOURCES = (HANDOUTS / "figures", ROOT / "solution")

sys.path.insert(0, str(HANDOUTS))


@pytest.fixture(scope="package", autouse=True)
def importable() -> Iterator[None]:
    """The figures' scripts and the reference, importable while the handouts are tested and not afterwards."""
    before = list(sys.path)
    sys.path[:0] = [str(folder) for folder in SOURCES]
    yield
    sys.path[:] = before
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(tuple(f"{folder}/" for folder in SOURCES)):
            del sys.modules[name]


@dataclass(frozen=True)
class Built:
    """One handout as it comes out."""

    name: str
    html: Path
    pdf: Path

    @property
    def text(self) -> str:
        return self.html.read_text(encoding="utf-8")


def needs_tools() -> None:
    """Skips the test where the handouts cannot be built."""
    missing = [name for name in TOOLS if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"building the handouts needs {', '.join(missing)}")
    if not (HANDOUTS / "node_modules" / "katex").is_dir():
        pytest.skip("building the handouts needs KaTeX: npm ci --prefix handouts")


def program() -> ModuleType:
    """The program that builds the handouts."""
    needs_tools()
    spec = importlib.util.spec_from_file_location("handouts_build", HANDOUTS / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    return build


def built(build: ModuleType, name: str, folder: Path) -> Built:
    """One handout, built into ``folder``."""
    build.build(name, folder)
    return Built(name, folder / f"{name}.html", folder / f"{name}.pdf")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, filled: Callable[[str], str]) -> Callable[[str], Built]:
    """Each handout by name, built when it is first asked for."""
    build = program()
    build.fill = lambda source: filled(source.stem)
    return functools.cache(lambda name: built(build, name, tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="session")
def filled() -> Callable[[str], str]:
    """Each source by name, with its blanks filled in, for which all its code is run: once."""
    pytest.importorskip("jinja2", reason="filling in the handouts needs Jinja2")
    from press.fill import fill

    return functools.cache(lambda name: fill(WRITTEN / f"{name}.md"))


@pytest.fixture(params=NAMES)
def handout(request: pytest.FixtureRequest, shelf: Callable[[str], Built]) -> Built:
    return shelf(request.param)


@pytest.fixture(params=NAMES)
def source(request: pytest.FixtureRequest) -> Path:
    return WRITTEN / f"{request.param}.md"
