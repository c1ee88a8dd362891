"""What holds for the whole source tree: who imports whom, how large things grow, what is imported at the start."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.source_trees import PROJECT, imported_modules, nodes, sources, texts

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
# Slow to import and not needed before a PDF, a spreadsheet, a calendar or a migration is asked for.
LATE = {"reportlab", "openpyxl", "xlsxwriter", "icalendar", "alembic"}


def test_imports_go_down_only(capsys: pytest.CaptureFixture[str]) -> None:
    result = lint_imports(config_filename=str(PROJECT / "pyproject.toml"), no_cache=True, no_logo=True)

    assert result == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_widgets_live_in_ui_and_the_lock_takes_only_qt_core() -> None:
    outside = [
        f"{path}: {name}"
        for path, tree in sources().items()
        if not path.startswith("facilitador/ui/")
        for name in imported_modules(tree)
        if name.startswith("PySide6.QtWidgets")
        or (
            path.startswith("facilitador/db/") and name.startswith("PySide6.") and not name.startswith("PySide6.QtCore")
        )
    ]

    assert outside == []


def named_alike(distribution: str) -> str:
    """The name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_what_the_program_imports_is_installed_with_it() -> None:
    """Not only with the tools of the tests, which a person's computer never has."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {named_alike(re.split(r"[\[<>=~! ]", wanted)[0]) for wanted in project["dependencies"]}
    declared.add("shiboken6")  # PySide6-Essentials is made of it and asks for the very same version
    providers = packages_distributions()
    imported = {name.partition(".")[0] for tree in sources().values() for name in imported_modules(tree)}

    strangers = imported - sys.stdlib_module_names - {"facilitador"}
    missing = {name for name in strangers if not {named_alike(one) for one in providers.get(name, ())} & declared}

    assert missing == set()


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        path for path, tree in sources().items() if path.endswith("__init__.py") and not (ast.get_docstring(tree) or "")
    ]

    assert silent == []


def test_no_file_grows_too_long() -> None:
    long = {path: lines for path, text in texts().items() if (lines := len(text.splitlines())) > LONGEST_FILE}

    assert long == {}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_no_function_grows_too_long() -> None:
    long = {
        f"{path}:{node.lineno} {node.name}": lines
        for path, of_module in nodes().items()
        for node in of_module
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := lines_of(node)) > LONGEST_FUNCTION
    }

    assert long == {}


def modules_imported_by(*modules: str) -> set[str]:
    """Top-level and own modules that a new Python holds after importing `modules`."""
    script = "import json, sys\n" + "".join(f"import {module}\n" for module in modules)
    script += "print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, check=True, capture_output=True, encoding="utf-8"
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def existing(*modules: str) -> list[str]:
    return [
        module
        for module in modules
        if {f"{module.replace('.', '/')}.py", f"{module.replace('.', '/')}/__init__.py"} & set(texts())
    ]


def test_starting_imports_nothing_that_can_wait() -> None:
    loaded = modules_imported_by("facilitador", *existing("facilitador.__main__"))

    assert loaded & LATE == set()


def test_the_command_line_starts_without_a_window() -> None:
    loaded = modules_imported_by("facilitador", *existing("facilitador.cli.program"))

    assert loaded & (LATE | {"PySide6.QtWidgets", "PySide6.QtGui"}) == set()


def test_the_unlock_window_is_shown_before_the_rest_is_imported() -> None:
    first_screens = [
        path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
        for path in texts()
        if path.startswith(("facilitador/ui/screens/unlock/", "facilitador/ui/screens/welcome/"))
    ]

    loaded = modules_imported_by("facilitador", *first_screens)

    assert loaded & (LATE | {"sqlalchemy", "sqlcipher3", "facilitador.ui.main_window"}) == set()
