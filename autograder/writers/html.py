"""HTML pages that need no other file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def render(template: Path, **values: Any) -> str:
    """The page that ``template`` makes; it may extend frame.html. Every value is escaped."""
    return _environment(template.parent).get_template(template.name).render(values)


@lru_cache(maxsize=8)
def _environment(folder: Path) -> Environment:
    """The templates of a folder, compiled once however many pages are made of them."""
    loader = FileSystemLoader([folder, Path(__file__).parent])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
