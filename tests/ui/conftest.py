"""One application in Spanish and dressed, as the program makes it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from facilitador.ui import singletons, theme
from facilitador.ui.garbage import GarbageCollector
from facilitador.ui.language import speak_spanish
from tests.ui.fake_book import FakeBook
from tests.ui.scripted_dialogs import ScriptedDialogs


@pytest.fixture(scope="session", autouse=True)
def _spoken(qapp: QApplication) -> None:
    singletons.keep_alive()
    speak_spanish(qapp)


@pytest.fixture(scope="package", autouse=True)
def _collector(qapp: QApplication) -> Iterator[GarbageCollector]:
    """Garbage is collected on the window's thread alone, as in the program: no book's thread tears a widget down."""
    made = GarbageCollector(qapp)
    yield made
    gc.collect()
    shiboken6.delete(made)  # at once: later it would let Python collect while the next one stands


@pytest.fixture(autouse=True)
def _collected(_collector: GarbageCollector) -> Iterator[None]:
    """What a test leaves behind is collected by the same thresholds, though no event loop runs between tests."""
    yield
    assert not gc.isenabled(), "this test let Python collect on whichever thread happens to allocate"
    _collector.collect()


@pytest.fixture(autouse=True)
def _dressed(request: pytest.FixtureRequest, qapp: QApplication, _spoken: None) -> None:
    """Light and 100 %, whatever the test before chose; applied only if it differs, for it restyles every widget."""
    if "stage" in request.fixturenames:
        return  # it is dressed in a look of its own
    if qapp.property("dressed") != "light-100" or qapp.font().pointSizeF() != theme.BASE_POINTS:
        theme.apply(qapp, theme.Appearance.LIGHT, 100)
        qapp.setProperty("dressed", "light-100")


@pytest.fixture
def dress(qapp: QApplication) -> Callable[[theme.Appearance, int], None]:
    """Dress the application otherwise for one test; the next one finds it in the usual look."""

    def put_on(appearance: theme.Appearance, percent: int) -> None:
        qapp.setProperty("dressed", "otherwise")
        theme.apply(qapp, appearance, percent)

    return put_on


@pytest.fixture
def book() -> Iterator[FakeBook]:
    """An open book in memory."""
    made = FakeBook()
    yield made
    made.gate.set()
    made.close()


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    """Dialogs to be scripted by the test."""
    return ScriptedDialogs()
