"""The window: how soon its first page is painted, how soon home is there, how much memory it settles at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from facilitador.use_cases import books
from facilitador.use_cases.demo import DEMO_PASSPHRASE, demo_book
from tests.benchmarks import crowds
from tests.benchmarks.figures import Figure, Figures

TURNS = 9
PATIENCE = 60  # seconds until a process that says nothing is given up


def start() -> Figures:
    """From the start of the process to the first paint of the unlock page ÷ a bare form of three fields."""
    with TemporaryDirectory() as folder:
        book = demo_file(Path(folder))
        ours: list[float] = []
        floor: list[float] = []
        for turn in range(TURNS + 1):
            for times, words in ((ours, ("first-page", str(book))), (floor, ("bare-form",))):
                begun = time.monotonic()
                painted = run(Path(folder), *words)["at"]
                if turn:  # the first turn reads the files from disk
                    times.append((painted - begun) * 1000)
        yield Figure("start to unlock page", median(ours), median(floor), target=1.5, n=TURNS)


def unlock() -> Figures:
    """From the press on the button to home painted, with keys that cost nothing; and what it settles at in memory."""
    with TemporaryDirectory() as folder:
        book = demo_file(Path(folder))
        told = [run(Path(folder), "home", str(book), DEMO_PASSPHRASE) for _ in range(6)][1:]
        yield Figure("unlock to home", median(each["home"] for each in told), limit=300, n=len(told))
        if not Path("/proc/self/status").exists():
            print('{"name": "memory", "skipped": "only where /proc tells it"}')
            return
        empty = median(run(Path(folder), "empty-window")["memory"] for _ in range(3))
        settled = median(each["memory"] for each in told)
        yield Figure("memory at home", settled, empty, unit="mb", target=3, n=len(told))


def demo_file(folder: Path) -> Path:
    """The example book as a file, with keys that cost nothing."""
    path = folder / "ejemplo.cuaderno"
    around = crowds.environment(folder / "app-data", sync=False)
    new = demo_book(date.today(), around.circumstances.new_id)  # noqa: DTZ011 - the local day is meant
    book, _ = books.create(path, new, around).result()
    book.close()
    return path


def run(folder: Path, *words: str) -> dict[str, float]:
    """What the window said; its own folder is a temporary one.

    Modules are compiled once, by the first to run in that folder, as they are where the program is installed.
    """
    environment = os.environ | {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "XDG_DATA_HOME": str(folder / "data"),
        "LOCALAPPDATA": str(folder / "data"),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "tests.benchmarks.windows", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if not done.stdout.strip():
        raise RuntimeError(f"{words[0]} said nothing:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures
