"""The command line as a program: its process, its terminal, its imports, what it does when something fails."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from facilitador.cli import command_verbs, main, program, verbs
from facilitador.errors import UserFacingError
from facilitador.use_cases.books import Environment
from tests.books import PASSPHRASE
from tests.source_trees import PROJECT

COMMAND = [sys.executable, "-W", "error", "-m", "facilitador.cli"]


def run(*words: object, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        cwd=PROJECT,
        input=stdin.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def imported_by(words: list[str], modules: tuple[str, ...]) -> list[str]:
    """Those of the modules that a call of its own process holds at the end."""
    script = (
        f"import sys; from facilitador.cli import main; main({words!r}); "
        f"print(*(name for name in {modules!r} if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.splitlines()[-1].split()


def test_exit_codes_of_the_process(book_path: Path, tmp_path: Path) -> None:
    clave = ["--passphrase-file", "-"]

    done = run("info", book_path, "--json", *clave, stdin=PASSPHRASE + "\n")
    refused = run("show", book_path, "group", "nadie", *clave, stdin=PASSPHRASE + "\n")
    usage = run("show", book_path)
    not_opened = run("info", tmp_path / "nada", *clave, stdin=PASSPHRASE + "\n")

    assert [call.returncode for call in (done, refused, usage, not_opened)] == [0, 1, 2, 3]
    assert json.loads(done.stdout)["service"] == "Centro de salud Los Molles"
    assert not any(b"Traceback" in call.stderr for call in (done, refused, usage, not_opened))


def test_spanish_letters_whatever_the_console_speaks(book_path: Path) -> None:
    shown = run("show", "--help", PYTHONIOENCODING="ascii", LC_ALL="C")

    assert shown.returncode == 0
    assert "estándar".encode() in shown.stdout


def test_where_no_clave_can_be_typed_unseen_it_is_refused(book_path: Path) -> None:
    # a session of its own has no terminal to ask at
    refused = subprocess.run(
        [*COMMAND, "info", str(book_path), "--json"],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        start_new_session=True,
    )

    assert refused.returncode == 1
    assert json.loads(refused.stdout)["error"] == "passphrase_cannot_be_asked"


def has_terminals() -> bool:
    """True where a pseudo-terminal can be had: not on Windows, nor in a bare system without /dev/pts."""
    try:
        ends = os.openpty()
    except (AttributeError, OSError):
        return False
    for end in ends:
        os.close(end)
    return True


@pytest.mark.skipif(not has_terminals(), reason="this system gives out no pseudo-terminals")
def test_a_clave_typed_at_the_terminal_is_not_echoed(book_path: Path) -> None:
    import pty

    process, terminal = pty.fork()
    if process == 0:  # the child: its terminal is the other end
        os.chdir(PROJECT)
        os.execv(sys.executable, [*COMMAND, "info", str(book_path)])
    seen = b""
    while b"Clave de" not in seen:
        seen += os.read(terminal, 1024)
    os.write(terminal, f"{PASSPHRASE}\n".encode())
    try:
        while more := os.read(terminal, 1024):
            seen += more
    except OSError:  # Linux: the other end is closed
        pass
    os.close(terminal)
    _, status = os.waitpid(process, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert "Clave de Rosa Mamani Quispe:" in seen.decode()
    assert "Servicio:" in seen.decode()
    assert PASSPHRASE not in seen.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_a_reader_that_goes_away_is_no_failure() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run([*COMMAND, "commands"], cwd=PROJECT, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)

    assert process.returncode == 141
    assert process.stderr == b""


def test_understanding_a_line_imports_no_book_no_paper_and_no_window() -> None:
    heavy = ("sqlalchemy", "sqlcipher3", "reportlab", "PySide6", "msgspec")

    assert imported_by(["show", "--help"], heavy) == []


def test_a_book_that_is_shown_imports_no_paper_and_no_window() -> None:
    heavy = ("reportlab", "alembic", "PySide6.QtWidgets", "PySide6.QtGui")

    assert imported_by(["info", "--demo"], heavy) == []


def failing(environment: Environment, error: BaseException, *words: str) -> tuple[int, str, str]:
    """A call of `commands` whose verb fails so."""

    def fail(*_: object) -> None:
        raise error

    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verbs, "VERBS", {"commands": fail})
        code = main(["commands", *words], environment=environment, stdout=out, stderr=err)
    return code, out.getvalue(), err.getvalue()


def test_what_nobody_foresaw_is_told_calmly_and_written_down_without_its_values(environment: Environment) -> None:
    code, out, err = failing(environment, RuntimeError("Ñahui Álvarez, DNI 99000001"))

    log = next(environment.host.app_data.glob("*.txt")).read_text(encoding="utf-8")
    assert (code, out) == (70, "")
    assert "no esperaba" in err
    assert "Traceback" not in err
    assert "RuntimeError" in log
    assert "Ñahui" not in log + err
    assert "99000001" not in log + err


def test_what_nobody_foresaw_is_one_document_for_a_program(environment: Environment) -> None:
    code, out, err = failing(environment, ValueError("x"), "--json")

    assert (code, json.loads(out)["error"], err) == (70, "unforeseen", "")


def test_an_interruption_is_told(environment: Environment) -> None:
    code, _, err = failing(environment, KeyboardInterrupt())

    assert (code, err.startswith("Interrumpido.")) == (130, True)


def test_a_refusal_at_a_line_has_code_one(environment: Environment) -> None:
    refused = program.RefusedAtLine(UserFacingError("batch_empty"), 7)

    assert failing(environment, refused)[0] == 1
    assert command_verbs.RefusedAtLine is program.RefusedAtLine
