"""The one thread that touches the book: short jobs, the person's saves before what is read, that before long work.

Jobs of the same priority run in the order they came. A long read is handed in as a generator and runs page by page, so
that a save never waits for an export. A book is opened, used and closed in here.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")


class Priority(IntEnum):
    """What goes first."""

    WRITE = 0
    READ = 1
    BACKGROUND = 2


class ThreadClosed(RuntimeError):
    """A job was handed in after closing had begun."""


@dataclass(order=True, slots=True)
class _Task:
    """One turn of work. `step` returns True if it wants another turn later."""

    priority: int
    number: int
    step: Callable[[], bool] = field(compare=False)
    future: Future[Any] = field(compare=False)
    brief: bool = field(default=False, compare=False)


_BEFORE_LAST = max(Priority) + 1
_LAST = _Task(_BEFORE_LAST + 1, 0, lambda: False, Future())


class DatabaseThread:
    """Runs jobs one at a time, in its own thread, from construction until `close`."""

    def __init__(self, name: str = "cuaderno") -> None:
        self._tasks: queue.PriorityQueue[_Task] = queue.PriorityQueue()
        self._numbers = itertools.count(1)
        self._gate = threading.Lock()
        self._closing = False
        # A daemon: if the window dies without closing, nothing keeps the process alive; the file can bear it.
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[], T], *, priority: Priority = Priority.READ, brief: bool = False) -> Future[T]:
        """The future outcome of `job`, an exception included. Cancelling works until the job has begun.

        A `brief` one is a transaction and nothing more: it may run in a pause of a long job (`let_pass`). ThreadClosed
        after `close`; RuntimeError from within a job (it would wait for itself).
        """
        future: Future[T] = Future()

        def step() -> bool:
            if future.set_running_or_notify_cancel():
                _settle(future, job)
            return False

        self._put(step, future, priority, brief=brief)
        return future

    def let_pass(self) -> bool:
        """For a long background job between two of its steps: runs every brief job that waits and goes first.

        False if the long job should end now: the book is being closed, or a job waits that is not brief and wants the
        file for itself.
        """
        while not self._closing:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                return True
            if task.priority >= Priority.BACKGROUND or not task.brief:
                self._tasks.put(task)
                return task.priority >= Priority.BACKGROUND and not self._closing
            if task.step():
                self._again(task)
        return False

    def paged(
        self,
        pages: Callable[[], Iterator[T]],
        *,
        priority: Priority = Priority.BACKGROUND,
        on_page: Callable[[T], None] | None = None,
    ) -> Future[list[T]]:
        """The pages of a long read, gathered; other jobs run between any two, so each should take at most 50 ms.

        A page has its own transaction: none may be open across a `yield`. `on_page` is told of each, on this thread.
        Cancelling works between pages and closes the generator. Raises as `submit`.
        """
        return self._turns(pages, lambda gathered: gathered, on_page, priority, brief=False)

    def in_turns(self, pieces: Callable[[], Iterator[T | None]]) -> Future[T]:
        """The last piece of a reading that lets others go between any two of its transactions; raises as `submit`.

        It may run in a pause of a long job.
        """
        return self._turns(pieces, lambda gathered: cast(T, gathered[-1]), None, Priority.READ, brief=True)

    def _turns(
        self,
        pages: Callable[[], Iterator[T]],
        outcome: Callable[[list[T]], R],
        on_page: Callable[[T], None] | None,
        priority: Priority,
        *,
        brief: bool,
    ) -> Future[R]:
        future: Future[R] = Future()
        gathered: list[T] = []
        running: list[Iterator[T]] = []

        def step() -> bool:
            if future.cancelled():
                _close_generator(running)
                future.set_running_or_notify_cancel()
                return False
            try:
                if not running:
                    running.append(pages())
                page = next(running[0])
                gathered.append(page)
                if on_page is not None:
                    on_page(page)
            except StopIteration:
                if future.set_running_or_notify_cancel():
                    future.set_result(outcome(gathered))
                return False
            except BaseException as error:  # noqa: BLE001 - it travels to whoever waits
                _close_generator(running)
                if future.set_running_or_notify_cancel():
                    future.set_exception(error)
                return False
            return True

        self._put(step, future, priority, brief=brief)
        return future

    def close(self, last: Callable[[], object] | None = None) -> None:
        """Waits for the running job and for every save handed in, cancels the rest, runs `last` and ends the thread.

        What `last` raises is raised here; the thread ends all the same. Closing again does nothing. Called from this
        thread itself (a future's callback), it cannot wait: it returns, and all that follows.
        """
        outcome: Future[object] = Future()
        with self._gate:
            if self._closing:
                return
            self._closing = True
            for task in self._drain():
                if task.priority != Priority.WRITE:
                    task.future.cancel()
                self._tasks.put(task)  # a cancelled one too: its generator is closed in its own thread
            if last is not None:
                self._tasks.put(_Task(_BEFORE_LAST, 0, lambda: _settle(outcome, last), outcome))
            self._tasks.put(_LAST)
        if self.is_current:
            return
        self._thread.join()
        if last is not None:
            outcome.result()

    @property
    def is_closing(self) -> bool:
        """True once somebody waits for the end: a long job that may be done again stops."""
        return self._closing

    @property
    def is_current(self) -> bool:
        """True if asked from this thread's own jobs."""
        return threading.current_thread() is self._thread

    def _put(self, step: Callable[[], bool], future: Future[Any], priority: Priority, *, brief: bool = False) -> None:
        self._refuse_from_within()
        with self._gate:
            if self._closing:
                raise ThreadClosed("the book is being closed")
            self._tasks.put(_Task(int(priority), next(self._numbers), step, future, brief))

    def _refuse_from_within(self) -> None:
        if self.is_current:
            raise RuntimeError("a job of the database thread may not hand in another: it would wait for itself")

    def _work(self) -> None:
        while (task := self._tasks.get()) is not _LAST:
            if task.step():
                self._again(task)

    def _again(self, task: _Task) -> None:
        with self._gate:
            if self._closing and task.priority != Priority.WRITE:
                task.future.cancel()
            task.number = next(self._numbers)
            self._tasks.put(task)

    def _drain(self) -> list[_Task]:
        tasks = []
        while True:
            try:
                tasks.append(self._tasks.get_nowait())
            except queue.Empty:
                return tasks


def _settle(future: Future[T], job: Callable[[], T]) -> bool:
    try:
        result = job()
    except BaseException as error:  # noqa: BLE001 - it travels to whoever waits
        future.set_exception(error)
    else:
        future.set_result(result)
    return False


def _close_generator(running: list[Any]) -> None:
    for generator in running:
        close = getattr(generator, "close", None)
        if close is not None:
            close()
