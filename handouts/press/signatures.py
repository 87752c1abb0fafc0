"""What students write, as the skeleton has it: names, arguments and docstrings of the reference, and nothing else.

The door is `api`.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator

from .places import SOLUTION

CODE_WIDTH = 82
BOLD = re.compile(r"\*\*(\S|\S[^*]*\S)\*\*")


def api(question: str, file: str, *names: str) -> str:
    """These functions and classes of a file, with what the file says about their shapes, as a block of code."""
    tree = ast.parse((SOLUTION / file).read_text(encoding="utf-8"))
    found = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    about = "\n".join(_about(ast.get_docstring(tree) or "", question))
    head = "\n".join([f"# {file}", *_comment(about, "# ")])
    parts = [head, *(_signature(found[name], "") for name in names)]
    return f'```{{.python .listing from="{file}"}}\n' + "\n\n".join(parts) + "\n```"


def _about(docstring: str, question: str) -> Iterator[str]:
    """The file's own words: with the first of its questions; a line that starts with a question's number,
    with that one.
    """
    title, _, rest = docstring.partition("\n\n")
    first = re.match(r"Q\d+", title)
    for line in rest.splitlines():
        of = re.match(r"Q\d+", line)
        if (of or first) and (of or first)[0].lower() == question:
            yield f"\n{line}" if of else line


def _signature(node: ast.FunctionDef | ast.ClassDef, indent: str) -> str:
    comment = _comment(ast.get_docstring(node) or "", indent + "    # ")
    if isinstance(node, ast.ClassDef):
        methods = [_signature(child, indent + "    ") for child in node.body if isinstance(child, ast.FunctionDef)]
        return "\n".join([f"{indent}class {node.name}:", *comment, *methods])
    return "\n".join([f"{indent}def {node.name}({ast.unparse(node.args)}):", *comment])


def _comment(docstring: str, indent: str) -> list[str]:
    """A docstring, whole, as comment lines: a paragraph starts a new one."""
    plain = BOLD.sub(r"\1", docstring).replace("``", "`")
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", plain) if part.strip()]
    wrapper = textwrap.TextWrapper(CODE_WIDTH, initial_indent=indent, subsequent_indent=indent)
    return [line for part in paragraphs for line in wrapper.wrap(part)]
