"""Coverage is taken only while a test of the measured layers runs: to follow every line of the others costs a third.

What domain and use_cases promise is proved in their own tests; a window that happens to run a line proves nothing.
"""

from __future__ import annotations

from collections.abc import Generator

import coverage
import pytest

MEASURED = ("tests/domain/", "tests/use_cases/")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Coverage stands still for a test of another room."""
    if item.nodeid.startswith(MEASURED):
        return (yield)
    stopped: list[coverage.Coverage] = []
    while (running := coverage.Coverage.current()) is not None:  # pytest-cov lays one over another in a worker
        running.stop()
        stopped.append(running)
    try:
        return (yield)
    finally:
        for one in reversed(stopped):
            one.start()
