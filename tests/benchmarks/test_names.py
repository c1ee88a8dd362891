"""Every benchmark that can be asked for is there: nobody runs them but by hand."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.benchmarks.__main__ import BENCHMARKS


@pytest.mark.parametrize("place", BENCHMARKS.values())
def test_a_benchmark_is_a_function_of_its_module(place: str) -> None:
    module, _, function = place.partition(":")

    assert callable(getattr(import_module(f"tests.benchmarks.{module}"), function))
