"""Every screen in every state: heard by a screen reader, gone through by keyboard, read at 1024×768 with large text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facilitador.ui.theme import Appearance
from tests.screens import inspection
from tests.screens.shots import SHOTS, Steps
from tests.screens.stage import CRAMPED, ROOMY, Look, Stage

BOOKS = tuple(dict.fromkeys(shot.book for shot in SHOTS))


SIZES = {"1024x768-150": CRAMPED, "1366x768": ROOMY}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """In the test command the size in which least fits; with `--many` the usual one, too."""
    if "stage" in metafunc.fixturenames:
        sizes = list(SIZES) if metafunc.config.getoption("many") else list(SIZES)[:1]
        metafunc.parametrize("stage", [SIZES[size] for size in sizes], ids=sizes, indirect=True)


@pytest.fixture
def stage(request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    """The program in one size."""
    made = Stage(qapp, tmp_path, Look(*request.param, Appearance.LIGHT))
    qapp.setProperty("dressed", "otherwise")
    made.window.activateWindow()
    QTest.qWaitForWindowActive(made.window)
    yield made
    made.shut()


@pytest.mark.parametrize("book", BOOKS, ids=[book.__name__ for book in BOOKS])
def test_whoever_hears_types_or_reads_large_is_left_out_of_nothing(stage: Stage, book: Steps) -> None:
    found: list[str] = []
    for shot in SHOTS:
        if shot.book is book and not shot.covered:
            book(stage)
            shot.steps(stage)
            stage.settle()
            found += [f"{shot.name}: {problem}" for problem in inspection.everything(stage.window)]
            stage.forget_typing()
    assert not found, "\n" + "\n".join(found)
