"""Files as the bytes of a zip; equal files give equal bytes."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Container, Mapping

from autograder.writers.zips import entry

COMPRESSED = (".whl", ".npz", ".zip")
"""Already compressed; a second time would take time and save nothing."""


def zipped(files: Mapping[str, bytes], executable: Container[str] = ()) -> bytes:
    """A zip of ``files``, sorted by name; those in ``executable`` get execute permission."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            mode = stat.S_IFREG | (0o755 if name in executable else 0o644)
            method = zipfile.ZIP_STORED if name.endswith(COMPRESSED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry(name, mode, method), files[name])
    return buffer.getvalue()
