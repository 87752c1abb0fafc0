"""What tests of a student's own run share: the students' zip, unpacked and installed."""

from tests.release.conftest import framework, installed, toy_zip, unzipped

__all__ = ["framework", "installed", "toy_zip", "unzipped"]
