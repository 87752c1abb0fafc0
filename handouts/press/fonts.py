"""The three typefaces, as npm brings them: woff2 for the page, TrueType for the PDF and the figures.

`ready` is the door: it unpacks the TrueType files once and says where they are.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

from .places import BUILD, NPM

FACES = (
    ("Source Serif 4", "source-serif-4", 400, "normal"),
    ("Source Serif 4", "source-serif-4", 400, "italic"),
    ("Source Serif 4", "source-serif-4", 600, "normal"),
    ("Source Sans 3", "source-sans-3", 400, "normal"),
    ("Source Sans 3", "source-sans-3", 400, "italic"),
    ("Source Sans 3", "source-sans-3", 600, "normal"),
    ("Source Code Pro", "source-code-pro", 400, "normal"),
    ("Source Code Pro", "source-code-pro", 600, "normal"),
)


def ready() -> Path:
    """The folder that holds every face as TrueType, unpacked from the woff files that npm installed."""
    folder = BUILD / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for _, package, weight, style in FACES:
        target = folder / f"{package}-{weight}-{style}.ttf"
        if not target.exists():
            _unpack(_file(package, weight, style, "woff"), target)
    return folder


def css() -> str:
    """The faces as ``@font-face`` rules with the files inside them, so that the page asks nobody for anything."""
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:swap;'
        f"src:url({data_url(_file(package, weight, style, 'woff2'))}) format('woff2')}}"
        for family, package, weight, style in FACES
    )


def katex_css() -> str:
    """KaTeX's style sheet with the woff2 files of the faces that plain formulas need inside it."""
    folder = NPM / "katex" / "dist"
    text = (folder / "katex.min.css").read_text(encoding="utf-8")
    return re.sub(r"@font-face\{[^}]*\}", lambda rule: _katex_face(rule[0], folder), text)


def data_url(font: Path) -> str:
    """A woff2 file as a URL that contains it."""
    return "data:font/woff2;base64," + base64.b64encode(font.read_bytes()).decode("ascii")


def _katex_face(rule: str, folder: Path) -> str:
    if not re.search(r"KaTeX_(Main|Math|AMS|Size\d)\b", rule):
        return ""
    [name] = re.findall(r"url\((fonts/[^)]*\.woff2)\)", rule)
    return re.sub(r"src:[^;}]*", f"src:url({data_url(folder / name)}) format('woff2')", rule)


def _file(package: str, weight: int, style: str, ending: str) -> Path:
    return NPM / "@fontsource" / package / "files" / f"{package}-latin-{weight}-{style}.{ending}"


def _unpack(woff: Path, target: Path) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(woff, recalcTimestamp=False)
    font.flavor = None
    font.save(target)
