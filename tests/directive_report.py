"""Pytest plugin: which tests prove which numeral of the directive.

`pytest --collect-only -q --directive-report=FILE` writes FILE as JSON: every numeral of `directive_numerals.toml` with
the sorted ids of the tests marked `@pytest.mark.directive(numeral, …)`; what no test proves has an empty list.
A mark that names no numeral, or an unknown one, is an error of that file's collection.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path

import pytest

NUMERALS = Path(__file__).with_name("directive_numerals.toml")
MARK = "directive"


@cache
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


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    wrong = [complaint for item in report.result or () if isinstance(item, pytest.Item) for complaint in _wrong(item)]
    if wrong:
        report.outcome, report.longrepr, report.result = "failed", "\n".join(wrong), []
    return report


def _wrong(item: pytest.Item) -> Iterator[str]:
    for mark in item.iter_markers(MARK):
        if not mark.args or mark.kwargs:
            yield f"{item.nodeid}: the mark takes numerals, as in {MARK}('6.4.1')"
        for numeral in mark.args:
            if numeral not in known_numerals():
                yield f"{item.nodeid}: {numeral!r} is no numeral of {NUMERALS.name}"


# Before -k and -m drop anything: the report tells of all collected tests, whatever of them is run.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    report: Path | None = config.getoption("--directive-report")
    # With xdist the controller collects nothing itself; every worker collects everything, and one of them writes.
    worker = getattr(config, "workerinput", {}).get("workerid", "gw0")
    if report is None or worker != "gw0":
        return
    proofs: dict[str, set[str]] = {numeral: set() for numeral in known_numerals()}
    for item in items:
        for mark in item.iter_markers(MARK):
            for numeral in mark.args:
                proofs[numeral].add(item.nodeid)
    content = json.dumps({numeral: sorted(tests) for numeral, tests in proofs.items()}, indent=2, ensure_ascii=False)
    (config.invocation_params.dir / report).write_text(content + "\n", encoding="utf-8")
