"""Where files lie: the resources shipped with the program and the folders of the person who uses it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"


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
