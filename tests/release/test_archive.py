"""Zips and wheels: the same bytes for the same contents, and what pip needs to know."""

from __future__ import annotations

import io
import stat
import zipfile

from autograder.release.archive import zipped


def test_equal_files_give_equal_bytes_in_whatever_order() -> None:
    assert zipped({"a": b"1", "b": b"2"}) == zipped({"b": b"2", "a": b"1"})


def test_only_what_is_to_be_run_may_be_run() -> None:
    archive = zipfile.ZipFile(io.BytesIO(zipped({"run": b"", "read": b""}, executable={"run"})))
    modes = {info.filename: stat.S_IMODE(info.external_attr >> 16) for info in archive.infolist()}
    assert modes == {"run": 0o755, "read": 0o644}
