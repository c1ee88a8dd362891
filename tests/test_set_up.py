"""The README's two commands: what is decided before anything is installed, and how results are passed on."""

from __future__ import annotations

import ast
import os
import stat
import sys
from pathlib import Path

import pytest

from facilitador import set_up
from facilitador.set_up import Step

FINGERPRINT = set_up.fingerprint(b"[project]", (3, 11))


def test_every_library_missing_names_its_package_once() -> None:
    libraries = set_up.needed_libraries("test", {})

    packages = set_up.missing_packages(libraries, lambda library: False, has_venv=False)

    assert packages == sorted(set(set_up.QT_LIBRARIES.values()) | {"python3-venv"})


def test_only_what_does_not_load_is_missing() -> None:
    libraries = set_up.needed_libraries("run", {})

    packages = set_up.missing_packages(libraries, lambda library: library != "libxcb-cursor.so.0", has_venv=True)

    assert packages == ["libxcb-cursor0"]


def test_tests_need_no_window_libraries() -> None:
    assert "libxcb-cursor.so.0" not in set_up.needed_libraries("test", {"WAYLAND_DISPLAY": "wayland-0"})


def test_wayland_libraries_are_needed_only_in_a_wayland_session() -> None:
    assert "libwayland-client.so.0" not in set_up.needed_libraries("run", {"DISPLAY": ":0"})
    assert "libwayland-client.so.0" in set_up.needed_libraries("run", {"WAYLAND_DISPLAY": "wayland-0"})


@pytest.mark.parametrize(
    ("missing", "is_root", "has_apt", "step"),
    [
        ([], False, False, Step.GO_ON),
        ([], True, True, Step.GO_ON),
        (["libegl1"], True, True, Step.INSTALL),
        (["libegl1"], False, True, Step.ASK),
        (["libegl1"], False, False, Step.TELL),
        (["libegl1"], True, False, Step.TELL),
    ],
)
def test_only_root_with_apt_installs(missing: list[str], is_root: bool, has_apt: bool, step: Step) -> None:
    assert set_up.next_step(missing, is_root, has_apt) is step


def test_the_apt_line_is_one_line_with_every_package() -> None:
    assert set_up.apt_line(["libegl1", "libgl1"]) == "sudo apt-get install -y libegl1 libgl1"


@pytest.mark.parametrize(
    ("system", "environ", "missing"),
    [
        ("linux", {}, True),
        ("linux", {"DISPLAY": ""}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("win32", {}, False),
        ("darwin", {}, False),
    ],
)
def test_a_display_is_asked_for_only_on_linux(system: str, environ: dict[str, str], missing: bool) -> None:
    assert set_up.display_is_missing(system, environ) is missing


def test_dependencies_are_installed_again_when_pyproject_or_python_changes() -> None:
    stamp = FINGERPRINT + " dev"

    assert set_up.is_installed(stamp, FINGERPRINT, dev=True)
    assert not set_up.is_installed(stamp, set_up.fingerprint(b"[project] # new", (3, 11)), dev=True)
    assert not set_up.is_installed(stamp, set_up.fingerprint(b"[project]", (3, 12)), dev=True)
    assert not set_up.is_installed("", FINGERPRINT, dev=False)


def test_the_tools_of_the_tests_include_what_the_program_needs_but_not_the_reverse() -> None:
    assert set_up.is_installed(FINGERPRINT + " dev", FINGERPRINT, dev=False)
    assert not set_up.is_installed(FINGERPRINT + " run", FINGERPRINT, dev=True)


def test_set_up_parses_on_an_older_python_and_imports_only_the_standard_library() -> None:
    tree = ast.parse(Path(set_up.__file__).read_text(encoding="utf-8"), feature_version=(3, 8))

    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported <= sys.stdlib_module_names | {"__future__"}


def test_without_a_goal_the_usage_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert set_up.main([]) == 2
    assert "set_up run [--demo]" in capsys.readouterr().err


@pytest.fixture
def python_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment whose Python notes its arguments and fails (5) when one of them is named in `fails`."""
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        f'#!/bin/sh\necho "$*" >> "{tmp_path}/calls"\n'
        f'case "$*" in *pytest*) echo "$PYTHONDONTWRITEBYTECODE" >> "{tmp_path}/uncompiled";; esac\n'
        f'for word in $(cat "{tmp_path}/fails"); do\n'
        '  case " $* " in *" $word "*) exit 5;; esac\ndone\n'
    )
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(set_up, "VENV", tmp_path / "venv")
    return tmp_path


@pytest.mark.parametrize(("fails", "code"), [("", 0), ("mypy", 1), ("pytest", 5), ("mypy pytest", 5)])
def test_every_check_runs_and_any_failure_fails_the_whole(python_that_fails: Path, fails: str, code: int) -> None:
    (python_that_fails / "fails").write_text(fails)

    assert set_up.run_tests([]) == code

    calls = (python_that_fails / "calls").read_text().splitlines()
    assert calls.count("-m mypy") == 1
    before_tests = [call for call in calls if call != "-m mypy"]
    assert [call.split()[1] for call in before_tests[:2]] == ["ruff", "ruff"]
    assert "importlinter" in before_tests[2]
    assert before_tests[3].startswith("-m pytest ")


def test_what_fails_is_named_once_everything_ran(python_that_fails: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (python_that_fails / "fails").write_text("mypy format")

    set_up.run_tests([])

    told = capsys.readouterr()
    assert "reglas de estilo: bien\nformato: FALLA" in told.out
    assert told.err == "También falló: formato, tipos\n"


@pytest.mark.parametrize("arguments", [[], ["tests/domain"]])
def test_the_tests_keep_what_they_compile(
    python_that_fails: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    (python_that_fails / "fails").write_text("")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    set_up.run_tests(arguments)

    assert (python_that_fails / "uncompiled").read_text() == "\n"


def test_arguments_go_to_pytest_alone(python_that_fails: Path) -> None:
    (python_that_fails / "fails").write_text("")

    set_up.run_tests(["tests/domain", "-x"])

    assert (python_that_fails / "calls").read_text() == "-m pytest tests/domain -x\n"


def test_the_exit_code_of_the_program_is_passed_on(python_that_fails: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (python_that_fails / "fails").write_text("--demo")
    monkeypatch.setitem(os.environ, "DISPLAY", ":0")

    assert set_up.run_program(["--demo"]) == 5
    assert set_up.run_program([]) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_program_is_not_started(python_that_fails: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(set_up.Stop, match="no hay pantalla"):
        set_up.run_program([])

    assert not (python_that_fails / "calls").exists()


def test_what_is_checked_on_every_change_is_the_command_that_the_readme_gives() -> None:
    readme = (set_up.PROJECT / "README.md").read_text(encoding="utf-8")
    script = (set_up.PROJECT / ".ci" / "run").read_text(encoding="utf-8")

    command = "python3 -m facilitador.set_up test"

    assert f"\n    {command}\n" in readme
    assert f"exec {command} <" in script
