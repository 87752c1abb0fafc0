"""Builds every handout: ``python handouts/build.py [name ...]`` writes a page and a PDF of each into dist/handouts.

The first build lets npm bring the typefaces and KaTeX, in the versions of package-lock.json.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from press.fill import fill
from press.page import page
from press.places import DIST, HANDOUTS, NPM, PROJECT
from press.sheet import sheet

NAMES = ("student", "frameworks", "staff", "gradescope")


def build(name: str, folder: Path) -> None:
    """One handout into ``folder``."""
    markdown = fill(HANDOUTS / f"{name}.md")
    (folder / f"{name}.html").write_text(page(markdown), encoding="utf-8", newline="\n")
    (folder / f"{name}.pdf").write_bytes(sheet(markdown))


def fetch() -> None:
    """What npm brings."""
    if shutil.which("npm") is None:
        raise SystemExit("The handouts need KaTeX and the typefaces from npm: install nodejs and npm first.")
    subprocess.run(["npm", "ci", "--silent", "--prefix", HANDOUTS], check=True)


def main(names: Sequence[str]) -> None:
    """Builds ``names``, or all."""
    if not (NPM / "katex").is_dir():
        fetch()
    DIST.mkdir(parents=True, exist_ok=True)
    for name in names or NAMES:
        build(name, DIST)
        print(f"dist/handouts/{name}.html and .pdf")


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    main(sys.argv[1:])
