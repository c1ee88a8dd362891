"""The screens as Qt tells of them: two that there are not, of Qt's own platform without a screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.source_trees import PROJECT

SCRIPT = """
import json, sys
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from facilitador.ui.session_mode.displays import Displays
from facilitador.ui.session_mode.projection import Projection
from tests.ui.session_mode.screens_at_hand import slides

app = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QLabel("Quispe"))
window.setGeometry(100, 100, 600, 400)
window.show()
displays = Displays()
told = []
displays.changed.connect(lambda: told.append(displays.facts()))
projection = Projection(window, slides(), displays)
projection.begin()
app.processEvents()
place = projection.projector.geometry()
answer = {
    "facts": [[one.x, one.y, one.width, one.height, one.name, sorted(one.siblings)] for one in displays.facts()],
    "doubt": projection.arrangement.doubt,
    "place": [place.x(), place.y(), place.width(), place.height()],
    "touches": [displays.touches(window, key) for key in ("0", "1")],
    "window": window.isVisible(),
}
window.move(place.x() - 50, 120)  # dragged onto the group's screen
app.processEvents()
answer["touches_after"] = displays.touches(window, projection.arrangement.projected)
answer["page_after"] = window.centralWidget().isVisible()
displays._went(app.screens()[-1])
answer["told_of_loss"] = [len(facts) for facts in told]
answer["window_after_loss"] = window.isVisible()
projection.end()
answer["window_at_the_end"] = window.isVisible()
print(json.dumps(answer))
"""


def on_screens(tmp_path: Path, *places: tuple[int, int, int, int]) -> dict[str, Any]:
    screens = [
        {"name": f"S{n}", "x": x, "y": y, "width": w, "height": h, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for n, (x, y, w, h) in enumerate(places)
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=PROJECT,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.directive("6.4.5")
def test_with_two_screens_the_page_covers_the_other_one_and_a_lost_screen_hides_the_window(tmp_path: Path) -> None:
    answer = on_screens(tmp_path, (0, 0, 1366, 768), (1366, 0, 1024, 768))
    assert answer["facts"] == [[0, 0, 1366, 768, "S0", ["0", "1"]], [1366, 0, 1024, 768, "S1", ["0", "1"]]]
    assert answer["doubt"] is None
    assert answer["place"] == [1366, 0, 1024, 768]
    assert answer["touches"] == [True, False]
    assert answer["window"]
    assert answer["touches_after"]
    assert not answer["page_after"]
    assert answer["told_of_loss"][-1] == 1
    assert not answer["window_after_loss"]
    assert answer["window_at_the_end"]


@pytest.mark.directive("6.4.5")
def test_on_screens_that_overlap_the_window_is_hidden(tmp_path: Path) -> None:
    answer = on_screens(tmp_path, (0, 0, 1366, 768), (0, 0, 1024, 768))
    assert answer["doubt"] == "duplicate"
    assert not answer["window"]
