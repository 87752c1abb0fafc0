"""The watchdog's word is the last one: an answer that is done while it speaks is not given as well."""

from __future__ import annotations

import subprocess
import sys

from tests.support.places import ROOT

SCRIPT = """
import threading
from autograder.playground.inside.watchdog import Watchdog

speaks, answered = threading.Event(), threading.Event()

def tell(frame, waited):
    speaks.set()
    print("stopped, and answered" if answered.wait(1) else "stopped", flush=True)

with Watchdog(0.2, tell):
    while not speaks.is_set():
        pass
answered.set()
threading.Event().wait()
"""


def test_nothing_is_answered_once_the_end_is_told() -> None:
    ended = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "stopped\n", "")
