"""One program at a time per book, and whoever is kept waiting is told by whom."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from facilitador.db.book_lock import BookLock, Holder, holder, lock_path, this_machine, this_machine_id
from facilitador.errors import BookError
from tests.db.conftest import NOW

OTHER_PROCESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from facilitador.db.book_lock import BookLock
lock = BookLock(Path(sys.argv[1]))
lock.acquire("Elena", lambda: datetime(2026, 11, 20, 15, 30, tzinfo=UTC))
print("held", flush=True)
sys.stdin.read()
lock.release()
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "uno.cuaderno"


@pytest.fixture
def other(book: Path) -> Iterator[subprocess.Popen[str]]:
    """Another copy of the program on this machine that holds the lock until its input ends."""
    command = [sys.executable, "-c", OTHER_PROCESS, str(book)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.communicate()


def refusal_of(book: Path) -> BookError:
    with pytest.raises(BookError) as refusal:
        BookLock(book).acquire("Rosa", lambda: NOW)
    return refusal.value


def held_elsewhere(book: Path, machine: str = "POSTA-02", machine_id: str = "another") -> None:
    """The lock file as another machine of a shared folder writes it."""
    lock_path(book).write_text(f"4711\nfacilitador\n{machine}\n{machine_id}\nboot\n")


def test_held_until_released_and_nothing_stays(book: Path) -> None:
    lock = BookLock(book)
    lock.acquire("Rosa", lambda: NOW)
    assert holder(book) == Holder(machine=this_machine(), person="Rosa", since=NOW, machine_id=this_machine_id())
    lock.release()
    assert holder(book) is None
    assert list(book.parent.iterdir()) == []


def test_a_second_copy_on_this_machine_is_told_apart(book: Path, other: subprocess.Popen[str]) -> None:
    assert refusal_of(book).code == "book_open_here"
    with BookLock(book).probe() as refusal:
        assert refusal is not None
        assert refusal.code == "book_open_here"
    assert holder(book) is not None


def test_a_second_lock_of_the_same_process_is_refused(book: Path) -> None:
    lock = BookLock(book)
    lock.acquire("Rosa", lambda: NOW)
    assert refusal_of(book).code == "book_open_here"
    lock.release()
    BookLock(book).acquire("Rosa", lambda: NOW)


def test_a_killed_program_on_this_machine_is_taken_over(book: Path, other: subprocess.Popen[str]) -> None:
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert lock_path(book).exists()
    lock = BookLock(book)
    lock.acquire("Rosa", lambda: NOW)
    found = holder(book)
    assert found is not None
    assert found.person == "Rosa"
    lock.release()


def test_another_machine_is_never_taken_over_and_says_who_and_since_when(book: Path) -> None:
    held_elsewhere(book)
    note = Holder(machine="POSTA-02", person="Elena", since=datetime(2026, 11, 20, 13, 5, tzinfo=UTC), machine_id="x")
    book.with_name("uno.cuaderno.lock-info").write_bytes(msgspec.json.encode(note))
    refusal = refusal_of(book)
    expected = datetime(2026, 11, 20, 13, 5, tzinfo=UTC).astimezone().strftime("%d/%m/%Y %H:%M")
    assert refusal.code == "book_in_use"
    assert refusal.parameters == {"machine": "POSTA-02", "person": "Elena", "since": expected}


def test_without_a_note_the_machine_at_least_is_told(book: Path) -> None:
    held_elsewhere(book)
    refusal = refusal_of(book)
    assert (refusal.code, refusal.parameters) == ("book_in_use_by_someone", {"machine": "POSTA-02"})


def test_a_note_left_by_a_crash_elsewhere_is_not_taken_for_the_holder(book: Path) -> None:
    held_elsewhere(book)
    note = Holder(machine="OTRA", person="Tomás", since=NOW, machine_id="x")
    book.with_name("uno.cuaderno.lock-info").write_bytes(msgspec.json.encode(note))
    assert refusal_of(book).parameters == {"machine": "POSTA-02"}


@pytest.mark.skipif(not this_machine_id(), reason="this system has no identity: machines are told apart by name alone")
def test_a_machine_of_the_same_name_is_another_machine(book: Path) -> None:
    held_elsewhere(book, machine=this_machine())
    note = Holder(machine=this_machine(), person="Elena", since=NOW, machine_id="another")
    book.with_name("uno.cuaderno.lock-info").write_bytes(msgspec.json.encode(note))
    assert refusal_of(book).code == "book_in_use"


def test_a_lock_emptied_by_a_power_cut_does_not_shut_the_book_for_good(book: Path) -> None:
    lock_path(book).write_bytes(b"")
    lock = BookLock(book)
    lock.acquire("Rosa", lambda: NOW)
    lock.release()


def test_a_live_lock_whose_words_were_lost_is_still_a_lock(book: Path, other: subprocess.Popen[str]) -> None:
    with lock_path(book).open("rb+") as file:
        file.truncate()
    assert refusal_of(book).code in {"book_open_here", "book_in_use_by_someone"}


def test_a_probe_leaves_nothing(book: Path) -> None:
    with BookLock(book).probe() as refusal:
        assert refusal is None
        assert refusal_of(book).code == "book_open_here"
    assert list(book.parent.iterdir()) == []


def test_a_folder_that_vanished_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"lock_failed|folder_read_only"):
        BookLock(tmp_path / "gone" / "uno.cuaderno").acquire("Rosa", lambda: NOW)
