"""Pandoc, with the same reading of Markdown for every target and every warning an error."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

import pypandoc

from .places import HANDOUTS

READS = "markdown-smart+fenced_divs+bracketed_spans+implicit_figures+pipe_tables+tex_math_dollars"


def pandoc(markdown: str, target: str, options: Sequence[str]) -> str:
    """``markdown`` as ``target``; paths in the source are relative to the handouts' folder."""
    command = [
        pypandoc.get_pandoc_path(),
        "--from",
        READS,
        "--to",
        target,
        "--fail-if-warnings",
        "--standalone",
        *options,
    ]
    done = subprocess.run(command, input=markdown, capture_output=True, text=True, encoding="utf-8", cwd=HANDOUTS)
    if done.returncode:
        raise SystemExit(f"pandoc refused the source: {done.stderr.strip()}")
    return done.stdout
