"""Student code, run where it can do no harm: a Sandbox makes fresh workers, and a worker says what it saw."""

from autograder.sandbox.payload import Payload
from autograder.sandbox.sandbox import RefusedError, Sandbox
from autograder.sandbox.tier import Tier
from autograder.sandbox.worker import Worker
from autograder.sandbox.zygote_client import StarvedError
from autograder.sandbox.zygote_process import Launch, SandboxBrokenError, ZygoteProcess, warming

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
