"""What a Python file calls things by, resolved: ``l`` is ``numpy.linalg.lstsq`` after ``from … import lstsq as l``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

MOST_PARTS = 20
"""Of a name with more parts than these, only the last ones count: no rule names so many."""
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, *COMPREHENSIONS)
"""What has names of its own."""
IMPORTERS = ("importlib.import_module", "import_module", "__import__", "builtins.__import__")


def aliases(tree: ast.AST) -> dict[str, str]:
    """What each name stands for that an import or a plain assignment binds, anywhere in the file."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                found[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}".lstrip(".")
    for target, value in given_names(tree):
        name = dotted(value, found)
        if "." in name or (isinstance(value, ast.Name) and value.id in found):
            found.setdefault(target, name)
    return found


def given_names(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Each name that is given to an expression, two at once included: ``solve, eye = np.linalg.solve, np.eye``."""
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) or node.value is None:
            continue
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            pairs = [(target, node.value)]
            if isinstance(target, (ast.Tuple, ast.List)) and isinstance(node.value, (ast.Tuple, ast.List)):
                pairs = list(zip(target.elts, node.value.elts, strict=False))
            yield from ((name.id, value) for name, value in pairs if isinstance(name, ast.Name))


def root(node: ast.AST) -> str:
    """The name that an expression such as ``a.b.c`` begins with; empty where it begins with none."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def scoped(node: ast.AST) -> Iterator[tuple[ast.AST, bool]]:
    """Every part of a file or a definition, and whether its first name is bound by a function around it."""
    stack: list[tuple[ast.AST, str, tuple[frozenset[str], ...]]] = [(node, root(node), ())]
    while stack:
        part, first, around = stack.pop()
        yield part, bool(first) and any(first in names for names in around)
        inside = (*around, names) if isinstance(part, FUNCTIONS) and (names := own_names(part)) else around
        body = getattr(part, "body", None)
        within = {id(statement) for statement in (body if isinstance(body, list) else [body])}
        for child in ast.iter_child_nodes(part):  # a default and a decorator belong to what is around the function
            is_inside = isinstance(part, COMPREHENSIONS) or id(child) in within
            is_same_name = isinstance(part, ast.Attribute) and child is part.value
            stack.append((child, first if is_same_name else root(child), inside if is_inside else around))


def own_names(scope: ast.AST) -> frozenset[str]:
    """The names that a module, function or comprehension gives a value itself, other than by an import."""
    found, others = set[str](), set[str]()
    stack = list(ast.iter_child_nodes(scope))
    while stack:
        part = stack.pop()
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(part.name)
        elif isinstance(part, ast.arg):
            found.add(part.arg)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            found.add(part.id)
        elif isinstance(part, (ast.Global, ast.Nonlocal)):
            others.update(part.names)
        elif not isinstance(part, FUNCTIONS):
            stack.extend(ast.iter_child_nodes(part))
    return frozenset(found - others)


def stars(tree: ast.AST) -> list[str]:
    """The modules from which ``import *`` takes every name."""
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    starred = [node for node in froms if node.module and any(alias.name == "*" for alias in node.names)]
    return list(dict.fromkeys(node.module for node in starred if node.module))


def dotted(node: ast.AST, known: Mapping[str, str], most: int = MOST_PARTS) -> str:
    """The whole name of an expression, also through ``getattr`` or ``vars`` with a literal; empty when it is none.

    Of a name with more than ``most`` parts only these last ones, after a dot.
    """
    if isinstance(node, ast.Name):
        return known.get(node.id, node.id)
    if not most:
        return ""
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value, known, most - 1)
        return f"{owner}.{node.attr}" if owner else f".{node.attr}"
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        table, owner = node.value, ""
        if isinstance(table, ast.Attribute) and table.attr == "__dict__":
            owner = dotted(table.value, known, most - 1)
        elif (
            isinstance(table, ast.Call)
            and table.args
            and dotted(table.func, known, min(most - 1, 2)) in ("vars", "builtins.vars")
        ):
            owner = dotted(table.args[0], known, most - 1)
        return f"{owner}.{node.slice.value}" if owner else ""
    if isinstance(node, ast.Call):
        function = dotted(node.func, known, min(most - 1, 2))
        texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
        if function in ("getattr", "builtins.getattr") and len(texts) > 1 and isinstance(texts[1], str):
            owner = dotted(node.args[0], known, most - 1)
            return f"{owner}.{texts[1]}" if owner else f".{texts[1]}"
        if function in IMPORTERS and texts and isinstance(texts[0], str):
            return texts[0] if function.endswith("import_module") else texts[0].partition(".")[0]
    return ""


def is_named(name: str, rule: str) -> bool:
    """Whether a whole name is what a rule names: exactly, or by its last parts."""
    return name == rule or name.endswith(f".{rule}")


def imported(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every module that is imported, by its whole name, and the names that are taken from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "", node)
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)
        elif isinstance(node, ast.Call) and dotted(node.func, {}) in IMPORTERS and (name := dotted(node, {})):
            yield name, node
