"""The calls of student code, and what is observed of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from autograder.records.cases import Case, Outputs

Allowed: TypeAlias = Literal["complex", "text", "none"]
"""What may come back besides real numbers; text includes lists of it, tables, and lists of both."""


@dataclass(frozen=True)
class Call:
    """A probe to run and the case to run it on.

    ``allows`` names what may come back besides real numbers: "complex", "text" or "none".
    """

    probe: str
    case: Case
    allows: tuple[Allowed, ...] = ()


EVERYTHING: tuple[Allowed, ...] = ("complex", "text", "none")

CallOutcome: TypeAlias = Literal["returned", "raised", "timed out", "died"]

Fault: TypeAlias = Literal["exception", "unwritten", "missing", "load", "complaint", "unusable", "memory"]
"""Why a call raised.

exception  student code raised while it ran
unwritten  a stub's NotImplementedError
missing    a file is missing, or a name in it
load       a file could not be imported: syntax, encoding, or an error at its top level
complaint  the probe itself rejected the result, with a sentence for the student
unusable   the probe returned something that is not numbers
memory     the memory limit
"""


@dataclass(frozen=True)
class Error:
    """An error in the sandbox, in the student's own terms: it shows no frame of the framework.

    ``place`` is where the line stands in a notebook, where the file was made from one. ``operands`` says what the
    variables on the line were, and is for public checks alone. ``unloaded`` names the modules whose import raised the
    error, before any call was made. ``disclosed_type`` and ``disclosed`` are the parts of type and message that a
    hidden check may show, because they cannot contain anything of a case.
    """

    fault: Fault
    type: str = ""
    message: str = ""
    file: str = ""
    line: int = 0
    text: str = ""
    function: str = ""
    traceback: str = ""
    called: str = ""
    disclosed_type: str = ""
    disclosed: str = ""
    place: str = ""
    operands: str = ""
    unloaded: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The file and the line, or the notebook, the cell and the line in it."""
        return self.place or (f"{self.file}, line {self.line}" if self.line else self.file)


@dataclass(frozen=True)
class Observation:
    """What came back from one call: never trusted, only compared.

    ``seconds`` is the student's own time, computing and waiting; ``processor`` the part of it in which the code
    computed, and ``delayed`` how long the machine kept it from computing on top. ``waited`` says of a time-out that
    waiting, and not computing, used the time up.
    """

    outcome: CallOutcome
    outputs: Outputs = field(default_factory=dict)
    error: Error | None = None
    seconds: float = 0.0
    printed: str = ""
    processor: float = 0.0
    delayed: float = 0.0
    waited: bool = False


@dataclass(frozen=True)
class Transcript:
    """All calls that a check made of a submission, and what was observed: enough to judge the submission again."""

    calls: tuple[Call, ...] = ()
    observations: tuple[Observation, ...] = ()

    @property
    def seconds(self) -> float:
        """The student's own time."""
        return sum(seen.seconds for seen in self.observations)

    @property
    def processor(self) -> float:
        """The part of the student's own time in which the code computed."""
        return sum(seen.processor for seen in self.observations)

    @cached_property
    def delayed(self) -> float:
        """How long the machine kept the student's code from computing: asked of every check before each."""
        return sum(seen.delayed for seen in self.observations)
