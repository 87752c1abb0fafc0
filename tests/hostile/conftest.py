"""The whole corpus is graded once in each envelope, all envelopes at once; the tests read what came of it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from .corpus import Attack, attacks
from .envelopes import Envelope, envelopes, start

SECONDS = 240


@dataclass
class Outcome:
    """What came of the corpus in one envelope: a row for each attack, or why there is none."""

    envelope: Envelope
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    tier: str = ""
    refusal: str = ""
    memory_kb: int = 0
    log: str = ""

    def stops(self, attack: Attack) -> bool:
        """Whether this tier promises to: one layer is all that stops a few attacks, and tier B may lack it."""
        return self.tier != "B" or "landlock" not in attack.opens


OUTCOMES = pytest.StashKey[dict[str, Outcome]]()
TABLES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def outcomes(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Outcome]]:
    """What came of the corpus in the envelope of that name."""
    parent = Path(tempfile.mkdtemp(prefix="hostile-"))
    parent.chmod(0o755)
    running = {}
    for envelope in envelopes():
        folder = parent / envelope.name.replace(" ", "-")
        folder.mkdir()
        if not envelope.unavailable:
            running[envelope.name] = start(envelope, ["-m", "tests.hostile.arena", str(folder)], folder)
    stash = request.config.stash.setdefault(OUTCOMES, {})

    def outcome(name: str) -> Outcome:
        if name not in stash:
            envelope = next(each for each in envelopes() if each.name == name)
            stash[name] = _read(envelope, running[name], parent / name.replace(" ", "-"))
        return stash[name]

    yield outcome
    for process in running.values():
        process.kill()
        process.wait()
    shutil.rmtree(parent)


def _read(envelope: Envelope, process: Any, folder: Path) -> Outcome:
    log, _ = process.communicate(timeout=SECONDS)
    if process.returncode != 0:
        return Outcome(envelope, refusal=log.partition("RefusedError: ")[2], log=log)
    told = json.loads((folder / "rows.json").read_text())
    rows = {row["attack"]: row for row in told["rows"]}
    return Outcome(envelope, rows, told["tier"], memory_kb=told["memory_kb"], log=log)


@pytest.fixture(scope="session")
def tables(request: pytest.FixtureRequest) -> list[str]:
    """Lines to be printed at the end of the run."""
    return request.config.stash.setdefault(TABLES, [])


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say in a line for each envelope what the whole corpus came to."""
    outcomes = config.stash.get(OUTCOMES, {})
    lines = [*(_summary(outcome) for outcome in outcomes.values()), *config.stash.get(TABLES, [])]
    if lines:
        terminalreporter.section("hostile submissions")
        for line in lines:
            terminalreporter.write_line(line)


def _summary(outcome: Outcome) -> str:
    if outcome.refusal:
        return f"{outcome.envelope.name}: nothing was graded. {outcome.refusal.strip()}"
    tried = [attack for attack in attacks() if not attack.honest and outcome.stops(attack)]
    rows = [outcome.rows.get(attack.name, {"status": "lost", "broken": ["lost"]}) for attack in tried]

    def count(*names: str) -> int:
        return sum(bool(set(names) & set(row["broken"])) for row in rows)

    passes = sum(row["status"] == "passed" or "score" in row["broken"] for row in rows)
    return (
        f"{outcome.envelope.name} (tier {outcome.tier or '?'}): {len(tried)} attacks tried, wrong passes {passes}, "
        f"leaks {count('leaks')}, survivors {count('survivors')}, traces left {count('untouched')}, "
        f"neighbours hurt {count('neighbours')}, grader crashes {count('valid results', 'lost')}"
    )
