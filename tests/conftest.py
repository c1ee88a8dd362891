"""What holds for every test: no screen needed, nothing of this person's machine touched, no stray log message."""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import os
from collections.abc import Generator, Iterator, MutableMapping
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from facilitador.db import engine

pytest_plugins = ["pytester", "tests.directive_report", "tests.measuring"]

# Qt reads this once, when the first application is made.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Python turns a plain C locale into UTF-8 by itself, but not one forced by LC_ALL; Qt would warn of it at its start.
if os.environ.get("LC_ALL") in ("C", "POSIX"):
    os.environ["LC_ALL"] = "C.UTF-8"

# The same commit gives the same answer; HYPOTHESIS_PROFILE=explore looks for new counter-examples.
# No test fails for the time it takes: another machine is slower, and this one may be busy.
TIMELESS: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("house", derandomize=True, database=None, max_examples=60, **TIMELESS)
settings.register_profile("explore", max_examples=1_000, **TIMELESS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


TESTS = Path(__file__).parent


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """What is loaded is no garbage: to go through it again and again takes a tenth of what the tests take."""
    gc.disable()
    try:
        if [Path(word).resolve() for word in session.config.args] == [TESTS]:
            _load_from_the_end(session.config)
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def _load_from_the_end(config: pytest.Config) -> None:
    """Every second worker loads the last file first: of a fresh checkout each compiles half, not all."""
    worker = getattr(config, "workerinput", {}).get("workerid", "gw0")
    if int(worker.removeprefix("gw")) % 2:
        for file in sorted(TESTS.rglob("test_*.py"), reverse=True):
            with contextlib.suppress(Exception, pytest.skip.Exception):  # it is told when it is collected
                importlib.import_module(".".join(file.relative_to(TESTS.parent).with_suffix("").parts))


@pytest.fixture(autouse=True, scope="session")
def _own_app_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The app data folder of this person is never touched, even by a test that forgot to pass one in."""
    folder = str(tmp_path_factory.mktemp("app-data"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", folder)
        patch.setenv("LOCALAPPDATA", folder)
        yield


@pytest.fixture(autouse=True, scope="session")
def _statements_compiled_once() -> Iterator[None]:
    """A statement is made into SQL once in a process, not once a book: that is a third of what a test on a book takes.

    The program keeps them with the open book alone, for they hold what it was asked.
    """
    known: MutableMapping[Any, Any] = sa.util.LRUCache(5_000)

    @wraps(engine.statements_of_a_book)
    def statements() -> MutableMapping[Any, Any]:
        return known

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "statements_of_a_book", statements)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--many=N`: so many rounds of what is tried a few times in the test command (kills, tears)."""
    parser.addoption("--many", type=int, default=0, metavar="N", help="rounds of what is tried a few times otherwise")


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_stray_log_message(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning or error logged by the program fails the test, unless the test looks at the log itself (caplog)."""
    if "caplog" in request.fixturenames:
        yield
        return
    kept, logger = _Kept(), logging.getLogger("facilitador")
    logger.addHandler(kept)
    try:
        yield
    finally:
        logger.removeHandler(kept)
    if kept.lines:
        pytest.fail("logged without the test asking for caplog:\n" + "\n".join(kept.lines), pytrace=False)
