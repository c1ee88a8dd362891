"""A second copy raises the first."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitador.ui.single_instance import SingleInstance
from tests.source_trees import PROJECT

SECOND_COPY = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from facilitador.ui.single_instance import SingleInstance
app = QCoreApplication([])
copy = SingleInstance(Path(sys.argv[1]))
print(copy.is_first, copy.is_first or copy.raise_first(sys.argv[2]))
"""


@pytest.fixture
def first(tmp_path: Path, qtbot) -> Iterator[SingleInstance]:
    made = SingleInstance(tmp_path / "data")
    yield made
    made.close()


def second_copy(folder: Path, book: str = "") -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", SECOND_COPY, str(folder), book], stdout=subprocess.PIPE, text=True, cwd=root
    )


def test_a_second_copy_raises_the_first_and_names_its_book(first: SingleInstance, tmp_path: Path, qtbot) -> None:
    assert first.is_first
    first.listen()
    with qtbot.waitSignal(first.raise_requested, timeout=20_000) as raised:
        copy = second_copy(tmp_path / "data", "/libros/Ñahui.cuaderno")
    assert raised.args == ["/libros/Ñahui.cuaderno"]
    assert copy.communicate(timeout=20)[0].split() == ["False", "True"]


def test_another_folder_is_another_person(first: SingleInstance, tmp_path: Path) -> None:
    other = SingleInstance(tmp_path / "other")
    assert other.is_first
    other.close()


def test_once_closed_the_next_is_first(tmp_path: Path, qtbot) -> None:
    copy = SingleInstance(tmp_path)
    copy.listen()
    assert not SingleInstance(tmp_path).is_first
    copy.close()
    again = SingleInstance(tmp_path)
    assert again.is_first
    again.close()


def test_a_first_copy_that_does_not_answer_is_told(first: SingleInstance, tmp_path: Path) -> None:
    assert SingleInstance(tmp_path / "data").raise_first() is False


def test_a_killed_copy_leaves_the_way_free(tmp_path: Path, qtbot) -> None:
    dying = SECOND_COPY + "copy.listen(); print('here', flush=True); import os; os.kill(os.getpid(), 9)"
    root = Path(__file__).resolve().parents[2]
    subprocess.run(
        [sys.executable, "-c", dying, str(tmp_path), ""], check=False, capture_output=True, timeout=30, cwd=root
    )
    copy = SingleInstance(tmp_path)
    assert copy.is_first
    copy.listen()
    copy.close()


TEARDOWN = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent
from facilitador.ui.singletons import keep_alive
from facilitador.ui.single_instance import SingleInstance

keep_alive()
app = QCoreApplication([])
folder = Path(sys.argv[1])
for number in range(40):
    heard = []
    first = SingleInstance(folder)
    first.raise_requested.connect(heard.append)
    first.listen()
    assert SingleInstance(folder).raise_first(f"{number}.facilitador")
    while not heard:
        app.processEvents()
    first.close()
    del first
    app.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
print("whole")
"""


def test_closing_while_a_later_copy_hangs_on_ends_no_process(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TEARDOWN, str(tmp_path)], check=False, capture_output=True, encoding="utf-8", cwd=PROJECT
    )

    assert (done.returncode, done.stdout) == (0, "whole\n"), done.stderr
