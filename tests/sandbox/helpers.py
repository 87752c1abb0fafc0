"""What the sandbox's tests share: a few probes, and one call on one submission."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.records import Call, Case, Limits, Observation
from autograder.sandbox import Payload, Sandbox
from tests.support.reports import in_bytes

TOOLS = """
class Complaint(Exception):
    pass
"""
PROBES = """
from probes.tools import Complaint

def run(student, **inputs):
    return student.work.run(**inputs)

def attribute(student):
    return student.work.run.loss()

def other(student):
    return student.other.run()

def grumble(student):
    raise Complaint("The gradients came in the wrong order.")

def name_of_kind(student, value):
    return {"is_" + type(value).__name__: 1}

def draw(student, rng):
    return {"drawn": rng.random(3)}

def spoil(student, x):
    x += 1
    return {"x": x}
"""
LOAD_OF_NOTHING = Payload({}, {"tools": TOOLS, "bench": PROBES}, ("work.py",))


def load(files: Mapping[str, str | bytes]) -> Payload:
    """These files as a submission to an assignment that asks for work.py and other.py."""
    return Payload(in_bytes(files), {"bench": PROBES, "tools": TOOLS}, ("work.py", "other.py"))


def call(probe: str = "run", **inputs: Any) -> Call:
    """One call with these inputs."""
    return Call(probe, Case("a case", inputs))


def see(
    sandbox: Sandbox, source: str | bytes, *calls: Call, seconds: float = 10.0, **files: str | bytes
) -> list[Observation]:
    """What is seen of these calls (or of one) on work.py with this source, and other files beside it."""
    handed_in = {"work.py": source, **{f"{name}.py": text for name, text in files.items()}}
    with sandbox.worker(load(handed_in), Limits(seconds=seconds, memory_mb=512, printed_kb=4)) as worker:
        return worker.run(calls or (call(),))
