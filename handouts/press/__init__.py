"""How a handout gets from Markdown to a page: values and signatures filled in, then HTML, then PDF.

The door is ``handouts/build.py``. One file a step: `fill` (Markdown with its blanks filled in, from `code`,
`assignment`, `signatures` and `numbers`), `fonts`, `drawings` (SVG in the page's own colours), `page` (HTML) and
`sheet` (PDF).
"""
