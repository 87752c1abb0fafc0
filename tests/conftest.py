"""What all tests share: the toy assignment, frozen once, a sandbox, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.answers.store import Answers
from autograder.freeze.reference import freeze
from autograder.grading.grader import grade
from autograder.records import Assignment, Report, Submission
from autograder.sandbox import Sandbox
from autograder.spec import loader

ROOT = Path(__file__).resolve().parent.parent
TOY = ROOT / "tests" / "toy"
SOLUTION = ROOT / "solution"
CHROMIUM = shutil.which("chromium")
SILENT = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def toy() -> Assignment:
    return loader.load(TOY)


@pytest.fixture(scope="session")
def toy_answers(toy: Assignment, sandbox: Sandbox) -> Answers:
    return freeze(toy, sandbox)


@pytest.fixture(scope="session")
def toy_source() -> dict[str, str]:
    """The toy reference's files as text, to be changed into submissions."""
    return {name: (TOY / name).read_text() for name in ("toy.py", "helper_free.py")}


@pytest.fixture
def grade_toy(toy: Assignment, toy_answers: Answers, sandbox: Sandbox) -> Callable[..., Report]:
    """Grade files given by name: ``grade_toy({"toy.py": "..."}, only=["t1.double"])``."""

    def run(files: dict[str, str | bytes], **settings: object) -> Report:
        data = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
        return grade(toy, toy_answers, Submission("toy student", data), sandbox, **settings)

    return run


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One real Chromium for every test that looks at a page: playwright drives only one at a time."""
    if CHROMIUM is None:
        pytest.skip("looking at pages needs Debian's chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="looking at pages needs playwright")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SILENT)
        yield browser
        browser.close()
