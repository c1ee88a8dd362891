"""Cycles are collected where widgets may be torn down: on the window's thread, and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from facilitador.ui import garbage
from facilitador.ui.garbage import GarbageCollector


class Knot:
    """Something that only a collection sets free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def owner() -> Iterator[QObject]:
    """What the collector belongs to; whether Python collected by itself before is restored afterwards."""
    was_enabled = gc.isenabled()
    made = QObject()
    yield made
    shiboken6.delete(made)  # at once, and what it lets Python do with it
    (gc.enable if was_enabled else gc.disable)()


def on_another_thread(work: object) -> None:
    thread = threading.Thread(target=work)  # type: ignore[arg-type]
    thread.start()
    thread.join()


def test_another_thread_collects_nothing_however_much_it_allocates(owner: QObject) -> None:
    GarbageCollector(owner)
    knot = weakref.ref(Knot())
    on_another_thread(lambda: [[] for _ in range(200_000)])
    assert knot() is not None


def test_the_window_collects_what_is_over_the_threshold(
    owner: QObject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "INTERVAL_MS", 1)
    GarbageCollector(owner)
    knot = weakref.ref(Knot())
    kept = [[] for _ in range(5_000)]
    qtbot.waitUntil(lambda: knot() is None)
    assert len(kept) == 5_000


def test_under_the_threshold_nothing_is_done(owner: QObject) -> None:
    collector = GarbageCollector(owner)
    gc.collect()
    before = gc.get_stats()
    collector.collect()
    assert gc.get_stats() == before


def test_what_is_loaded_is_left_alone_and_what_comes_after_is_not() -> None:
    loaded = Knot()
    before, knot = weakref.ref(loaded), weakref.ref(Knot())
    try:
        garbage.keep_what_is_loaded()
        assert knot() is None
        assert gc.get_freeze_count() > 0
        del loaded
        after = weakref.ref(Knot())
        gc.collect()
        assert after() is None
        assert before() is not None
    finally:
        gc.unfreeze()
