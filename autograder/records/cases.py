"""The inputs of student code, and the plain arrays that it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

Outputs: TypeAlias = Mapping[str, np.ndarray]
"""What a probe returned: plain arrays by name. Also the form of an answer."""


@dataclass(frozen=True)
class Rng:
    """A random generator that the worker makes: the probe receives ``np.random.default_rng(seed)``."""

    seed: int


Value: TypeAlias = (
    "bool | int | float | complex | str | np.ndarray | Rng | list[Value] | tuple[Value, ...] | dict[str, Value] | None"
)
"""A value that a case may pass to a probe."""


@dataclass(frozen=True)
class Case:
    """One set of inputs, by name.

    ``hint`` belongs to the case, because the case is what invites the mistake.
    ``keep`` stays with the grader (test labels, say) and never enters the sandbox.
    """

    name: str
    inputs: Mapping[str, Value]
    hint: str = ""
    keep: Outputs = field(default_factory=dict)

    @property
    def has_generator(self) -> bool:
        """Whether the probe receives a random generator, from which another attempt draws other numbers."""
        return any(isinstance(value, Rng) for value in self.inputs.values())

    @property
    def is_random(self) -> bool:
        """Whether randomness takes part: the probe receives a generator or a seed."""
        return self.has_generator or any("seed" in name for name in self.inputs)
