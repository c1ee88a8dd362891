"""`python -m tests.screens OUT [PART …]`: a PNG of every screen in every look, named `SCREEN-SIZE-TEXT-THEME.png`.

With parts of names, only those that contain one of them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from facilitador.ui.app import make_application
from facilitador.ui.settings import Settings
from tests.screens.shots import SHOTS
from tests.screens.stage import LOOKS, Stage


def main(out: Path, parts: tuple[str, ...]) -> int:
    """Paint them; the number of pictures."""
    out.mkdir(parents=True, exist_ok=True)
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


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print(f"{main(Path(sys.argv[1]), tuple(sys.argv[2:]))} imágenes en {sys.argv[1]}")
