"""The open book as the window sees it: commands and queries go in, answers come back on the window's own thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from facilitador.errors import UserFacingError
from facilitador.ui.lifeline import Lifeline

if TYPE_CHECKING:
    from facilitador.domain.roles import Role
    from facilitador.ui.change_bus import ChangeBus
    from facilitador.use_cases.pieces import Step, Told
    from facilitador.use_cases.requests import Command, Outcome, Query

T = TypeVar("T")

SAVED_SHOWN_MS = 2500


class Person(Protocol):
    """Who opened the book."""

    @property
    def id(self) -> UUID: ...
    @property
    def full_name(self) -> str: ...
    @property
    def role(self) -> Role: ...


class OpenBook(Protocol):
    """What the window is given after unlocking."""

    @property
    def person(self) -> Person: ...
    @property
    def title(self) -> str: ...
    @property
    def demo(self) -> bool: ...
    @property
    def read_only(self) -> bool: ...
    def submit(self, commands: Sequence[Command], *, initiator: str = "") -> Future[Outcome]: ...
    def ask(self, query: Query[T], *, again: bool = False, told: Told = ...) -> Future[T]: ...
    def close(self) -> None: ...


class SavingState(Enum):
    """What the header says about saving."""

    QUIET = auto()
    SAVING = auto()
    SAVED = auto()


class BookSession(QObject):
    """Runs commands and queries of one open book for the screens.

    Every callback runs on the thread of this object, in the order in which the answers came, and never after its
    owner is gone. A refusal reaches `failed`, or `refused` where a screen gave none; anything unforeseen is raised in
    the event loop and so reaches the one handler for it.
    """

    saving_changed = Signal(SavingState)
    refused = Signal(UserFacingError)
    locking = Signal()  # last call: whoever holds unsaved text submits its draft now
    locked = Signal()
    _arrived = Signal(object)
    _heard = Signal(object, object)

    def __init__(self, book: OpenBook, bus: ChangeBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._bus = bus
        self._writes: set[Future[Outcome]] = set()
        self._undelivered: set[_Delivery] = set()
        self._open = True
        self._lifeline = Lifeline(self)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._calm = QTimer(self, singleShot=True, interval=SAVED_SHOWN_MS)
        self._calm.timeout.connect(lambda: self.saving_changed.emit(SavingState.QUIET))

    @property
    def person(self) -> Person:
        """Who opened the book."""
        return self._book.person

    @property
    def title(self) -> str:
        """The name of the service."""
        return self._book.title

    @property
    def demo(self) -> bool:
        """True if the book holds invented data."""
        return self._book.demo

    @property
    def read_only(self) -> bool:
        """True if the book lies where nothing can be written: every change is refused."""
        return self._book.read_only

    @property
    def bus(self) -> ChangeBus:
        """Where what changed is announced."""
        return self._bus

    @property
    def is_open(self) -> bool:
        """False once the book is locked."""
        return self._open

    def run(
        self,
        commands: Sequence[Command],
        *,
        owner: QObject,
        done: Callable[[Outcome], None] | None = None,
        failed: Callable[[UserFacingError], None] | None = None,
        initiator: str = "",
        quiet: bool = False,
    ) -> None:
        """Carry out a list of commands, all or nothing; `done` is called after the commit. Nothing runs once locked.

        `quiet`: the header says nothing, for a kept draft must not be taken for what was saved.
        """
        if not self._open:
            return
        if not quiet:
            self._calm.stop()
            self.saving_changed.emit(SavingState.SAVING)
        future = self._book.submit(commands, initiator=initiator)
        self._writes.add(future)
        self._follow(_Delivery(future, owner, done, failed, initiator, writes=True, quiet=quiet))

    def read(
        self,
        query: Query[T],
        *,
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[UserFacingError], None] | None = None,
        again: bool = False,
    ) -> None:
        """Ask the book; `done` gets the answer. Nothing is asked once locked.

        `again`: what is on the screen is only read anew because something changed; it is no new view of a record.
        """
        if self._open:
            self._follow(_Delivery(self._book.ask(query, again=again), owner, done, failed, ""))

    def read_long(
        self,
        query: Query[T],
        *,
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[UserFacingError], None],
        told: Callable[[Step], None],
    ) -> Callable[[], None]:
        """As `read`, of what may last: `told` hears how far it is. What is answered breaks it off: nothing comes."""
        if not self._open:
            return lambda: None
        listener = _Listener(owner, told)
        delivery = _Delivery(self._book.ask(query, told=partial(self._hear, listener)), owner, done, failed, "")
        listener.break_off = partial(self._break_off, delivery)
        self._follow(delivery)
        return listener.stop

    def wait_for(self, query: Query[T]) -> T:
        """Answer a query to a thread that works for the window and waits for it; never called on the window's own."""
        assert QThread.currentThread() is not self.thread()
        return self._book.ask(query).result()

    def lock(self) -> None:
        """Save drafts, wait for what is being saved, close the file; afterwards nothing is delivered but outcomes."""
        if not self._open:
            return
        self.locking.emit()
        self._open = False
        self._calm.stop()
        wait(list(self._writes))
        try:
            for delivery in [delivery for delivery in self._undelivered if delivery.writes]:
                self._deliver(delivery)
        finally:  # a screen that fails on its answer must not keep the book open
            self._undelivered.clear()
            self._book.close()
            self.locked.emit()

    def _follow(self, delivery: _Delivery) -> None:
        self._undelivered.add(delivery)
        delivery.future.add_done_callback(lambda future: self._send(delivery))

    def _send(self, delivery: _Delivery) -> None:
        """Called on the book's thread: hand over to the window's, if the window is still there."""
        self._lifeline.say(lambda: self._arrived.emit(delivery))

    def _hear(self, listener: _Listener, step: Step) -> None:
        """Called on the book's thread."""
        self._lifeline.say(lambda: self._heard.emit(listener, step))

    def _tell(self, listener: _Listener, step: Step) -> None:
        if not shiboken6.isValid(listener.owner):
            listener.stop()  # nobody waits for it any more
        elif self._open and listener.listens:
            listener.told(step)

    def _break_off(self, delivery: _Delivery) -> None:
        self._undelivered.discard(delivery)
        delivery.future.cancel()

    def _deliver(self, delivery: _Delivery) -> None:
        assert QThread.currentThread() is self.thread()
        if delivery not in self._undelivered:
            return  # locking delivered or dropped it
        self._undelivered.discard(delivery)
        if delivery.future.cancelled():
            return
        error = delivery.future.exception()
        if delivery.writes:
            self._writes.discard(delivery.future)
            if not delivery.quiet:
                self._tell_saving(error is None)
        if error is None:
            self._succeed(delivery)
        elif isinstance(error, UserFacingError):
            self._refuse(delivery, error)
        else:
            raise error

    def _succeed(self, delivery: _Delivery) -> None:
        answer = delivery.future.result()
        if delivery.writes:
            self._bus.announce(answer.changes, delivery.initiator)
        if delivery.done is not None and shiboken6.isValid(delivery.owner):
            delivery.done(answer)

    def _refuse(self, delivery: _Delivery, error: UserFacingError) -> None:
        if delivery.failed is None:
            self.refused.emit(error)
        elif shiboken6.isValid(delivery.owner):
            delivery.failed(error)

    def _tell_saving(self, saved: bool) -> None:
        if not self._open or any(delivery.writes and not delivery.quiet for delivery in self._undelivered):
            return
        self.saving_changed.emit(SavingState.SAVED if saved else SavingState.QUIET)
        if saved:
            self._calm.start()


@dataclass(slots=True, eq=False)
class _Listener:
    """Who hears how far a long reading is, while it matters."""

    owner: QObject
    told: Callable[[Step], None]
    break_off: Callable[[], None] = lambda: None
    listens: bool = True

    def stop(self) -> None:
        """Hear no more, and let the reading be broken off."""
        self.listens = False
        self.break_off()


class _Delivery:
    """An answer on its way to whoever asked."""

    __slots__ = ("done", "failed", "future", "initiator", "owner", "quiet", "writes")

    def __init__(
        self,
        future: Future[Any],
        owner: QObject,
        done: Callable[[Any], None] | None,
        failed: Callable[[UserFacingError], None] | None,
        initiator: str,
        *,
        writes: bool = False,
        quiet: bool = False,
    ) -> None:
        self.future = future
        self.owner = owner
        self.done = done
        self.failed = failed
        self.initiator = initiator
        self.writes = writes
        self.quiet = quiet
