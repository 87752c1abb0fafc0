"""An entry of a zip that does not depend on the system, the time or the Python that writes it."""

from __future__ import annotations

import zipfile

UNIX = 3
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest date that a zip can hold, for every file: modification times must not change the bytes."""


def entry(name: str, mode: int, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """An entry to be written: its file's ``mode`` as on Unix, and how it is compressed."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.create_system, info.external_attr, info.compress_type = UNIX, mode << 16, method
    return info
