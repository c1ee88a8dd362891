"""Tells every open screen what changed, once per turn of the event loop, so that it reads again what it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from facilitador.domain.changes import Change, Topic


class ChangeBus(QObject):
    """Gathers announced changes and passes them on together.

    `changed(frozenset[Change], initiator)` is emitted once per initiator and turn of the event loop.
    """

    changed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: defaultdict[str, set[Change]] = defaultdict(set)
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._pass_on)

    def announce(self, changes: Iterable[Change], initiator: str = "") -> None:
        """Have these changes passed on at the next turn of the event loop."""
        gathered = set(changes)
        if gathered:
            self._waiting[initiator] |= gathered
            self._turn.start()

    def watch(
        self, owner: QObject, topics: Iterable[Topic], reread: Callable[[], None], *, but_not_from: str = ""
    ) -> None:
        """Call `reread` whenever something of `topics` changed, for as long as `owner` lives.

        Changes whose initiator is `but_not_from` (not empty) are left out: the owner made them itself.
        """
        wanted = frozenset(topics)

        def listen(changes: frozenset[Change], initiator: str) -> None:
            own = bool(but_not_from) and initiator == but_not_from
            if not own and shiboken6.isValid(owner) and any(change.topic in wanted for change in changes):
                reread()

        connection = self.changed.connect(listen, Qt.ConnectionType.DirectConnection)
        owner.destroyed.connect(lambda: self._forget(connection))

    def _forget(self, connection: object) -> None:
        if shiboken6.isValid(self):
            QObject.disconnect(connection)  # type: ignore[call-overload]

    def _pass_on(self) -> None:
        waiting, self._waiting = self._waiting, defaultdict(set)
        for initiator, changes in waiting.items():
            self.changed.emit(frozenset(changes), initiator)
