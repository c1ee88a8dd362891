"""What is written into a book is nowhere else on the machine: planted words, a day of work, every byte of every file.

Book, copies, keys, the program's own folder, settings, passing files: all of it is read, in the encodings in which a
text could lie there. The paper that somebody asked for as a file is the one thing that may hold them.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from typing import Final

import pytest

from facilitador.cli import main
from facilitador.db.tables.base import metadata
from facilitador.domain.text import fold
from facilitador.use_cases.demo import DEMO_PASSPHRASE
from facilitador.use_cases.drafts import SaveDraft
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from tests.books import make_environment
from tests.use_cases.scenes import ficha, register, rows
from tests.use_cases.worked_books import WorkedBook, worked_book

PLANTED: Final = "Xilomarquí Ñucchu"
STEPS: Final = 300
TABLES: Final = 10  # at least so many hold it, or the day's work was none
GROUP: Final = "Los Ceibos de prueba"
BROKEN: Final = '{"do": "FormGroup", "name": "Xilomarquí Ñucchu", "colour": "Xilomarquí Ñucchu"}\n'
LIST: Final = "Apellidos,Nombres,DNI\nXilomarquí Ñucchu,Xilomarquí Ñucchu,40111222\n"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: home, settings and passing files lie below this folder."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "TMPDIR"))
    return tmp_path


def test_planted_words_lie_nowhere_in_clear(machine: Path) -> None:
    with worked_book(machine, seed=3) as worked:
        _plant(worked)
        assert len(_tables_with(worked.book)) >= TABLES
        path, user = worked.book.opened.path, worked.book.person.full_name
    outside = machine.parent / f"{machine.name}-asked"
    outside.mkdir()
    codes = _use_command_line(path, user, machine, outside)

    assert codes == [0, 3, 1, 0, 0, 0, 0]
    assert PLANTED in (outside / "list.csv").read_text(encoding="utf-8")  # what is looked for would be found
    shutil.rmtree(outside)
    assert {str(file.relative_to(machine)) for file in _files(machine) if _holds(file)} == set()


def _plant(worked: WorkedBook) -> None:
    """Everything that is typed from now on holds the words."""
    worked.chance.words = PLANTED
    register(worked.book, ficha(960, given_names=PLANTED, address=PLANTED))
    worked.book.submit([SaveDraft(form="group", content={"name": PLANTED})]).result()
    for _ in worked.walk(STEPS):
        pass
    worked.book.submit([FormGroup(name=GROUP)]).result()


def _tables_with(book: OpenBook) -> set[str]:
    names = [table.name for table in metadata.sorted_tables]
    return {name for name in names if PLANTED in str(rows(book, f"SELECT * FROM {name}"))}


def _use_command_line(book: Path, user: str, machine: Path, outside: Path) -> list[int]:
    """Shows, prints, refusals, a wrong clave, a list that is only looked at, a copy."""
    (outside / "list.csv").write_text(LIST, encoding="utf-8")
    around = make_environment(machine / "app-data")
    tried: list[tuple[list[object], str, str]] = [
        (["show", book, "participants"], "", DEMO_PASSPHRASE),
        (["show", book, "participants"], "", PLANTED),
        (["apply", book, "-"], BROKEN, DEMO_PASSPHRASE),
        (["import-roster", book, GROUP, outside / "list.csv", "--dry-run"], "", DEMO_PASSPHRASE),
        (["print", book, "directory", "--out", outside / "directorio.pdf"], "", DEMO_PASSPHRASE),
        (["check", book, "--full"], "", DEMO_PASSPHRASE),
        (["backup", book], "", DEMO_PASSPHRASE),
    ]
    return [
        main(
            [*map(str, words), "--user", user],
            environment=around,
            stdin=io.StringIO(typed),
            stdout=io.StringIO(),
            stderr=io.StringIO(),
            ask_secret=lambda prompt, clave=clave: clave,
        )
        for words, typed, clave in tried
    ]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _holds(file: Path) -> bool:
    content = file.read_bytes()
    texts = (PLANTED, PLANTED.lower(), PLANTED.upper(), fold(PLANTED), PLANTED.split()[0])
    return any(text.encode(coding) in content for text in texts for coding in ("utf-8", "utf-16-le", "latin-1"))
