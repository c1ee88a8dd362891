"""A day's work does not use up None."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

A_DAY = """
import sys
from pathlib import Path
from facilitador.ui.app import make_application
from facilitador.ui.settings import Settings
app = make_application([], Settings())
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

class Sender(QObject):
    sent = Signal(object)

label, sender = QLabel(), Sender()
sender.sent.connect(lambda value: None)
for _ in range(60_000):
    label.setText("x")
for _ in range(5_000):
    sender.sent.emit(True)
    sender.sent.emit(False)
print("alive")
"""


def test_many_calls_into_qt_leave_none_and_true_alive() -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", A_DAY], capture_output=True, text=True, timeout=120, cwd=root, check=False
    )
    assert done.stdout.strip() == "alive", done.stderr[-500:]
