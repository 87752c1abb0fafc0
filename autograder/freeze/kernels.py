"""Code of numpy and OpenBLAS that is the same on every processor of a kind, for answers that are.

Both choose among several versions of their code by what a processor can do, and each version rounds otherwise in the
last digits. While answers are frozen, workers use the version that every such processor has.
"""

from __future__ import annotations

import platform

import numpy as np

from autograder.sandbox import Launch

CORES = {"x86_64": "Prescott", "amd64": "Prescott", "aarch64": "ARMV8", "arm64": "ARMV8"}
"""What OpenBLAS calls the plainest processor, by the machine's own name."""


def portable() -> Launch:
    """How processes are started so that their numpy does not choose by the processor."""
    features = np.show_config(mode="dicts")["SIMD Extensions"]
    beyond = [*features.get("found", ()), *features.get("not found", ())]
    core = CORES.get(platform.machine().lower())
    variables = {"NPY_DISABLE_CPU_FEATURES": " ".join(beyond), **({"OPENBLAS_CORETYPE": core} if core else {})}
    return Launch(environment=variables)
