"""The student's code in this very process: what most of the peers do."""

import importlib
from types import SimpleNamespace

import probes_of_twelve as probes


def caller():
    """How probes call the student's module ``work``, which is imported now."""
    student = SimpleNamespace(work=importlib.import_module("work"))
    return lambda name, inputs: getattr(probes, name)(student, **inputs)
