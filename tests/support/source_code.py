"""The modules of the program as text: what they import and which strings stand in them."""

import ast

from tests.support.paths import SOURCES

MODULES = {
    ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
    for root in SOURCES
    for path in sorted(root.rglob("*.py"))
}
DOTTED = {module for module in MODULES if "." in module}


def imported(path, module):
    """All modules a file imports, at the top and inside functions, by statement or by name."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package.split(".")[: len(package.split(".")) - node.level + 1], base]).rstrip(".")
            yield from (f"{base}.{each.name}" if f"{base}.{each.name}" in MODULES else base for each in node.names)
        elif isinstance(node, ast.Constant) and node.value in DOTTED:  # importlib.import_module("reportdesk.…")
            yield node.value


def import_circles(imports):
    """The groups of modules that import each other, directly or through others. `imports`: module → what it imports."""
    reached = {module: _reached_from(module, imports) for module in imports}
    return {
        frozenset(other for other in reached[module] if module in reached[other])
        for module in imports
        if module in reached[module]
    }


def _reached_from(module, imports):
    found, waiting = set(), [module]
    while waiting:
        for each in imports[waiting.pop()]:
            if each in imports and each not in found:
                found.add(each)
                waiting.append(each)
    return found


def strings(path):
    """All string literals of a file except docstrings, with their lines."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value, node.lineno


def names_imported(tree):
    """All that a test imports: modules, and what it takes from them as `module.name`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
