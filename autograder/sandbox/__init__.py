"""Student code, run where it can do no harm: a Sandbox makes fresh workers, and a worker says what it saw.

Each name is loaded when it is first used. A zygote imports numpy while its grader does, so the process that it is must
start before this one has waited for numpy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.sandbox.payload import Payload
    from autograder.sandbox.sandbox import Sandbox
    from autograder.sandbox.tier import RefusedError, Tier
    from autograder.sandbox.worker import Worker
    from autograder.sandbox.zygote_client import StarvedError
    from autograder.sandbox.zygote_process import Launch, SandboxBrokenError, ZygoteProcess, warming

_HOMES = {
    "Launch": "zygote_process",
    "Payload": "payload",
    "RefusedError": "tier",
    "Sandbox": "sandbox",
    "SandboxBrokenError": "zygote_process",
    "StarvedError": "zygote_client",
    "Tier": "tier",
    "Worker": "worker",
    "ZygoteProcess": "zygote_process",
    "warming": "zygote_process",
}
"""The module that each name is in."""

__all__ = [
    "Launch",
    "Payload",
    "RefusedError",
    "Sandbox",
    "SandboxBrokenError",
    "StarvedError",
    "Tier",
    "Worker",
    "ZygoteProcess",
    "warming",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
