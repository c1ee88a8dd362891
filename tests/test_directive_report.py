"""The report of which test proves which numeral."""

from __future__ import annotations

import json

import pytest

from tests.directive_report import known_numerals

MARKED = """
import pytest

@pytest.mark.directive("6.4.1", "6.2.1")
def test_two():
    pass

@pytest.mark.directive("6.4.1")
@pytest.mark.parametrize("seat", [15, 16])
def test_each(seat):
    pass

def test_none():
    pass
"""
EXPECTED = {
    "6.4.1": ["test_marked.py::test_each[15]", "test_marked.py::test_each[16]", "test_marked.py::test_two"],
    "6.2.1": ["test_marked.py::test_two"],
}


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest("pytest_plugins = ['tests.directive_report']")
    pytester.makeini("[pytest]\nmarkers = directive(*numerals)")
    pytester.makepyfile(test_marked=MARKED)
    return pytester


def report(project: pytest.Pytester) -> dict[str, list[str]]:
    content: dict[str, list[str]] = json.loads((project.path / "report.json").read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("arguments", [["--collect-only", "-q"], ["-k", "none"], ["-n2"]])
def test_every_numeral_is_told_with_its_tests(project: pytest.Pytester, arguments: list[str]) -> None:
    result = project.runpytest("--directive-report=report.json", *arguments)

    assert result.ret == 0
    assert report(project) == {numeral: EXPECTED.get(numeral, []) for numeral in known_numerals()}


@pytest.mark.parametrize(
    ("mark", "complaint"),
    [("'6.4.99'", "'6.4.99' is no numeral of directive_numerals.toml"), ("", "takes numerals")],
)
def test_a_wrong_mark_is_an_error_at_collection(project: pytest.Pytester, mark: str, complaint: str) -> None:
    project.makepyfile(test_wrong=f"import pytest\n@pytest.mark.directive({mark})\ndef test_it(): pass")

    result = project.runpytest("--collect-only")

    assert result.ret != 0
    result.stdout.fnmatch_lines([f"test_wrong.py::test_it: *{complaint}*"])


def test_without_the_option_nothing_is_written(project: pytest.Pytester) -> None:
    project.runpytest("--collect-only", "-q")

    assert not (project.path / "report.json").exists()


def test_each_numeral_is_named_once_and_the_companions_too() -> None:
    numerals = known_numerals()

    assert len(set(numerals)) == len(numerals)
    assert {"6.4.1", "6.7", "6.7.3", "6.10", "5.3", "VIII", "COSUDE", "PER", "COS"} <= set(numerals)
