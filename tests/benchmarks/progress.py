"""A group's progress in the book of a thousand groups against one of ten: it reads of no other group but as ranges."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

from PySide6.QtWidgets import QApplication
from uuid_utils.compat import uuid7

from facilitador.domain.groups import GroupStatus
from facilitador.ui.book_session import BookSession
from facilitador.ui.change_bus import ChangeBus
from facilitador.ui.screens.progress.group import GroupProgressScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.group_progress import GroupProgressOf, GroupRangesOf
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.open_book import OpenBook
from tests.benchmarks import big_book
from tests.benchmarks.figures import Figure, Figures, milliseconds
from tests.benchmarks.painting import WAITING, WINDOW, application
from tests.ui.scripted_dialogs import ScriptedDialogs

TURNS = 9
MANY, FEW = 1_000, 10
PAINTED = 100.0
GROWTH = 1.2


def group_progress() -> Figures:
    """The same archetype of group in both books: what is read, the page to its first painted frame, the ranges."""
    app = application()
    read, painted, ranged = {}, {}, {}
    for groups in (FEW, MANY):
        with TemporaryDirectory() as folder:
            book = big_book.open_big_book(big_book.big_book(Path(folder), groups))
            group = _fullest(book)
            read[groups] = _middle(lambda: book.ask(GroupProgressOf(group_id=group)).result())  # noqa: B023
            ranged[groups] = _middle(lambda: book.ask(GroupRangesOf(group_id=group)).result())  # noqa: B023
            painted[groups] = _painted(app, book, group)
            book.close()
    yield Figure("group progress, read", read[MANY], read[FEW], target=GROWTH, n=TURNS)
    yield Figure("group progress, painted", painted[MANY], painted[FEW], target=GROWTH, limit=PAINTED, n=TURNS)
    yield Figure("ranges of the other groups, read after it", ranged[MANY], n=TURNS)


def _fullest(book: OpenBook) -> UUID:
    running = [line for line in book.ask(Groups()).result() if line.group.status is GroupStatus.RUNNING]
    return max(running, key=lambda line: (line.counting, line.waiting)).group.id


def _middle(work: Callable[[], object]) -> float:
    work()  # what is imported and prepared the first time is no part of it
    return median(milliseconds(work) for _ in range(TURNS))


def _painted(app: QApplication, book: OpenBook, group: UUID) -> float:
    """From the wish to the first frame with the group's own figures; the ranges come when that was told."""
    spent = [_paint(app, book, group) for _ in range(TURNS + 1)]
    return median(spent[1:])


def _paint(app: QApplication, book: OpenBook, group: UUID) -> float:
    around = Surroundings(
        BookSession(book, ChangeBus()), ScriptedDialogs(), lambda: big_book.TODAY, lambda: big_book.NOW, uuid7
    )
    made: list[GroupProgressScreen] = []

    def visit() -> None:
        made.append(GroupProgressScreen(around, group))
        made[0].resize(WINDOW)
        made[0].show()
        while not made[0].cards:
            app.processEvents(WAITING)
        app.processEvents()  # what came is laid out
        made[0].grab()

    spent = milliseconds(visit)
    while around.session._undelivered:
        app.processEvents(WAITING)
    made[0].hide()
    made[0].deleteLater()
    return spent
