"""The composition root: the only place that wires the layers, and the only one that touches clock and identifiers."""

from __future__ import annotations

import atexit
import random
import time
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from uuid_utils.compat import uuid7

from facilitador.db import keys
from facilitador.db.books import Host
from facilitador.db.keys_file import KdfCost
from facilitador.db.transaction import Circumstances
from facilitador.paths import app_data_folder
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.warm_up import warm_up

if TYPE_CHECKING:
    from facilitador.ui.outside import Outside

_NOTHING_TO_GUARD = KdfCost(memory_kib=8, passes=1)


def utc_now() -> datetime:
    """This instant in UTC."""
    return datetime.now(UTC)


def local_now() -> datetime:
    """This instant on the person's own clock, with its zone."""
    return datetime.now().astimezone()


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7()


@cache
def _calibrated() -> KdfCost:
    return keys.calibrate(time.perf_counter)


def circumstances() -> Circumstances:
    """The real clock, calendar and identifiers."""
    return Circumstances(clock=utc_now, today=date.today, new_id=new_id)


def environment(app_data: Path | None = None) -> Environment:
    """What books take from outside on this machine; `app_data` replaces the program's own folder."""
    host = Host(app_data=app_data or app_data_folder(), clock=utc_now)
    return Environment(host, circumstances(), _calibrated)


def outside(app_data: Path | None = None) -> Outside:
    """What the window takes from below on this machine."""
    from facilitador.ui.outside import Outside  # the command line knows no window

    around = environment(app_data)
    return Outside(
        environment=around,
        open_demo=lambda: open_demo(around),
        today=date.today,
        now=local_now,
        new_id=new_id,
        choose=lambda count, of: random.SystemRandom().sample(range(of), count),
        warm_up=partial(warm_up, around.circumstances),
    )


def open_demo(around: Environment) -> Future[OpenBook]:
    """A book of invented data, open, in a temporary folder that goes when the book is closed.

    What killed programs left of theirs goes first. Nothing of it reaches the program's own folder; nothing of it is
    worth guarding, so keys are cheap and disks not waited for.
    """
    from facilitador.use_cases import demo_folders  # only who wants to see it pays for it
    from facilitador.use_cases.demo import demo_book

    demo_folders.sweep()
    folder = demo_folders.new_folder()

    def remove() -> None:
        atexit.unregister(remove)
        demo_folders.remove(folder)

    atexit.register(remove)  # for a program that leaves without closing
    host = replace(around.host, app_data=folder / "app", sync=False)
    passing = replace(around, host=host, kdf_cost=lambda: _NOTHING_TO_GUARD)
    new = demo_book(around.circumstances.today(), around.circumstances.new_id)
    opened: Future[OpenBook] = Future()

    def hand_over(created: Future[tuple[OpenBook, tuple[str, ...]]]) -> None:
        error = created.exception()
        if error is not None:
            remove()
            opened.set_exception(error)
            return
        book, _ = created.result()
        book.once_closed(remove)
        opened.set_result(book)

    books.create(folder / demo_folders.BOOK_NAME, new, passing).add_done_callback(hand_over)
    return opened
