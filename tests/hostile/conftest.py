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

from tests.support.summary import say

from .corpus import Attack, attacks
from .envelopes import Envelope, envelopes, start


@dataclass
class Outcome:
    """What came of the corpus in one envelope: a row for each attack, or why there is none."""

    envelope: Envelope
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    tier: str = ""
    layers: frozenset[str] = frozenset()
    refusal: str = ""
    memory_kb: int = 0
    log: str = ""

    def stops(self, attack: Attack) -> bool:
        """Whether this wall promises to: Landlock is all that stops a few attacks, and tier B may lack it.

        An import of a package is no attack where students may import it.
        """
        allowed = attack.name.removeprefix("import_") in self.envelope.packages
        return not allowed and ("landlock" in self.layers or "landlock" not in attack.opens)


SECTION = "hostile submissions"
"""Where the run's summary says what came of them."""


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
            words = ["-m", "tests.hostile.arena", str(folder), str(envelope.landlock_abi), *envelope.packages]
            running[envelope.name] = start(envelope, words, folder)
    found: dict[str, Outcome] = {}

    def outcome(name: str) -> Outcome:
        if name not in found:
            envelope = next(each for each in envelopes() if each.name == name)
            found[name] = _read(envelope, running[name], parent / name.replace(" ", "-"))
        return found[name]

    yield outcome
    say(request.config, SECTION, [summary(one) for one in found.values()])
    for process in running.values():
        process.kill()
        process.wait()
    shutil.rmtree(parent)


def _read(envelope: Envelope, process: Any, folder: Path) -> Outcome:
    log, _ = process.communicate()
    if process.returncode != 0:
        return Outcome(envelope, refusal=log.partition("RefusedError: ")[2], log=log)
    told = json.loads((folder / "rows.json").read_text())
    rows = {row["attack"]: row for row in told["rows"]}
    layers = frozenset(told["layers"])
    return Outcome(envelope, rows, told["tier"], layers, memory_kb=told["memory_kb"], log=log)


def summary(outcome: Outcome) -> str:
    """What the whole corpus came to in one envelope, in a line."""
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
