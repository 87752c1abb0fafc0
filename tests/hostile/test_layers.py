"""Which layer stops which attack: the corpus once more for each layer taken away,
and once with the three great ones gone.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.summary import say

from .conftest import SECTION
from .corpus import attacks
from .envelopes import Envelope, envelopes, start
from .layers import NO_GREAT_ONE, ONE_BY_ONE, table

pytestmark = pytest.mark.slow

SITUATION = {envelope.name: envelope for envelope in envelopes()}
NO_ROOT = SITUATION.get("root", Envelope("root", (), -1, "no root here")).unavailable
NO_USER = SITUATION.get("ordinary user", Envelope("user", (), -1, "no ordinary user here")).unavailable

Through = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def through(request: pytest.FixtureRequest) -> Iterator[Through]:
    """The attacks that get through the wall of that name; the table is printed at the end of the run."""
    with tempfile.TemporaryDirectory(prefix="layers-") as parent:
        Path(parent).chmod(0o755)
        runs = [
            _start(SITUATION[name], walls, Path(parent) / name.replace(" ", "-"))
            for name, walls in (("root", ONE_BY_ONE), ("ordinary user", (NO_GREAT_ONE,)))
            if name in SITUATION and not SITUATION[name].unavailable
        ]
        found = {wall: names for run in runs for wall, names in _read(*run).items()}
    yield found.__getitem__
    heads = {f"no {wall}" if wall != NO_GREAT_ONE else "none of three": names for wall, names in found.items()}
    say(request.config, SECTION, ["", "What gets through when a layer is missing:", *table(heads)])


def _start(envelope: Envelope, walls: Sequence[str], folder: Path) -> tuple[subprocess.Popen[str], Path]:
    folder.mkdir()
    return start(envelope, ["-m", "tests.hostile.layers", str(folder), *walls], folder), folder


def _read(process: subprocess.Popen[str], folder: Path) -> dict[str, list[str]]:
    log, _ = process.communicate()
    if "RefusedError: " in log:
        pytest.skip(log.partition("RefusedError: ")[2])
    assert process.returncode == 0, log
    told = json.loads((folder / "through.json").read_text())
    if told["tier"] != "A":
        pytest.skip("this machine lacks a layer already, so there is nothing to learn from taking another away")
    found: dict[str, list[str]] = told["through"]
    return found


@pytest.mark.skipif(bool(NO_ROOT), reason=NO_ROOT)
@pytest.mark.parametrize("layer", ONE_BY_ONE)
def test_only_what_its_head_says_gets_through_when_a_layer_is_missing(layer: str, through: Through) -> None:
    assert through(layer) == [attack.name for attack in attacks() if layer in attack.opens]


@pytest.mark.skipif(bool(NO_USER), reason=NO_USER)
def test_the_attacks_are_real(through: Through) -> None:
    alone_in_the_way = {attack.name for attack in attacks() if attack.opens & {*NO_GREAT_ONE.split("+")}}
    several_in_the_way = {"read_answers", "write_results", "signal_parent", "fork_left_behind", "run_shell", "udp"}
    assert alone_in_the_way | several_in_the_way <= set(through(NO_GREAT_ONE))
