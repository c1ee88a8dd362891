"""Pytest plugin: which tests prove which numeral of the directive.

`pytest --collect-only -q --directive-report=FILE` writes FILE as JSON: every numeral of `directive_numerals.toml` with
the sorted ids of the tests marked `@pytest.mark.directive(numeral, …)`; a numeral that no test proves has an empty list.
A mark that names no numeral, or an unknown one, stops the collection.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

NUMERALS = Path(__file__).with_name("directive_numerals.toml")
MARK = "directive"


def known_numerals(file: Path = NUMERALS) -> tuple[str, ...]:
    """The numerals of REQUIREMENTS, in order; ValueError if one stands twice."""
    numerals = tomllib.loads(file.read_text(encoding="utf-8"))["numerals"]
    if len(set(numerals)) != len(numerals):
        raise ValueError(f"{file.name} names a numeral twice")
    return tuple(numerals)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--directive-report",
        metavar="FILE",
        type=Path,
        default=None,
        help="write as JSON which tests prove which numeral of the directive",
    )


# Before -k and -m drop anything: the report tells of all collected tests, whatever of them is run.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    proofs = _proofs(known_numerals(), items)
    report: Path | None = config.getoption("--directive-report")
    # With xdist the controller collects nothing itself; every worker collects everything, and one of them writes.
    worker = getattr(config, "workerinput", {}).get("workerid", "gw0")
    if report is not None and worker == "gw0":
        target = config.invocation_params.dir / report
        target.write_text(json.dumps(proofs, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _proofs(numerals: Iterable[str], items: Iterable[pytest.Item]) -> dict[str, list[str]]:
    proofs: dict[str, set[str]] = {numeral: set() for numeral in numerals}
    wrong: list[str] = []
    for item in items:
        for mark in item.iter_markers(MARK):
            if not mark.args or mark.kwargs:
                wrong.append(f"{item.nodeid}: the mark '{MARK}' takes numerals, as in {MARK}('6.4.1')")
            for numeral in mark.args:
                if numeral in proofs:
                    proofs[numeral].add(item.nodeid)
                else:
                    wrong.append(f"{item.nodeid}: {numeral!r} is no numeral of {NUMERALS.name}")
    if wrong:
        raise pytest.UsageError(*wrong)
    return {numeral: sorted(tests) for numeral, tests in proofs.items()}
