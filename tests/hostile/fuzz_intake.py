"""Look for zips that the intake neither opens nor refuses with a sentence, guided by the code they reach; by hand, with
atheris.

python -m pip install atheris
python -m tests.hostile.fuzz_intake -max_total_time=600
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["zipfile", "autograder.intake"]):
    from autograder.intake import files
    from autograder.intake.submission import IntakeError, open_submission

from .fuzzer import fuzz

EXPECTED = ("graph.py", "search.py")
FOLDER = tempfile.TemporaryDirectory(prefix="intake-")
PLACE = Path(FOLDER.name) / "handed-in.zip"


def one(data: bytes) -> None:
    """Open the bytes as a zip."""
    PLACE.write_bytes(data)
    try:
        submission = open_submission(PLACE, EXPECTED)
    except IntakeError as error:
        assert str(error).endswith(".")
        return
    assert all(len(content) <= files.MAX_FILE_BYTES for content in submission.files.values())


def seeds() -> dict[str, bytes]:
    """Zips as students make them, and packed in every way."""
    methods = {
        "stored": zipfile.ZIP_STORED,
        "deflated": zipfile.ZIP_DEFLATED,
        "lzma": zipfile.ZIP_LZMA,
        "bzip2": zipfile.ZIP_BZIP2,
    }
    nested = ["mine/graph.py", "mine/Search.py", "__MACOSX/mine/._graph.py", "x.ipynb"]
    found = {name: _zip(method, ["graph.py", "search.py"]) for name, method in methods.items()}
    return {**found, "nested": _zip(zipfile.ZIP_DEFLATED, nested)}


def _zip(method: int, names: list[str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name in names:
            archive.writestr(name, "x = 1\n" * 20)
        archive.comment = b"made by hand"
    return buffer.getvalue()


if __name__ == "__main__":
    fuzz(one, seeds())
