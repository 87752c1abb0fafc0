"""Where things are: the handouts' own folder, the assignment they are about, and what npm brought."""

from pathlib import Path

HANDOUTS = Path(__file__).resolve().parent.parent
PROJECT = HANDOUTS.parent
SOLUTION = PROJECT / "solution"
SOURCES = HANDOUTS / "sources"
FIGURES = HANDOUTS / "figures"
TEMPLATES = HANDOUTS / "templates"
NPM = HANDOUTS / "node_modules"
BUILD = PROJECT / "build" / "handouts"
DIST = PROJECT / "dist" / "handouts"
