"""Work that lasts, done on other threads; its outcome comes back on the window's own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from facilitador.errors import UserFacingError
from facilitador.ui.lifeline import Lifeline

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")


class Background(QObject):
    """Follows work on other threads for an owner, its parent: nothing is delivered once that is gone.

    A refusal goes to `failed`; anything unforeseen is raised in the event loop, where the one handler for it waits.
    """

    _arrived = Signal(object)

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._followed: set[_Followed] = set()
        self._lifeline = Lifeline(self)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """True while something is awaited."""
        return bool(self._followed)

    def run(
        self,
        job: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[UserFacingError], None] | None = None,
    ) -> None:
        """Do `job` on a thread of its own, then hand its answer to `done`."""
        from concurrent.futures import Future  # start-up: nothing is awaited before the first page

        future: Future[T] = Future()

        def work() -> None:
            try:
                answer = job()
            except BaseException as error:  # noqa: BLE001 - it travels to the window's thread
                future.set_exception(error)
            else:
                future.set_result(answer)

        self.follow(future, done, failed)
        threading.Thread(target=work, name="trabajo", daemon=True).start()

    def follow(
        self,
        future: Future[T],
        done: Callable[[T], None],
        failed: Callable[[UserFacingError], None] | None = None,
    ) -> None:
        """Hand the answer of a future to `done`; a cancelled one is forgotten."""
        followed = _Followed(future, done, failed)
        self._followed.add(followed)
        future.add_done_callback(lambda finished: self._send(followed))

    def _send(self, followed: _Followed) -> None:
        self._lifeline.say(lambda: self._arrived.emit(followed))

    def _deliver(self, followed: _Followed) -> None:
        self._followed.discard(followed)
        if followed.future.cancelled():
            return
        error = followed.future.exception()
        if error is None:
            followed.done(followed.future.result())
        elif isinstance(error, UserFacingError) and followed.failed is not None:
            followed.failed(error)
        else:
            raise error


class _Followed:
    """A future and who waits for it."""

    __slots__ = ("done", "failed", "future")

    def __init__(
        self, future: Future[Any], done: Callable[[Any], None], failed: Callable[[UserFacingError], None] | None
    ) -> None:
        self.future, self.done, self.failed = future, done, failed
