"""Fills the blanks of a Markdown source, so that no number that may change is typed into it.

`fill` is the door. ``<< loss|fixed(6) >>`` stands for a value and ``<% if ... %>`` for a choice. A blank may name what
assignment.yaml says (`assignment.words`), a signature (`signatures.api`), and whatever the page's own code computes:
all of it is run, and where it gives anything else than the page says, there is no page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import jinja2.meta

from . import assignment, code
from .numbers import FILTERS
from .signatures import api


def fill(source: Path) -> str:
    """The Markdown of ``source`` with every blank filled in."""
    text = source.read_text(encoding="utf-8")
    environment = _environment()
    blanks = jinja2.meta.find_undeclared_variables(environment.parse(code.shown(text)))
    known = {**assignment.words(), "api": api}
    found = computed(text, source.name, blanks)
    if both := sorted(set(known) & set(found)):
        raise SystemExit(f"{source.name}: {both[0]} is filled in, and the page's code gives that name another meaning.")
    return environment.from_string(code.shown(text)).render({**known, **found})


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(FILTERS)
    return environment


def computed(text: str, file: str, wanted: set[str]) -> dict[str, Any]:
    """What the page's code makes of the names that are ``wanted``, each of which it gives one value."""
    names: dict[str, Any] = {}
    for block in code.alone(text):
        before = {name: names[name] for name in wanted & set(names)}
        if said := code.run(block, names, file):
            raise SystemExit("".join(said))
        for name, value in before.items():
            if names[name] is not value:
                raise SystemExit(f"{file}:{block.line}: {name} is filled in somewhere, and gets a second value here.")
    return {name: names[name] for name in wanted & set(names)}
