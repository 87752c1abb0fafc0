"""One handout as a PDF, through typst, from the same Markdown and the same figures.

`sheet` is the door. No date is written into it and no typeface of the machine is used, so it is the same everywhere.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import typst

from . import fonts
from .pandoc import pandoc
from .places import FIGURES, TEMPLATES


def sheet(markdown: str) -> bytes:
    """The PDF's bytes."""
    text = pandoc(
        markdown, "typst", [f"--template={TEMPLATES / 'sheet.typ'}", f"--lua-filter={TEMPLATES / 'sheet.lua'}"]
    )
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(FIGURES, Path(folder) / "figures", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        main = Path(folder) / "main.typ"
        main.write_text(text, encoding="utf-8")
        pdf: bytes = typst.compile(str(main), root=folder, font_paths=[str(fonts.ready())], ignore_system_fonts=True)
    return pdf
