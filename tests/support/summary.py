"""Lines that tests want printed at the end of the run, also when other processes run them."""

from __future__ import annotations

from typing import Any

import pytest

LINES = pytest.StashKey[dict[str, list[str]]]()
"""The lines of each section."""


def say(config: pytest.Config, section: str, lines: list[str]) -> None:
    """Print these lines below that title when all tests have run."""
    config.stash.setdefault(LINES, {}).setdefault(section, []).extend(lines)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands its lines over to the process that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["summary"] = session.config.stash.get(LINES, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a worker handed over is printed with all the rest."""
    for section, lines in getattr(node, "workeroutput", {}).get("summary", {}).items():
        say(node.config, section, lines)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print every section."""
    for section, lines in config.stash.get(LINES, {}).items():
        terminalreporter.section(section)
        for line in lines:
            terminalreporter.write_line(line)
