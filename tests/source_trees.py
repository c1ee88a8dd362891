"""The program's sources as syntax trees, for tests that hold for all of it."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = PROJECT / "facilitador"
RESOURCES = PROJECT / "resources"


@cache
def texts() -> Mapping[str, str]:
    """Every module of the program: path from the project's root -> what is written in it."""
    return {
        file.relative_to(PROJECT).as_posix(): file.read_text(encoding="utf-8") for file in sorted(PACKAGE.rglob("*.py"))
    }


def sources(holding: str = "") -> Mapping[str, ast.Module]:
    """Every module of the program in which these words stand: path from the project's root -> syntax tree."""
    was_enabled = gc.isenabled()
    gc.disable()  # a million nodes, none of them garbage
    try:
        return {path: _tree_of(path) for path, text in texts().items() if holding in text}
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


@cache
def _tree_of(path: str) -> ast.Module:
    return ast.parse(texts()[path])


@cache
def nodes() -> Mapping[str, tuple[ast.AST, ...]]:
    """Every node of every module, as `ast.walk` gives them."""
    return {path: tuple(ast.walk(tree)) for path, tree in sources().items()}


def imported_modules(tree: ast.Module) -> Iterator[str]:
    """Full names of what a module imports, anywhere in it: `from a import b` gives `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called_name(node: ast.expr) -> str:
    """The last part of a name: `errors.Problem` and `Problem` are both Problem; empty for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def texts_of(path: str) -> Iterator[str]:
    """Every text constant of a module that is not a docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in nodes()[path]
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes()[path]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value
