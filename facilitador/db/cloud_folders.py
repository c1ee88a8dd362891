"""Folders that a cloud service synchronises: a book there may be copied half written, or come back in two versions."""

from __future__ import annotations

import contextlib
import fnmatch
import os
from pathlib import Path

_BY_FOLDER_NAME = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mi unidad": "Google Drive",
    "iclouddrive": "iCloud",
    "icloud drive": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
    "mega": "MEGA",
    "megasync": "MEGA",
    "pcloud drive": "pCloud",
}

# Some services put their account after the name: "OneDrive - Servicio", "Dropbox (Personal)", "GoogleDrive-ana@…".
_BY_PREFIX = {
    "onedrive - ": "OneDrive",
    "onedrive-": "OneDrive",
    "dropbox (": "Dropbox",
    "googledrive-": "Google Drive",
}

_BY_MARKER = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
    ".megaignore": "MEGA",
}

_MARKER_PATTERNS = {".sync_*.db": "Nextcloud", "._sync_*.db": "Nextcloud"}


def service_of(folder: Path) -> str | None:
    """The name of the service that synchronises the folder or one above it, as people know it; None if none is seen."""
    resolved = folder.resolve()
    for place in (resolved, *resolved.parents):
        service = _of_name(place.name) or _of_markers(place)
        if service is not None:
            return service
    return None


def _of_name(name: str) -> str | None:
    name = name.casefold()
    if name in _BY_FOLDER_NAME:
        return _BY_FOLDER_NAME[name]
    return next((service for prefix, service in _BY_PREFIX.items() if name.startswith(prefix)), None)


def _of_markers(folder: Path) -> str | None:
    if folder == Path.home():
        return None  # programs keep their own settings there under some of these names
    for marker, service in _BY_MARKER.items():
        if (folder / marker).exists():
            return service
    names: list[str] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:  # it may be entered without being listed
        names = [entry.name for entry in entries]
    return next((service for pattern, service in _MARKER_PATTERNS.items() if fnmatch.filter(names, pattern)), None)
