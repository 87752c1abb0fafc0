"""The preview as one HTML page that needs nothing else. The door is `page`.

What students print is hostile text: everything is escaped, and text that the platform would render as HTML or Markdown is
shown as it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from autograder.gradescope.preview.lint import Issue
from autograder.gradescope.preview.views import View


def page(title: str, shown: Sequence[View], findings: Sequence[Issue]) -> str:
    """The page's HTML."""
    source = (files("autograder.gradescope.preview") / "page.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source).render(title=title, views=shown, findings=findings)
