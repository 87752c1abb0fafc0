"""What the two fuzzers share: a folder of seeds, and the run itself."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import atheris  # type: ignore[import-not-found,unused-ignore]


def fuzz(target: Callable[[bytes], None], seeds: Mapping[str, bytes]) -> None:
    """Try the seeds, then hand over to the fuzzer, which goes on from them;
    what it finds stays in memory but for a crash.
    """
    with tempfile.TemporaryDirectory(prefix="seeds-") as folder:
        for name, content in seeds.items():
            (Path(folder) / name).write_bytes(content)
            target(content)
        atheris.Setup([*sys.argv, "-reload=0", folder], target)
        atheris.Fuzz()
