"""Coverage is taken only while a test of the measured layers runs: to follow every line of the others costs a third.

What domain and use_cases promise is proved in their own tests; a window that happens to run a line proves nothing.
What a module does when it is imported is taken at once for all of them, whichever test would come to it first.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import coverage
import pytest

MEASURED = ("tests/domain/", "tests/use_cases/")
WIDE = (
    "tests/use_cases/test_careless_rooms.py",
    "tests/use_cases/test_careless_user.py",
    "tests/use_cases/test_demo.py",
    "tests/use_cases/test_erasure.py",
    "tests/use_cases/test_hostile_input.py",
    "tests/use_cases/test_hostile_taking_in.py",
    "tests/use_cases/test_leak_scan.py",
    "tests/use_cases/test_package_orders.py",
    "tests/use_cases/test_package_three_books.py",
)
"""They go through the whole program at once: each line runs in them, and none in them alone, so that none is proved."""
PACKAGES = ("facilitador.domain", "facilitador.use_cases")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Coverage sees the measured layers imported, and stands still while the tests are."""
    if coverage.Coverage.current() is None or session.config.pluginmanager.hasplugin("dsession"):
        return (yield)  # nothing is measured, or only in other processes
    for package in PACKAGES:
        import_all(package)
    with standing_still():
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Coverage stands still for a test of another room."""
    if item.nodeid.startswith(MEASURED) and not item.nodeid.startswith(WIDE):
        return (yield)
    with standing_still():
        return (yield)


def import_all(package: str) -> None:
    """The package with every module in it."""
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        importlib.import_module(module.name)


@contextmanager
def standing_still() -> Iterator[None]:
    """No line that runs meanwhile counts as tried."""
    stopped: list[coverage.Coverage] = []
    while (running := coverage.Coverage.current()) is not None:  # pytest-cov lays one over another in a worker
        running.stop()
        stopped.append(running)
    try:
        yield
    finally:
        for one in reversed(stopped):
            one.start()
