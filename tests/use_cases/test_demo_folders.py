"""What killed programs left of their example data goes at the next start; what is open stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from facilitador.db.book_lock import BookLock
from facilitador.use_cases import demo_folders
from tests.books import NOW
from tests.source_trees import PROJECT

KILLED = """
import os, sys
from pathlib import Path
from datetime import datetime, UTC
from facilitador.db.book_lock import BookLock
lock = BookLock(Path(sys.argv[1]))
lock.acquire("Rosa", lambda: datetime.now(UTC))
os._exit(9)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = demo_folders.new_folder(tmp_path)
    (made / demo_folders.BOOK_NAME).write_bytes(b"example data")
    return made


def test_what_a_killed_program_left_is_swept(folder: Path, tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder / demo_folders.BOOK_NAME)], check=False, timeout=60, cwd=PROJECT
    )
    assert killed.returncode == 9

    demo_folders.sweep(tmp_path)

    assert not folder.exists()


def test_a_book_that_is_open_stays(folder: Path, tmp_path: Path) -> None:
    lock = BookLock(folder / demo_folders.BOOK_NAME)
    lock.acquire("Rosa", lambda: NOW)

    demo_folders.sweep(tmp_path)

    assert (folder / demo_folders.BOOK_NAME).is_file()
    lock.release()


def test_a_folder_that_is_just_being_made_stays_for_an_hour(folder: Path, tmp_path: Path) -> None:
    made = folder.stat().st_mtime

    demo_folders.sweep(tmp_path, lambda: made + 3600)
    assert folder.exists()

    demo_folders.sweep(tmp_path, lambda: made + 3601)
    assert not folder.exists()


def test_nothing_else_is_touched(tmp_path: Path) -> None:
    other = tmp_path / "documentos"
    other.mkdir()
    (tmp_path / f"{demo_folders.PREFIX}nota").write_text("un archivo", encoding="utf-8")
    (tmp_path / f"{demo_folders.PREFIX}otro").symlink_to(other)

    demo_folders.sweep(tmp_path, lambda: 10**12)

    assert other.is_dir()
    assert len(list(tmp_path.iterdir())) == 3


def test_no_temporary_folder_at_all_is_borne(tmp_path: Path) -> None:
    demo_folders.sweep(tmp_path / "no hay")
