"""Where files lie: the resources shipped with the program and the folders of the person who uses it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _resources_of(package: Path) -> Path:
    """The `resources` folder: inside the package when installed from a wheel, beside it in a checkout."""
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


_RESOURCES = _resources_of(_PACKAGE)


def resource(*parts: str) -> Path:
    """A file or folder shipped under `resources/`."""
    return _RESOURCES.joinpath(*parts)


def app_data_folder() -> Path:
    """The folder for what the program keeps for this person on this machine (created by whoever writes there).

    Windows: `%LOCALAPPDATA%\\Facilitador`; macOS: `~/Library/Application Support/Facilitador`; elsewhere
    `$XDG_DATA_HOME/facilitador` or `~/.local/share/facilitador`.
    """
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "Facilitador"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Facilitador"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "facilitador"
