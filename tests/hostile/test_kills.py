"""Whatever of the sandbox dies, and whenever: one death in a grading costs no student a point.

``AUTOGRADER_KILLS=300 python -m pytest tests/hostile/test_kills.py`` goes on for longer, ``AUTOGRADER_SEED`` elsewhere.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import pytest

from .envelopes import Envelope, envelopes, start

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="these faults are injected by Linux's means"),
]
KILLS = int(os.environ.get("AUTOGRADER_KILLS", "12"))
SEED = os.environ.get("AUTOGRADER_SEED", "188")
USERS = [one for one in envelopes() if one.name in ("root", "ordinary user")]


@pytest.mark.parametrize("envelope", USERS, ids=lambda one: one.name)
def test_one_death_in_a_grading_costs_nothing(envelope: Envelope) -> None:
    if envelope.unavailable:
        pytest.skip(f"{envelope.name}: {envelope.unavailable}")
    with tempfile.TemporaryDirectory(prefix="kills-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "scene"
        Path(name).chmod(0o755)
        folder.mkdir()
        killer = start(envelope, ["-m", "tests.hostile.kills", str(folder), str(KILLS), SEED], folder)
        told, _ = killer.communicate()
        assert killer.returncode == 0, told
        rows = json.loads((folder / "kills.json").read_text())
    assert len(rows) == KILLS + 1
    assert [row for row in rows if row["statuses"] != ["passed"] * 3] == []
