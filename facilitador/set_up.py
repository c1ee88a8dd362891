"""Sets up everything and starts the program or its tests, with nothing but Python: the README's two commands.

    python3 -m facilitador.set_up run [--demo] [arguments of the program]
    python3 -m facilitador.set_up test [arguments of pytest]

Standard library only. What it needs from the system it installs as root on Debian or Ubuntu; an ordinary user is told
the one apt line, and nothing else is done. Exit code: 1 if something is missing, else that of the program or the tests.
"""

from __future__ import annotations

import ctypes
import enum
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
OLDEST_PYTHON = (3, 11)

# What the Qt libraries link and do not bring along (found with readelf), and the Debian package of each. QtGui links
# EGL, GL and X11 even where no window is shown.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
# A window on X11 (or on Wayland through it), and the system's print dialog.
WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libcups.so.2": "libcups2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Each is run with the environment's Python. Types take half a minute of one core: they are checked beside the tests.
CHECKS = (
    ("reglas de estilo", ("-m", "ruff", "check", ".")),
    ("formato", ("-m", "ruff", "format", "--check", ".")),
    ("capas", ("-c", "from importlinter.cli import lint_imports_command as run; run()")),
)
TYPES = ("-m", "mypy")
ALL_TESTS = ("-m", "pytest", "-n", "auto", "--dist", "worksteal", "--cov", "--cov-report=term:skip-covered")
USAGE = """\
python3 -m facilitador.set_up run [--demo]    prepara lo necesario y abre el programa
python3 -m facilitador.set_up test            prepara lo necesario y prueba todo
python3 -m facilitador.set_up test RUTA …     prueba solo eso (argumentos de pytest)"""


class Stop(Exception):
    """Nothing more can be done; the text says why, and what the person can do."""


class Step(enum.Enum):
    """What to do about Debian packages."""

    GO_ON = "nothing is missing"
    INSTALL = "install them"
    ASK = "tell the apt line"
    TELL = "no apt here: tell what is missing"


def needed_libraries(goal: str, environ: Mapping[str, str]) -> dict[str, str]:
    """Shared library -> Debian package, for `run` (a window) or `test` (none)."""
    needed = dict(QT_LIBRARIES)
    if goal == "run":
        needed.update(WINDOW_LIBRARIES)
        if environ.get("WAYLAND_DISPLAY"):
            needed.update(WAYLAND_LIBRARIES)
    return needed


def missing_packages(libraries: Mapping[str, str], loads: Callable[[str], bool], has_venv: bool) -> list[str]:
    """The Debian packages to install, sorted, each once."""
    missing = {package for library, package in libraries.items() if not loads(library)}
    if not has_venv:
        missing.add("python3-venv")
    return sorted(missing)


def next_step(missing: Sequence[str], is_root: bool, has_apt: bool) -> Step:
    """What to do about the missing packages: only root on a system with apt installs them."""
    if not missing:
        return Step.GO_ON
    if not has_apt:
        return Step.TELL
    return Step.INSTALL if is_root else Step.ASK


def apt_line(packages: Iterable[str]) -> str:
    """The one line that an ordinary user copies."""
    return "sudo apt-get install -y " + " ".join(packages)


