"""The hostile submissions: one small file for each attack, with what must become of it written in its head.

An attack answers rightly only if what it tried has worked, so a *passed* verdict means that the wall has a hole. The
text between ``@`` signs is filled in by the arena: a real attacker would have to guess these places and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ASSIGNMENT = HERE / "assignment"
FORGING = HERE / "forging.py"
NEIGHBOUR = "def triple(x):\n    return 3 * x\n"
CANARIES = ("CANARY", "90210777", "41.40625", "82.8125", "41_40625", "17.8125", "35.625")
CANARIES += ("ebeagcf", "e.b.e.a.g.c.f", "e.b' from 'e.a' (g.c)")
"""What no student may ever read: the reference, the deck's seed, hidden inputs and expected numbers; in letters,
a is 0.
"""
CANARIES += ("exit status", "(SIG", "y[1, 2]", "5 of 6", "execution_time")
"""Nor anything that a program could say its inputs by: a status, a signal, a place, a count, a duration."""

_HEAD = re.compile(
    r'"""(?P<about>.*?)\n\nexpect: (?P<expect>\w+)\n'
    r'(?:needs: (?P<needs>\w+)\n)?(?:open without: (?P<opens>[\w, ]+)\n)?"""',
    re.DOTALL,
)


@dataclass(frozen=True)
class Attack:
    """One hostile submission (or an honest control), and what must become of it.

    It must not run without the layer that it `needs` (or is a matter of the clock). `opens` names the layers whose
    absence alone would let it through: for most attacks none, because two layers stand in their way.
    """

    name: str
    about: str
    expect: str
    needs: str
    opens: frozenset[str]
    source: str

    @property
    def honest(self) -> bool:
        """Whether this is a control."""
        return self.name.startswith("honest_")

    def files(self, places: Mapping[str, str]) -> dict[str, bytes]:
        """What is handed in: the attack, an honest neighbour, and what the attack imports of ours."""
        source = re.sub("@([A-Z]+)@", lambda found: places[found[1]], self.source)
        tools = {"forging.py": FORGING.read_bytes()} if "from forging import" in source else {}
        return {"work.py": source.encode(), "neighbour.py": NEIGHBOUR.encode(), **tools}


def attacks() -> list[Attack]:
    """Every file of the corpus, by name."""
    return [_attack(path) for path in sorted((HERE / "corpus").glob("*.py"))]


def _attack(path: Path) -> Attack:
    source = path.read_text()
    head = _HEAD.match(source)
    assert head is not None, f"{path.name} does not say what it expects"
    opens = frozenset((head["opens"] or "").split(", ")) - {""}
    return Attack(path.stem, head["about"], head["expect"], head["needs"] or "", opens, source)
