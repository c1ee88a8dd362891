"""One thread, short jobs, saves first, long reads in pages, and an orderly end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future

import pytest

from facilitador.db.database_thread import DatabaseThread, Priority, ThreadClosed

WAIT = 20  # seconds: a bound for a broken thread, never a pause


@pytest.fixture
def thread() -> Iterator[DatabaseThread]:
    made = DatabaseThread("cuaderno de prueba")
    yield made
    made.close()


class Gate:
    """A job that holds the thread until it is opened."""

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self.entered.set()
        assert self.opened.wait(WAIT)


@pytest.fixture
def gate(thread: DatabaseThread) -> Iterator[Gate]:
    """Holds the thread busy, so that what is handed in meanwhile queues up."""
    made = Gate()
    thread.submit(made, priority=Priority.WRITE)
    assert made.entered.wait(WAIT)
    yield made
    made.opened.set()


def test_results_and_exceptions_travel(thread: DatabaseThread) -> None:
    def fail() -> None:
        raise KeyError("told")

    assert thread.submit(lambda: threading.current_thread().name).result(WAIT) == "cuaderno de prueba"
    with pytest.raises(KeyError, match="told"):
        thread.submit(fail).result(WAIT)
    assert thread.submit(lambda: "still alive").result(WAIT) == "still alive"


def test_saves_go_first_and_equals_keep_their_order(thread: DatabaseThread, gate: Gate) -> None:
    done: list[str] = []

    def note(name: str) -> Callable[[], None]:
        return lambda: done.append(name)

    futures = [
        thread.submit(note(f"{priority.name} {number}"), priority=priority)
        for number in (1, 2)
        for priority in (Priority.BACKGROUND, Priority.READ, Priority.WRITE)
    ]
    gate.opened.set()
    for future in futures:
        future.result(WAIT)
    assert done == ["WRITE 1", "WRITE 2", "READ 1", "READ 2", "BACKGROUND 1", "BACKGROUND 2"]


def test_others_get_in_between_the_pages_of_a_long_read(thread: DatabaseThread) -> None:
    done: list[str] = []
    first_page, go_on = threading.Event(), threading.Event()

    def pages() -> Iterator[str]:
        for number in range(3):
            done.append(f"page {number}")
            if number == 0:
                first_page.set()
                assert go_on.wait(WAIT)
            yield f"rows {number}"

    shown: list[str] = []
    reading = thread.paged(pages, on_page=shown.append)
    assert first_page.wait(WAIT)
    saving = thread.submit(lambda: done.append("save"), priority=Priority.WRITE)
    go_on.set()
    assert reading.result(WAIT) == shown == ["rows 0", "rows 1", "rows 2"]
    saving.result(WAIT)
    assert done == ["page 0", "save", "page 1", "page 2"]


def test_two_long_reads_take_turns(thread: DatabaseThread, gate: Gate) -> None:
    done: list[str] = []

    def pages(name: str) -> Iterator[None]:
        for number in range(2):
            done.append(f"{name}{number}")
            yield

    both = [thread.paged(lambda name=name: pages(name)) for name in "ab"]
    gate.opened.set()
    for future in both:
        future.result(WAIT)
    assert done == ["a0", "b0", "a1", "b1"]


def test_a_reading_in_turns_lets_a_question_between_and_gives_its_last_piece(
    thread: DatabaseThread, gate: Gate
) -> None:
    done: list[str] = []

    def pieces() -> Iterator[str | None]:
        for number in range(2):
            done.append(f"piece {number}")
            yield None
        yield "answer"

    reading = thread.in_turns(pieces)
    asking = thread.submit(lambda: done.append("question"))
    gate.opened.set()
    assert reading.result(WAIT) == "answer"
    asking.result(WAIT)
    assert done == ["piece 0", "question", "piece 1"]


def test_a_reading_in_turns_is_read_to_its_end_in_a_pause_of_a_long_job(thread: DatabaseThread, gate: Gate) -> None:
    passed: list[bool] = []
    pausing = thread.submit(lambda: passed.append(thread.let_pass()), priority=Priority.WRITE)
    reading = thread.in_turns(lambda: iter([None, None, "answer"]))
    gate.opened.set()
    pausing.result(WAIT)
    assert reading.done()
    assert (passed, reading.result(WAIT)) == ([True], "answer")


def test_a_long_read_is_cancelled_between_pages_and_tidied_up(thread: DatabaseThread) -> None:
    tidied: list[str] = []
    first = threading.Event()

    def pages() -> Iterator[int]:
        try:
            while True:
                yield 1
                first.set()
        finally:
            tidied.append(threading.current_thread().name)

    reading = thread.paged(pages)
    assert first.wait(WAIT)
    assert reading.cancel()
    thread.submit(lambda: None, priority=Priority.BACKGROUND).result(WAIT)
    assert tidied == ["cuaderno de prueba"]


def test_an_error_in_a_page_travels(thread: DatabaseThread) -> None:
    def pages() -> Iterator[int]:
        yield 1
        raise ValueError("second page")

    with pytest.raises(ValueError, match="second page"):
        thread.paged(pages).result(WAIT)


def test_a_waiting_job_can_be_cancelled(thread: DatabaseThread, gate: Gate) -> None:
    done: list[str] = []
    waiting = thread.submit(lambda: done.append("never"))
    assert waiting.cancel()
    gate.opened.set()
    thread.submit(lambda: None, priority=Priority.BACKGROUND).result(WAIT)
    assert done == []


def test_a_job_may_not_hand_in_another(thread: DatabaseThread) -> None:
    with pytest.raises(RuntimeError, match="wait for itself"):
        thread.submit(lambda: thread.submit(lambda: None)).result(WAIT)


def test_closing_waits_for_saves_cancels_the_rest_and_ends_with_the_last_job(
    thread: DatabaseThread, gate: Gate
) -> None:
    done: list[str] = []
    tidied: list[str] = []

    def pages() -> Iterator[int]:
        try:
            yield 1
        finally:
            tidied.append(threading.current_thread().name)

    saving = thread.submit(lambda: done.append("save"), priority=Priority.WRITE)
    reading = thread.submit(lambda: done.append("read"))
    exporting = thread.paged(pages)
    closing = threading.Thread(target=lambda: thread.close(last=lambda: done.append("closed")))
    closing.start()
    while not _refused(thread):  # until closing has begun
        pass
    gate.opened.set()
    closing.join(WAIT)
    assert done == ["save", "closed"]
    assert saving.result(WAIT) is None
    for cancelled in (reading, exporting):
        with pytest.raises(CancelledError):
            cancelled.result(WAIT)


def _refused(thread: DatabaseThread) -> bool:
    try:
        thread.submit(lambda: None, priority=Priority.BACKGROUND)
    except ThreadClosed:
        return True
    return False


def test_a_long_read_under_way_is_ended_by_closing(thread: DatabaseThread) -> None:
    tidied: list[str] = []
    first = threading.Event()

    def pages() -> Iterator[int]:
        try:
            while True:
                yield 1
                first.set()
        finally:
            tidied.append("tidied")

    reading = thread.paged(pages)
    assert first.wait(WAIT)
    thread.close()
    assert reading.cancelled()
    assert tidied == ["tidied"]


def test_what_the_last_job_raises_is_told(thread: DatabaseThread) -> None:
    def fail() -> None:
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        thread.close(last=fail)
    thread.close(last=fail)  # closed already: nothing more to tell
    with pytest.raises(ThreadClosed):
        thread.submit(lambda: None)


def test_closing_from_a_callback_does_not_wait_for_itself() -> None:
    thread = DatabaseThread()
    done: list[str] = []
    called = threading.Event()

    def finish(future: Future[int]) -> None:
        thread.close(last=lambda: done.append("closed"))
        called.set()

    go = threading.Event()
    job = thread.submit(lambda: 1 if go.wait(WAIT) else 0)
    job.add_done_callback(finish)
    go.set()
    assert called.wait(WAIT)
    thread._thread.join(WAIT)
    assert done == ["closed"]


def test_what_is_brief_passes_a_long_job_and_what_is_not_ends_it(thread: DatabaseThread, gate: Gate) -> None:
    done: list[str] = []
    passed: list[bool] = []
    thread.submit(lambda: passed.append(thread.let_pass()), priority=Priority.BACKGROUND)
    thread.submit(lambda: done.append("later"), priority=Priority.BACKGROUND, brief=True)
    last = thread.submit(lambda: done.append("long"), priority=Priority.BACKGROUND)
    gate.opened.set()
    last.result(WAIT)
    assert (passed, done) == ([True], ["later", "long"])


@pytest.mark.parametrize("brief", [True, False])
def test_a_long_job_lets_others_pass_between_two_steps(thread: DatabaseThread, brief: bool) -> None:
    waiting = threading.Event()
    entered = threading.Event()
    done: list[str] = []

    def long() -> bool:
        entered.set()
        assert waiting.wait(WAIT)
        goes_on = thread.let_pass()
        done.append("long")
        return goes_on

    lasting = thread.submit(long, priority=Priority.BACKGROUND)
    assert entered.wait(WAIT)
    save = thread.submit(lambda: done.append("save"), priority=Priority.WRITE, brief=brief)
    waiting.set()
    assert lasting.result(WAIT) is brief
    save.result(WAIT)
    assert done == (["save", "long"] if brief else ["long", "save"])


def test_a_long_job_ends_when_the_book_is_being_closed(thread: DatabaseThread) -> None:
    entered, closing = threading.Event(), threading.Event()

    def long() -> bool:
        entered.set()
        assert closing.wait(WAIT)
        return thread.let_pass()

    lasting = thread.submit(long, priority=Priority.BACKGROUND)
    assert entered.wait(WAIT)
    closer = threading.Thread(target=thread.close)
    closer.start()
    while not thread._closing:
        pass
    closing.set()
    assert lasting.result(WAIT) is False
    closer.join(WAIT)
