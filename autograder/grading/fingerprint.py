"""What verdicts depend on beside the submission, so that the reports of two machines can be compared."""

from __future__ import annotations

import os
import platform
from typing import Any

import numpy as np

from autograder.records import Assignment
from autograder.sandbox import Sandbox


def fingerprint(assignment: Assignment, sandbox: Sandbox, deck: int) -> dict[str, str]:
    """Versions, threads, deck, release and the sandbox's tier."""
    return {
        "release": assignment.release,
        "deck": str(deck),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": _blas(),
        "machine": f"{platform.system()} {platform.machine()}",
        "threads": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
        "sandbox": sandbox.tier.letter,
    }


def _blas() -> str:
    """The library behind numpy's matrix products, as far as numpy knows it."""
    try:
        config: Any = np.show_config(mode="dicts")
        blas = config["Build Dependencies"]["blas"]
        return f"{blas['name']} {blas['version']}"
    except (TypeError, KeyError, AttributeError):
        return "unknown"
