"""The preview as one HTML page that needs no other file.

Students' output is hostile text: everything is escaped, and text that the platform would render as HTML or Markdown is
shown as it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.gradescope.preview.lint import Issue
from autograder.gradescope.preview.views import View
from autograder.writers.html import render

TEMPLATE = Path(__file__).with_name("page.html")


def page(title: str, views: Sequence[View], issues: Sequence[Issue]) -> str:
    """The page's HTML."""
    return render(TEMPLATE, title=title, views=views, issues=issues)
