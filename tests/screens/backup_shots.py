"""Copias de respaldo: without a copy, with both places, with a stick that was taken along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from facilitador.ui.restoring import SALVAGE_NOW
from facilitador.ui.screens.backups.screen import USE_ANYWAY, BackupsScreen
from facilitador.ui.screens.restore.screen import RestoreScreen
from facilitador.use_cases import books
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.open_book import OpenBook
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


def copies_listed(stage: Stage) -> None:
    path = stage.new_book("respaldos-del-servicio")
    stage.unlock(path, PASSPHRASE)
    BackupDesk(stage.program._lease.book).copy().result()  # type: ignore[union-attr]
    stage.unlock_page(path).restore_button.click()
    _list(stage)


def damaged(stage: Stage) -> None:
    path = stage.new_book("respaldos-del-servicio")
    whole = path.read_bytes()
    path.write_bytes(whole + b"half a page")
    stage.unlock_page(path).offer_button.click()
    page = _list(stage)
    stage.dialogs.answers.append(SALVAGE_NOW)
    page.salvage_button.click()
    stage.until(page.salvaged.isVisible)
    path.write_bytes(whole)


def partly_saved(stage: Stage) -> None:
    """What lay on torn pages is lost, and so is the end of the file."""
    path = stage.new_book("respaldos-del-servicio")
    pages = _pages_of(stage, path, "groups", "participants", "sessions", "venues")
    whole = path.read_bytes()
    torn = bytearray(whole[:-100])
    for page in pages:
        torn[4096 * (page - 1) + 1000] ^= 0xFF
    path.write_bytes(torn)
    stage.unlock_page(path).offer_button.click()
    page = _list(stage)
    stage.dialogs.answers.append(SALVAGE_NOW)
    page.salvage_button.click()
    stage.until(page.salvaged.isVisible)
    path.write_bytes(whole)


def _pages_of(stage: Stage, path: Path, *tables: str) -> list[int]:
    """The numbers of the first page of each of these tables, and of their indexes."""
    stage.close_book()
    (rosa,) = books.inspect(path, stage.environment).people
    book = books.open_with_passphrase(path, rosa.id, PASSPHRASE, stage.environment).result()
    asked = f"SELECT rootpage FROM sqlite_master WHERE rootpage > 0 AND tbl_name IN ({', '.join('?' * len(tables))})"
    found = book.with_book(lambda file, _: file.driver_connection.execute(asked, tables).fetchall()).result()
    book.close()
    return [page for (page,) in found]


def not_of_these_keys(stage: Stage) -> None:
    """The page of the clave, where the file begins as no book of these keys does."""
    path = stage.new_book("respaldos-del-servicio")
    whole = path.read_bytes()
    path.write_bytes(bytes([whole[0] ^ 0xFF]) + whole[1:])
    page = stage.unlock_page(path)
    stage.until(page.offer_button.isVisible)
    path.write_bytes(whole)


def only_read(stage: Stage) -> None:
    """The copies of a book on a stick with its switch on: the window says so above every page."""
    path = stage.new_book("solo-lectura")
    with patch.object(OpenBook, "read_only", property(lambda book: True)):
        stage.unlock(path, PASSPHRASE)
    first(stage)


def _list(stage: Stage) -> RestoreScreen:
    page = stage.page(RestoreScreen)
    stage.until(page.look_button.isEnabled)
    page.secret.edit.setText(PASSPHRASE)
    page.look_button.click()
    stage.until(lambda: page.bar.isHidden() and bool(page._rows))
    return page


def _stick(stage: Stage) -> Path:
    return stage.folder / "memoria USB azul"


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("backups", first),
    ("backups-both", both_places),
    ("backups-absent", stick_taken_along),
    ("restore", copies_listed),
    ("restore-damaged", damaged),
    ("restore-partly", partly_saved),
    ("unlock-other-keys", not_of_these_keys),
    ("backups-only-read", only_read),
)
"""Names of pictures and the steps to each, in an order in which each finds what it needs."""
