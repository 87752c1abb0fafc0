"""One handout as one HTML file that asks nobody for anything: maths, typefaces and figures are inside it.

`page` is the door.
"""

from __future__ import annotations

import base64
import html
import json
import re
import subprocess

from . import drawings, fonts
from .pandoc import pandoc
from .places import HANDOUTS, TEMPLATES

MATH = re.compile(r'<span\s+class="math (inline|display)">(.*?)</span>', re.S)
IMAGE = re.compile(r'<img\s+src="figures/(\w+)\.svg"\s+alt="([^"]*)"\s*/>')
PHOTOGRAPH = re.compile(r'<img\s+src="figures/(\w+)\.png"')
TABLE = re.compile(r"<table\b.*?</table>", re.S)
CODE = re.compile(r"<code>[^<]*</code>")
LONG_CODE = re.compile(r"<code>([^<]{33,})</code>")
ANCHOR = re.compile(r'<a href="#cb[^"]*" aria-hidden="true" tabindex="-1"></a>')


def page(markdown: str) -> str:
    """The whole page."""
    options = ["--katex=", f"--template={TEMPLATES / 'page.html'}", f"--lua-filter={TEMPLATES / 'page.lua'}"]
    options += ["--toc", "--toc-depth=2", "--section-divs"]
    text = pandoc(markdown, "html5", options)
    text = with_figures(with_maths(ANCHOR.sub("", text)))
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    return reachable(text).replace("/*STYLE*/", style()).replace("/*SCRIPT*/", script)


def style() -> str:
    """Every rule of the page, typefaces included."""
    return "\n".join([fonts.css(), fonts.katex_css(), (TEMPLATES / "page.css").read_text(encoding="utf-8")])


def with_maths(text: str) -> str:
    """The page with every formula set."""
    found = [{"tex": html.unescape(tex), "display": kind == "display"} for kind, tex in MATH.findall(text)]
    formulas = iter(set_formulas(found))
    return MATH.sub(lambda _: next(formulas), text)


def set_formulas(found: list[dict[str, object]]) -> list[str]:
    """The formulas as KaTeX sets them, for eyes (HTML) and for ears (MathML)."""
    command = ["node", "--input-type=module"]
    program = (TEMPLATES / "math.mjs").read_text(encoding="utf-8")
    done = subprocess.run(
        [*command, "--eval", program],
        input=json.dumps(found),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=HANDOUTS,
    )
    if done.returncode:
        raise SystemExit(f"KaTeX refused a formula: {done.stderr.strip()}")
    formulas: list[str] = json.loads(done.stdout)
    return formulas


def with_figures(text: str) -> str:
    """The page with every figure in place of the reference to it, and every screenshot inside it."""
    text = PHOTOGRAPH.sub(lambda found: f'<img class="photograph" src="{_photograph(found[1])}"', text)
    return IMAGE.sub(lambda found: _figure(found[1], html.unescape(found[2])), text)


def _photograph(name: str) -> str:
    data = (HANDOUTS / "figures" / f"{name}.png").read_bytes()
    return f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"


def _figure(name: str, alt: str) -> str:
    """A figure, and its panels one by one for a narrow screen, where they stand below each other."""
    drawn = drawings.inline((HANDOUTS / "figures" / f"{name}.svg").read_text(encoding="utf-8"), name, alt)
    panels = drawings.panels(drawn, name)
    return f'<div class="drawn{" stacked" if panels else ""}" tabindex="0">{drawn}{panels}</div>'


def reachable(text: str) -> str:
    """The page with everything that is too wide for a phone broken, or in reach of the keyboard where it scrolls."""
    text = LONG_CODE.sub(r'<code class="long">\1</code>', text)
    text = re.sub(r"<pre\b", '<pre tabindex="0"', text)
    text = re.sub(r'<span class="katex-display">', '<span class="katex-display" tabindex="0">', text)
    return TABLE.sub(lambda found: f'<div class="table" tabindex="0">{CODE.sub(_breakable, found[0])}</div>', text)


def _breakable(code: re.Match[str]) -> str:
    """Code that may go on in the next line after a sign, as it must in a narrow column."""
    return re.sub(r"(?<=\w)([_.(,=])(?=[A-Za-z])", r"\1<wbr>", code[0])
