"""Files as the bytes of a zip; equal files give equal bytes."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Container, Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest date that a zip can hold, for every file: modification times must not change the bytes."""
COMPRESSED = (".whl", ".npz", ".zip")
"""Already compressed; a second time would take time and save nothing."""


def zipped(files: Mapping[str, bytes], executable: Container[str] = ()) -> bytes:
    """A zip of ``files``, sorted by name; those in ``executable`` get execute permission."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | (0o755 if name in executable else 0o644)) << 16
            info.compress_type = zipfile.ZIP_STORED if name.endswith(COMPRESSED) else zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name])
    return buffer.getvalue()
