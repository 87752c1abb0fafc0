"""No hostile submission passes, leaks, survives, leaves a trace, hurts a neighbour or stops the grader,
in any envelope.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.gradescope.schema import problems_of

from .arena import GRADER_MEMORY_KB, arena
from .conftest import Outcome
from .corpus import CANARIES, Attack, attacks
from .envelopes import Envelope, envelopes, start
from .layers import ONE_BY_ONE

pytestmark = pytest.mark.slow

SITUATIONS = [
    pytest.param(
        envelope,
        id=envelope.name,
        marks=[pytest.mark.skip(reason=f"{envelope.name}: {envelope.unavailable}")] if envelope.unavailable else [],
    )
    for envelope in envelopes()
]

ENDINGS = [
    "honest_right", "honest_prints", "always_equal", "no_outputs", "base_exception", "infinite_loop", "exit_at_once",
    "crash",
    "memory_bomb", "print_flood", "forge_verdicts", "forge_length", "many_bytes", "half_answer", "write_results",
]  # fmt: skip
"""An attack or two of each way to end: right, wrong, unusable, an exception, a time-out, a death, a flood,
a forged frame.
"""


def endings_in(envelope: Envelope) -> list[str]:
    """All endings in the first envelope, and in each further one a share of them: the command is the same."""
    place = envelopes().index(envelope)
    return ENDINGS[place - 1 :: len(envelopes()) - 1] if place else ENDINGS


COMMANDS = [
    pytest.param(name, *situation.values, id=f"{name}-{situation.id}", marks=situation.marks)
    for situation in SITUATIONS
    for name in endings_in(situation.values[0])
]


@pytest.mark.parametrize("envelope", SITUATIONS)
@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.name)
def test_an_attack_comes_to_what_its_head_says_and_to_nothing_else(
    attack: Attack, envelope: Envelope, outcomes: Callable[[str], Outcome]
) -> None:
    outcome = possible(outcomes(envelope.name))
    if not outcome.stops(attack):
        pytest.skip("this machine has no Landlock, which alone stops this attack, or the package may be imported here")
    row = outcome.rows[attack.name]
    assert (row["status"], row["broken"]) == (attack.expect, []), row["details"]


def test_an_old_landlock_must_stop_every_attack_that_a_new_one_stops(outcomes: Callable[[str], Outcome]) -> None:
    [old] = [envelope for envelope in envelopes() if envelope.landlock_abi] or [None]
    if old is None or old.unavailable:
        pytest.skip("no other user can be given up here")
    outcome = possible(outcomes(old.name))
    if "landlock" not in outcome.layers:
        pytest.skip("this machine has no Landlock")
    assert outcome.rows.keys() == {attack.name for attack in attacks()} and all(map(outcome.stops, attacks()))


@pytest.mark.parametrize("envelope", SITUATIONS)
def test_the_grader_stays_small_whatever_it_is_sent(envelope: Envelope, outcomes: Callable[[str], Outcome]) -> None:
    assert 0 < possible(outcomes(envelope.name)).memory_kb < GRADER_MEMORY_KB


def possible(outcome: Outcome) -> Outcome:
    """The outcome, unless this machine is one that refuses to grade."""
    if outcome.refusal:
        pytest.skip(outcome.refusal)
    assert outcome.rows, outcome.log
    return outcome


def test_every_attack_says_what_it_tries_and_there_is_one_for_every_ending_and_every_layer() -> None:
    tried = attacks()
    assert all(attack.about.endswith(".") for attack in tried)
    assert {"passed", "failed", "error"} == {attack.expect for attack in tried}
    assert set(ENDINGS) <= {attack.name for attack in tried}
    assert {layer for attack in tried for layer in attack.opens} <= set(ONE_BY_ONE)


@pytest.mark.parametrize(("name", "envelope"), COMMANDS)
def test_the_grade_command_itself_gives_the_same_verdict(
    name: str, envelope: Envelope, commands: Callable[[Envelope], Path], outcomes: Callable[[str], Outcome]
) -> None:
    possible(outcomes(envelope.name))
    [attack] = [attack for attack in attacks() if attack.name == name]
    folder = commands(envelope)
    results, told = folder / f"{name}.json", (folder / f"{name}.told").read_text()
    assert json.loads((folder / "statuses.json").read_text())[name] == 0, told
    data = json.loads(results.read_text())
    assert data["score"] == (12 if attack.expect == "passed" else 2) and problems_of(data) == []
    assert data["tests"][1]["tags"] == ["target", attack.expect]
    assert not [canary for canary in CANARIES if canary in results.read_text()]


@pytest.fixture(scope="module")
def commands() -> Iterator[Callable[[Envelope], Path]]:
    """The folder in which the commands of an envelope were run: the assignment with its frozen answers, what was handed
    in, and what came of it.
    """
    with tempfile.TemporaryDirectory(prefix="commands-") as parent:
        Path(parent).chmod(0o755)
        made = Path(parent) / "made"
        made.mkdir()
        with arena(made):

            @functools.cache
            def run(envelope: Envelope) -> Path:
                folder = Path(shutil.copytree(made, Path(parent) / envelope.name.replace(" ", "-")))
                for attack in attacks():
                    if attack.name in ENDINGS:
                        _hand_in(folder, attack)
                _give(folder, envelope)
                words = ["-m", "tests.hostile.commands", str(folder), *endings_in(envelope)]
                told, _ = start(envelope, words, folder).communicate()
                assert (folder / "statuses.json").exists(), told
                return folder

            yield run


def _hand_in(folder: Path, attack: Attack) -> None:
    handed_in = folder / attack.name
    handed_in.mkdir()
    for file, content in attack.files({"RESULTS": str(folder / f"{attack.name}.json")}).items():
        (handed_in / file).write_bytes(content)


def _give(folder: Path, envelope: Envelope) -> None:
    """Make the folder its grader's own."""
    for path in [folder, *folder.rglob("*")]:
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            os.chown(path, envelope.user, envelope.user)
