"""What was observed of a submission, small enough to keep: every call by its identity, every array by its digest.

An array that equals the frozen answer is a digest alone, for `answers.npz` names its arrays by the same digest. One
that nearly equals it, as in another order of summation, is kept as the difference of their bits, which packs well; so
is one that nearly equals an earlier output of the same check. Arrays that several students have are kept once.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from autograder.answers import npz
from autograder.batch import stored
from autograder.batch.class_results import plain_tree
from autograder.grading.attempts import identity, run_check
from autograder.records import AnswerKey, Case, Check, Observation, Outputs, Transcript, Verdict
from autograder.sandbox import Payload, Sandbox

SMALL_BYTES = 192
"""An array of no more bytes stands in the list of calls itself."""


@dataclass(frozen=True)
class PackedArray:
    """An array by its digest: packed, and the digest of the array that its bits were compared with, if any."""

    digest: str
    base: str
    data: bytes


ArrayOf: TypeAlias = Callable[[str], np.ndarray]
"""The array of a digest."""


class KeptRuns:
    """What a `Keeper` noted of one submission, read a check at a time: of most checks nobody asks."""

    def __init__(self, packed: bytes) -> None:
        self._text = zlib.decompress(packed).decode()

    def of(self, check: str) -> list[Any]:
        """Every run of a check; none where it was not run. Quotes within a text are masked, so none looks like this."""
        name = f"{json.dumps(check)}:"
        place = self._text.find(f'{name}[{{"calls":')
        runs: list[Any] = [] if place < 0 else json.JSONDecoder().raw_decode(self._text, place + len(name))[0]
        return runs


@dataclass
class Keeper:
    """Notes what the checks of one submission observed, while they are run.

    ``runs`` has for each check every run of it: the calls, each with its identity, outputs and what else was observed,
    and the verdict of the check on its own, before others are blamed for it. All of it is plain. ``arrays`` are what
    the outputs refer to.
    """

    runs: dict[str, list[Any]] = field(default_factory=dict)
    arrays: dict[str, PackedArray] = field(default_factory=dict)

    def run_check(
        self, sandbox: Sandbox, payload: Payload, check: Check, cases: Sequence[Case], key: AnswerKey
    ) -> tuple[Verdict, Transcript]:
        """Run a check as always, and note what it observed."""
        verdict, transcript = run_check(sandbox, payload, check, cases, key)
        self.note(check, key, verdict, transcript)
        return verdict, transcript

    def note(self, check: Check, key: AnswerKey, verdict: Verdict, transcript: Transcript) -> None:
        """Note what a check observed; one that is run twice, as where an error is carried forward, is noted twice."""
        answers = [answer or {} for answer in key.answers] + [{}] * len(transcript.calls)
        before: dict[str, Any] = {}
        rows = []
        for call, seen, answer in zip(transcript.calls, transcript.observations, answers, strict=False):
            outputs = self._outputs(seen.outputs, {**before, **answer})
            rows.append([identity(call), outputs, call.probe, call.case.name, *stored.observation_row(seen)])
            before.update(seen.outputs)
        self.runs.setdefault(check.id, []).append({"calls": rows, "verdict": plain_tree(verdict)})

    def _outputs(self, outputs: Outputs, bases: Mapping[str, np.ndarray]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, array in outputs.items():
            if array.nbytes <= SMALL_BYTES:
                found[name] = [array.dtype.str, list(array.shape), array.tobytes().hex()]
                continue
            packed = packed_array(array, bases.get(name))
            found[name] = packed.digest
            if packed.base != packed.digest:
                self.arrays.setdefault(packed.digest, packed)
        return found


def packed_array(array: np.ndarray, base: np.ndarray | None) -> PackedArray:
    """An array, packed as the difference to ``base`` where the two have the same form."""
    digest = npz.array_digest(array)
    comparable = base is not None and base.dtype == array.dtype and base.shape == array.shape
    other = npz.array_digest(base) if base is not None and comparable else ""
    if other == digest:
        return PackedArray(digest, digest, b"")
    head = json.dumps([array.dtype.str, list(array.shape)]).encode()
    bits = np.frombuffer(array.tobytes(), np.uint8)
    if base is not None and comparable:
        bits = bits ^ np.frombuffer(base.tobytes(), np.uint8)
    columns = bits.reshape(-1, array.dtype.itemsize).T.tobytes()  # bytes that are alike stand together
    return PackedArray(digest, other, head + b"\n" + _squeezed(columns))


def _squeezed(data: bytes) -> bytes:
    """Compressed as zlib's format. Of numbers only bytes that repeat at once are alike: to search for more takes two
    to three times as long and saves half a per cent.
    """
    packer = zlib.compressobj(strategy=zlib.Z_RLE)
    return packer.compress(data) + packer.flush()


def unpacked_array(packed: PackedArray, array_of: ArrayOf) -> np.ndarray:
    """The array that was packed; ``array_of`` gives the one that it was compared with."""
    head, _, data = packed.data.partition(b"\n")
    name, shape = json.loads(head)
    dtype = np.dtype(name)
    columns = np.frombuffer(zlib.decompress(data), np.uint8)
    bits = np.ascontiguousarray(columns.reshape(dtype.itemsize, -1).T).reshape(-1)
    if packed.base:
        bits = bits ^ np.frombuffer(array_of(packed.base).tobytes(), np.uint8)
    array: np.ndarray = bits.view(dtype).reshape(shape)
    return array


def observations(rows: Sequence[Any], array_of: ArrayOf) -> Iterator[tuple[str, Observation]]:
    """The calls of a run as `Keeper` noted them, each with its identity and, in its observation, its outputs."""
    for name, outputs, _, _, *seen in rows:
        arrays = {key: _array(value, array_of) for key, value in outputs.items()}
        yield name, replace(stored.observation_of(*seen), outputs=arrays)


def _array(value: Any, array_of: ArrayOf) -> np.ndarray:
    if isinstance(value, str):
        return array_of(value)
    name, shape, digits = value
    array: np.ndarray = np.frombuffer(bytes.fromhex(digits), np.dtype(name)).reshape(shape)
    return array
