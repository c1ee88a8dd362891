"""`python -m tests.screens OUT [PART …]`: a PNG of every screen in every look, named `SCREEN-SIZE-TEXT-THEME.png`.

With parts of names, only those that contain one of them.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from facilitador.ui.app import make_application
from facilitador.ui.settings import Settings
from tests.screens.shots import SHOTS
from tests.screens.stage import LOOKS, Stage


def main(out: Path, parts: tuple[str, ...]) -> int:
    """Paint them; the number of pictures."""
    out.mkdir(parents=True, exist_ok=True)
    _pretend_a_screen()
    app = make_application(sys.argv[:1], Settings())
    painted = 0
    for look in LOOKS:
        wanted = [
            (shot, out / f"{shot.name}-{look.name}.png")
            for shot in SHOTS
            if not parts or any(part in f"{shot.name}-{look.name}" for part in parts)
        ]
        if not wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            stage = Stage(app, Path(folder), look)
            for shot, path in wanted:
                shot.book(stage)
                shot.steps(stage)
                stage.picture().save(str(path))
                painted += 1
                stage.forget_typing()
            stage.shut()
    return painted


def _pretend_a_screen() -> None:
    """A screen with room for every look; the one that Qt pretends by itself is too small for menus to find theirs."""
    screen = {"name": "screen", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "logicalBaseDpi": 96}
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump({"screens": [{**screen, "dpr": 1}]}, file)
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file.name}"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print(f"{main(Path(sys.argv[1]), tuple(sys.argv[2:]))} imágenes en {sys.argv[1]}")
