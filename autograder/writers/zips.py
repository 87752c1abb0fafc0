"""An entry of a zip that says nothing of the system, the moment and the Python that wrote it."""

from __future__ import annotations

import zipfile

UNIX = 3
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest date that a zip can hold, for every file: modification times must not change the bytes."""


def entry(name: str, mode: int, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """An entry to be written: its file's ``mode`` as on Unix, and how it is compressed."""
    found = zipfile.ZipInfo(name, EPOCH)
    found.create_system, found.external_attr, found.compress_type = UNIX, mode << 16, method
    return found
