"""Verdicts that were reached before, by the content they depend on, so that a second proof takes seconds."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.grading.attempts import RunCheck, run_check
from autograder.grading.cache_keys import Keys
from autograder.records import AnswerKey, Case, Check, Error, Observation, Transcript, Verdict
from autograder.sandbox import Payload, Sandbox

FILE = "verdicts.jsonl"


class VerdictCache:
    """Values by key, in memory and in one file that grows by a line for each value."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._values: dict[str, Any] = {}
        for line in self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else ():
            with suppress(ValueError):  # an earlier proof could not finish this line
                key, value = json.loads(line)
                self._values[key] = value
        self.hits = self.misses = 0

    def knows(self, *keys: str) -> bool:
        """Whether one of these keys has a value."""
        return any(key in self._values for key in keys)

    def get(self, key: str, make: Callable[[], Any]) -> Any:
        """The value of a key, made and kept if it is new."""
        return self.get_any((key,), make, lambda value: key)

    def get_any(self, keys: Sequence[str], make: Callable[[], Any], key_of: Callable[[Any], str]) -> Any:
        """The value of the first of these keys that has one; else a new one, kept under its ``key_of``."""
        known = next((key for key in keys if key in self._values), None)
        if known is not None:
            self.hits += 1
            return self._values[known]
        value = make()
        key = key_of(value)
        with self._lock:
            self.misses += 1
            self._values[key] = value
            self._path.parent.mkdir(parents=True, exist_ok=True)
            (self._path.parent / ".gitignore").write_text("*\n", encoding="utf-8")  # nobody commits it, or has to
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([key, value]) + "\n")
        return value


def cached_run_check(cache: VerdictCache, keys: Keys, deck: int) -> RunCheck:
    """`run_check` with a look into the cache first. The lines of a report are the same either way."""

    def cached(
        sandbox: Sandbox, payload: Payload, check: Check, cases: Sequence[Case], key: AnswerKey
    ) -> tuple[Verdict, Transcript]:
        def make() -> dict[str, Any]:
            verdict, transcript = run_check(sandbox, payload, check, cases, key)
            observations = transcript.observations
            return {
                "verdict": asdict(verdict),
                "outcomes": sorted({observation.outcome for observation in observations}),
                "faults": [observation.error.fault for observation in observations if observation.error is not None],
                "seconds": transcript.seconds,
                "processor": transcript.processor,
            }

        if payload.endless:  # what is told of a file that was not imported again depends on earlier checks
            return run_check(sandbox, payload, check, cases, key)
        code, text = keys.of_reach(check, deck, payload.files), keys.of_text(check, deck, payload.files)

        def key_of(value: Any) -> str:
            names_a_line = value["outcomes"] != ["returned"]  # something was raised or stopped: the message says where
            return text if names_a_line else code

        kept = cache.get_any((code, text), make, key_of)
        raised = [Observation("raised", error=Error(fault)) for fault in kept["faults"]]
        returned = Observation("returned", seconds=kept["seconds"], processor=kept["processor"])
        return Verdict.from_plain(kept["verdict"]), Transcript(observations=(returned, *raised))

    return cached
