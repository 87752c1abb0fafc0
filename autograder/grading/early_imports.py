"""Import errors seen before any worker received a hidden input: :func:`imported_early`.

Only these are shown in full for a hidden check. What a worker with a hidden input leaves on the machine, in which
names the kernel remembers for instance, a later worker could read and tell when it imports.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache

from autograder.checks import kind_of, reads_files
from autograder.grading.attempts import holding
from autograder.records import Check, Limits, Line, Observation
from autograder.sandbox import Payload, Sandbox, SandboxBrokenError


def imported_early(
    sandbox: Sandbox, payload: Payload, public: Iterable[Line], hidden: Sequence[Check], limits: Limits
) -> list[Observation]:
    """What the public checks saw, and what is seen of the modules that no public check has had imported."""
    lines = [line for line in public if line.transcript.observations]
    seen = [observation for line in lines for observation in line.transcript.observations]
    known = _modules(payload, (line.check for line in lines))
    if rest := sorted(_modules(payload, hidden) - known):
        with suppress(SandboxBrokenError), sandbox.started(payload, limits) as worker:
            seen += worker.imports(rest)
    return seen


def _modules(payload: Payload, checks: Iterable[Check]) -> set[str]:
    """The student's modules that these checks have imported."""
    asked = {kind_of(check).probes(check) for check in checks if not reads_files(check)}
    given = tuple(payload.probes.items())
    named = {name for probes in asked for name in _named(given, probes)}
    return {name for name in named if f"{name}.py" in payload.files}


@lru_cache(maxsize=4096)
def _named(given: tuple[tuple[str, str], ...], probes: tuple[str, ...]) -> tuple[str, ...]:
    """The modules that probes name, of those that were given."""
    return tuple(holding(Payload({}, dict(given), ()), probes).named(probes))
