"""Student code, run where it can do no harm: a Sandbox makes fresh workers, and a worker says what it saw."""

from autograder.sandbox.observer import Load, Worker
from autograder.sandbox.sandbox import Refused, Sandbox
from autograder.sandbox.tier import Tier
from autograder.sandbox.zygotes import SandboxBroken

__all__ = ["Load", "Refused", "Sandbox", "SandboxBroken", "Tier", "Worker"]
