"""A process of the program leaves neither a memory image nor a file that others could read."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="file modes and core limits are POSIX")

CORES = """
import resource
from facilitador.process_guard import guard_process
guard_process()
print(resource.getrlimit(resource.RLIMIT_CORE))
"""


@posix
def test_no_memory_image_is_ever_written() -> None:
    done = subprocess.run([sys.executable, "-c", CORES], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "(0, 0)"


@posix
def test_every_file_of_the_real_program_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever the shell allows: a book, its keys, what the program keeps, a paper."""
    clave, home = tmp_path / "clave", tmp_path / "home"
    clave.write_text("quinua-rio-7-ceibo\n", encoding="utf-8")
    clave.chmod(0o600)
    (tmp_path / "cuadernos").mkdir()
    home.mkdir()
    book = tmp_path / "cuadernos" / "molles"
    surroundings = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}

    def call(*words: object) -> None:
        asked = [sys.executable, "-m", "facilitador.cli", *map(str, words), "--passphrase-file", str(clave)]
        subprocess.run(asked, env=surroundings, check=True, capture_output=True, preexec_fn=lambda: os.umask(0))

    call("new", book, "--service", "Los Molles", "--user", "Rosa Mamani", "--role", "facilitator")
    call("show", book, "groups")
    call("print", book, "blank-ficha", "--out", tmp_path / "cuadernos" / "ficha.pdf")

    made = [path for folder in (home, tmp_path / "cuadernos") for path in folder.rglob("*")]
    assert len(made) > 4
    assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