def display_is_missing(system: str, environ: Mapping[str, str]) -> bool:
    """True where Qt would abort for want of a screen; a platform chosen by hand is respected."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return system == "linux" and not any(environ.get(name) for name in names)


def fingerprint(pyproject: bytes, python: tuple[int, int]) -> str:
    """Changes when the dependencies may have: with pyproject.toml or the version of Python."""
    return hashlib.sha256(pyproject + repr(python).encode()).hexdigest()


def is_installed(stamp: str, wanted: str, dev: bool) -> bool:
    """True if `stamp`, kept from the last installation, covers what is wanted (the tests' tools include the rest)."""
    return stamp in ((wanted + " dev",) if dev else (wanted + " dev", wanted + " run"))


def say(text: str) -> None:
    print(text, flush=True)


def loads(library: str) -> bool:
    """True if the system's loader finds the shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def find_missing(goal: str) -> list[str]:
    """The Debian packages missing here for `goal`; none outside Linux, where the wheels bring everything."""
    if sys.platform != "linux":
        return []
    importlib.invalidate_caches()
    has_venv = importlib.util.find_spec("ensurepip") is not None or venv_python().exists()
    return missing_packages(needed_libraries(goal, os.environ), loads, has_venv)


def prepare_system(goal: str) -> None:
    """Installs missing Debian packages as root; stops with the apt line for anybody else."""
    missing = find_missing(goal)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    step = next_step(missing, is_root, shutil.which("apt-get") is not None)
    if step is Step.ASK:
        raise Stop(
            f"Faltan paquetes del sistema. Instálelos con esta línea y vuelva a empezar:\n\n{apt_line(missing)}\n"
        )
    if step is Step.TELL:
        raise Stop(
            "Faltan bibliotecas del sistema. Con los nombres de Debian son: "
            + ", ".join(missing)
            + ".\nInstale las que correspondan en su sistema y vuelva a empezar."
        )
    if step is Step.INSTALL:
        install_packages(missing)
        if find_missing(goal):
            raise Stop("Se instalaron los paquetes, pero aún faltan: " + ", ".join(find_missing(goal)))


def install_packages(packages: Sequence[str]) -> None:
    """Installs Debian packages without asking anything."""
    say("Instalando paquetes del sistema: " + " ".join(packages))
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages]):
        code, output = quietly(command)
        if code:
            raise Stop(f"No se pudo instalar. Revise la conexión a internet.\n{shlex.join(command)}\n{tail(output)}")


def quietly(command: Sequence[str]) -> tuple[int, str]:
    """Runs a command in the project without a terminal; answers its exit code and all it said."""
    done = subprocess.run(
        command,
        cwd=PROJECT,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    return done.returncode, done.stdout


def tail(output: str) -> str:
    """The last lines of what a command said."""
    return "\n".join(output.strip().splitlines()[-15:])


def venv_python() -> Path:
    """The Python of the project's own environment."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def prepare_environment(dev: bool) -> None:
    """Makes `.venv` with the program and its dependencies, unless what is there is current."""
    stamp = VENV / "facilitador-installed"
    wanted = fingerprint((PROJECT / "pyproject.toml").read_bytes(), sys.version_info[:2])
    kept = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
    if venv_python().exists() and is_installed(kept, wanted, dev):
        return
    has_pip = venv_python().exists() and quietly([str(venv_python()), "-m", "pip", "--version"])[0] == 0
    if not has_pip:
        say("Preparando el entorno de Python…")
        code, output = quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
        if code:
            raise Stop("No se pudo preparar el entorno de Python en .venv:\n" + tail(output))
    say("Instalando las dependencias (la primera vez toma unos minutos)…")
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    code, output = quietly([*pip, "-e", ".[dev]" if dev else "."])
    if code:
        raise Stop(
            "No se pudieron instalar las dependencias. Revise la conexión a internet y el espacio en disco (1 GB) y "
            "vuelva a empezar. Lo que respondió pip:\n" + tail(output)
        )
    stamp.write_text(wanted + (" dev" if dev else " run"), encoding="utf-8")


def run_program(arguments: Sequence[str]) -> int:
    """Opens the program's window; answers its exit code."""
    if display_is_missing(sys.platform, os.environ):
        raise Stop(
            "Todo está instalado, pero aquí no hay pantalla donde abrir la ventana "
            "(ni DISPLAY ni WAYLAND_DISPLAY).\nEjecute la misma línea desde una sesión de escritorio."
        )
    return call(["-m", "facilitador", *arguments])


def run_tests(arguments: Sequence[str]) -> int:
    """Runs every check and all tests, or pytest alone with the arguments given; fails if any of them fails."""
    # Tests start Python again and again, and each start would compile the whole program.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if arguments:
        return call(["-m", "pytest", *arguments], environ)
    with ThreadPoolExecutor(max_workers=1) as beside:
        types = beside.submit(what_fails, TYPES)
        passed = {name: told(name, what_fails(command)) for name, command in CHECKS}
        code = call(ALL_TESTS, environ)
        passed["tipos"] = told("tipos", types.result())
    failed = [name for name, well in passed.items() if not well]
    if failed:
        print("También falló: " + ", ".join(failed), file=sys.stderr)
    return code or (1 if failed else 0)


def what_fails(command: Sequence[str]) -> str:
    """What a check says that fails; nothing if it passes."""
    code, output = quietly([str(venv_python()), *command])
    return (output.strip() or f"código {code}") if code else ""


def told(name: str, failure: str) -> bool:
    """Says how a check ended; True if it passed."""
    say(f"{name}: " + ("FALLA\n" + failure if failure else "bien"))
    return not failure


def call(command: Sequence[str], environ: Mapping[str, str] | None = None) -> int:
    """Runs the environment's Python in the project and passes its exit code on (128 + n for signal n)."""
    code = subprocess.run([venv_python(), *command], cwd=PROJECT, check=False, env=environ).returncode
    return 128 - code if code < 0 else code


def main(arguments: Sequence[str]) -> int:
    """Does what the arguments say; answers the exit code."""
    goal, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if goal not in ("run", "test"):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise Stop("Hace falta Python {}.{} o más nuevo; este es {}.{}.".format(*OLDEST_PYTHON, *sys.version_info))
        prepare_system(goal)
        prepare_environment(dev=goal == "test")
        return run_program(rest) if goal == "run" else run_tests(rest)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
