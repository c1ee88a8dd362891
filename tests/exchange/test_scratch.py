"""What a killed program left of an export goes at the next start; what is being written stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from facilitador.exchange import scratch
from tests.source_trees import PROJECT

KILLED = """
import os, sys
from pathlib import Path
from facilitador.exchange.scratch import new_scratch
with new_scratch(Path(sys.argv[1])) as folder:
    (Path(folder) / "rows").write_text("nombres")
    os._exit(9)
"""


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """The folder of a program that was killed over its export."""
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False, timeout=60, cwd=PROJECT)
    assert killed.returncode == 9
    (folder,) = tmp_path.iterdir()
    return folder


def test_what_a_killed_export_left_goes_once_nobody_can_be_writing_it(left: Path, tmp_path: Path) -> None:
    written = (left / "rows").stat().st_mtime
    scratch.sweep(tmp_path, lambda: written + 3600)
    assert left.exists()

    scratch.sweep(tmp_path, lambda: written + 3601)

    assert not left.exists()


def test_what_is_not_ours_or_only_points_elsewhere_stays(left: Path, tmp_path: Path) -> None:
    other, link = tmp_path / "facilitador-otra", tmp_path / f"{scratch.PREFIX}enlace"
    other.mkdir()
    link.symlink_to(other, target_is_directory=True)

    scratch.sweep(tmp_path, lambda: 1e12)

    assert not left.exists()
    assert other.is_dir()
    assert link.is_symlink()


def test_a_folder_goes_with_what_was_in_it(tmp_path: Path) -> None:
    with scratch.new_scratch(tmp_path) as folder:
        (Path(folder) / "rows").write_text("nombres")
    assert list(tmp_path.iterdir()) == []


def test_nothing_happens_where_there_is_no_such_place(tmp_path: Path) -> None:
    scratch.sweep(tmp_path / "no-hay")
