"""What nobody foresaw: one dialog, a log that names nobody, and work goes on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from facilitador.ui import unforeseen
from facilitador.ui.unforeseen import LOG_BYTES, LOG_FILES, LOG_NAME, UnforeseenHandler, describe

SECRET = "Ñahui Álvarez 41234567"


@pytest.fixture
def told() -> list[Path]:
    return []


@pytest.fixture
def handler(tmp_path: Path, told: list[Path], qtbot) -> Iterator[UnforeseenHandler]:
    made = UnforeseenHandler(tmp_path / "data", told.append)
    give_back = made.install()
    yield made
    give_back()


def stumble(depth: int = 0) -> None:
    if depth:
        stumble(depth - 1)
    name = SECRET
    raise ValueError(f"no such man: {name}")


def caught(depth: int = 0) -> tuple[type[BaseException], BaseException, object]:
    try:
        stumble(depth)
    except ValueError as error:
        return type(error), error, error.__traceback__
    raise AssertionError


def log(tmp_path: Path) -> str:
    return (tmp_path / "data" / LOG_NAME).read_text(encoding="utf-8")


def test_it_is_told_once_however_often_it_comes(handler: UnforeseenHandler, told: list[Path], tmp_path: Path) -> None:
    for _ in range(50):  # as a failure while painting does
        sys.excepthook(*caught())  # type: ignore[arg-type]
    assert told == []  # never inside the call that failed
    QApplication.processEvents()
    assert told == [tmp_path / "data" / LOG_NAME]
    assert log(tmp_path).count("ValueError") == 1


def test_the_log_names_nobody(handler: UnforeseenHandler, tmp_path: Path) -> None:
    sys.excepthook(*caught())  # type: ignore[arg-type]
    text = log(tmp_path)
    assert "builtins.ValueError" in text
    assert "test_unforeseen.py" in text
    assert "stumble" in text
    for secret in (*SECRET.split(), "no such man", str(Path.home()), str(Path(__file__).parent)):
        assert secret not in text


def test_a_thread_is_heard_too(handler: UnforeseenHandler, told: list[Path], qtbot) -> None:
    thread = threading.Thread(target=stumble)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(told) == 1)


def test_no_second_dialog_opens_over_the_first(tmp_path: Path, qtbot) -> None:
    open_now: list[int] = []
    most: list[int] = []

    def tell(path: Path) -> None:
        open_now.append(1)
        most.append(len(open_now))
        handler.handle(*caught(2))  # type: ignore[arg-type]
        QApplication.processEvents()  # a dialog runs the event loop
        open_now.pop()

    handler = UnforeseenHandler(tmp_path, tell)
    handler.handle(*caught(1))  # type: ignore[arg-type]
    QApplication.processEvents()
    assert most == [1]


def test_the_log_stays_small(handler: UnforeseenHandler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unforeseen, "LOG_BYTES", 2_000)
    for depth in range(40):
        handler.handle(*caught(depth))  # type: ignore[arg-type]
    files = sorted((tmp_path / "data").iterdir())
    assert len(files) == LOG_FILES
    assert LOG_BYTES * LOG_FILES < 1_000_000


def test_no_folder_to_write_to_still_tells(tmp_path: Path, told: list[Path], qtbot) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    handler = UnforeseenHandler(in_the_way / "data", told.append)
    handler.handle(*caught())  # type: ignore[arg-type]
    QApplication.processEvents()
    assert len(told) == 1


def test_ctrl_c_is_no_failure(handler: UnforeseenHandler, told: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    handler.handle(KeyboardInterrupt, KeyboardInterrupt(), None)
    QApplication.processEvents()
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_a_cause_is_described_without_its_words() -> None:
    try:
        try:
            stumble()
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        text = describe(type(error), error, error.__traceback__)
    assert "KeyError" in text
    assert "ValueError" in text
    assert "Ñahui" not in text


def test_both_hooks_are_given_back(tmp_path: Path, qtbot) -> None:
    before = sys.excepthook, threading.excepthook
    UnforeseenHandler(tmp_path, lambda path: None).install()()
    assert (sys.excepthook, threading.excepthook) == before
