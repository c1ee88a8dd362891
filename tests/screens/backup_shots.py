"""Copias de respaldo: without a copy, with both places, with a stick that was taken along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from facilitador.ui.screens.backups.screen import USE_ANYWAY, BackupsScreen
from tests.books import PASSPHRASE
from tests.screens.stage import Stage


def own_book(stage: Stage) -> None:
    """A book of its own, with a stick beside it."""
    stage.unlock(stage.new_book("respaldos-del-servicio"), PASSPHRASE)


def first(stage: Stage) -> None:
    screen = stage.go("copies", None, BackupsScreen)
    stage.until(lambda: screen._state is not None)


def both_places(stage: Stage) -> None:
    screen = stage.go("copies", None, BackupsScreen)
    stage.until(lambda: screen._state is not None)
    _stick(stage).mkdir(parents=True, exist_ok=True)
    stage.dialogs.answers += [_stick(stage), USE_ANYWAY]
    screen.second_button.click()
    stage.until(lambda: "segundo lugar" in screen.message.text)
    stage.until(lambda: bool(screen.age_words.text()))


def stick_taken_along(stage: Stage) -> None:
    both_places(stage)
    _stick(stage).rename(stage.folder / "llevada")
    screen = stage.main.navigator.screen
    assert isinstance(screen, BackupsScreen)
    screen.copy_button.click()
    stage.until(lambda: "no está conectado" in screen.message.text)
    stage.until(lambda: "no está conectado" in screen.age_words.text())


def _stick(stage: Stage) -> Path:
    return stage.folder / "memoria USB azul"


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("backups", first),
    ("backups-both", both_places),
    ("backups-absent", stick_taken_along),
)
"""Names of pictures and the steps to each, in an order in which each finds what it needs."""
