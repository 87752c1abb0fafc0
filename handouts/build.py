"""Builds every handout: ``python handouts/build.py [name ...]`` writes a page and a PDF of each into dist/handouts,
and beside this file the Markdown that a code host shows. The sources are in sources/.

A build lets npm bring the typefaces and KaTeX first, where they are not those of package-lock.json. RELEASE beside the
pages says for which release they were built; pages of another one are removed.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from press.fill import fill
from press.page import page
from press.places import DIST, FIGURES, HANDOUTS, NPM, PROJECT, SOLUTION, SOURCES
from press.readable import readable
from press.sheet import sheet

from autograder.spec.digests import release_of
from autograder.spec.staff_folder import RELEASE_NAME

NAMES = (
    "student",
    "frameworks",
    "staff",
    "staff-class",
    "staff-prove",
    "staff-contest",
    "staff-security",
    "gradescope",
)


def build(name: str, folder: Path) -> None:
    """The page and the PDF of a handout into ``folder``."""
    markdown = fill(SOURCES / f"{name}.md")
    (folder / f"{name}.html").write_text(page(markdown), encoding="utf-8", newline="\n")
    (folder / f"{name}.pdf").write_bytes(sheet(markdown))


def write_readable(name: str) -> None:
    """The Markdown of a handout, as a code host shows it."""
    source = SOURCES / f"{name}.md"
    text = readable(fill(source), source.relative_to(PROJECT).as_posix())
    (HANDOUTS / source.name).write_text(text, encoding="utf-8", newline="\n")


def is_fetched(lock: Path, installed: Path) -> bool:
    """Whether npm has installed what the lock file says; it keeps a lock file of its own beside what it installed."""
    if not installed.exists():
        return False
    wanted, there = (json.loads(path.read_text(encoding="utf-8"))["packages"] for path in (lock, installed))
    return {name: one for name, one in wanted.items() if name} == there


def fetch() -> None:
    """What npm brings."""
    if shutil.which("npm") is None:
        raise SystemExit("The handouts need KaTeX and the typefaces from npm: install nodejs and npm first.")
    subprocess.run(["npm", "ci", "--silent", "--prefix", HANDOUTS], check=True)


def shelf(folder: Path, release: str) -> None:
    """Make the folder ready for pages of this release: without those of another."""
    mark = folder / RELEASE_NAME
    if mark.exists() and mark.read_text(encoding="utf-8").strip() != release:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(f"{release}\n", encoding="utf-8")


def main(names: Sequence[str]) -> None:
    """Builds ``names``, or all."""
    if unknown := sorted(set(names) - set(NAMES)):
        raise SystemExit(f"There is no handout {', '.join(unknown)}; there are {', '.join(NAMES)}.")
    if not is_fetched(HANDOUTS / "package-lock.json", NPM / ".package-lock.json"):
        fetch()
    shelf(DIST, release_of(SOLUTION))
    for name in names or NAMES:
        write_readable(name)
        build(name, DIST)
        print(f"handouts/{name}.md, dist/handouts/{name}.html and .pdf")


if __name__ == "__main__":
    sys.path[:0] = [str(folder) for folder in (PROJECT, SOLUTION, FIGURES)]  # the pages' own code imports from there
    main(sys.argv[1:])
