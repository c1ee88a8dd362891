"""What this person prefers on this machine: a small typed JSON file in the folder of the program's own data.

It holds no personal data beyond the paths of recent books. A damaged file is kept aside and defaults are used.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

FILE_NAME = "ajustes.json"
KEPT_ASIDE = "ajustes.danado.json"
MAX_RECENT_BOOKS = 8
IDLE_MINUTES = (1, 60)


@dataclass(frozen=True, slots=True)
class Settings:
    """Preferences; every one has a default.

    appearance: `system`, `light` or `dark`. text_percent: 100–150. idle_minutes: 1–60, after which the book locks.
    recent_books: absolute paths, newest first. window_geometry: Qt's own bytes as base64, empty until known.
    """

    appearance: str = "system"
    text_percent: int = 100
    idle_minutes: int = 5
    recent_books: tuple[str, ...] = ()
    window_geometry: str = ""

    def with_recent(self, path: Path) -> Settings:
        """The same with `path` as the newest of the recent books."""
        newest = str(path)
        others = tuple(book for book in self.recent_books if book != newest)
        return replace(self, recent_books=(newest, *others)[:MAX_RECENT_BOOKS])


class SettingsFile:
    """Reads and writes the settings of one folder; a write replaces the file whole."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self.current = self._read()

    @property
    def folder(self) -> Path:
        """The folder of the program's own data."""
        return self._path.parent

    def change(self, **changes: Any) -> Settings:
        """Change some preferences and write them down; unknown names raise TypeError. A disk that refuses is borne."""
        self.keep(replace(self.current, **changes))
        return self.current

    def keep(self, settings: Settings) -> None:
        """Make these the settings and write them down; preferences are not worth stopping work over."""
        self.current = settings
        part = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            import json  # start-up: not before the first page where there are no settings yet

            part.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=2), encoding="utf-8")
            part.replace(self._path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _read(self) -> Settings:
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Settings()
        except (OSError, UnicodeDecodeError):
            return self._set_aside()
        import json

        try:
            return _decode(json.loads(text))
        except (ValueError, TypeError):
            return self._set_aside()

    def _set_aside(self) -> Settings:
        try:
            self._path.replace(self._path.with_name(KEPT_ASIDE))
        except OSError:
            return Settings()  # a folder that cannot be written: defaults, and nothing to keep aside
        return Settings()


def _decode(document: object) -> Settings:
    """The settings of a JSON document; unknown keys are left out (a newer version wrote them), wrong values refused."""
    if not isinstance(document, dict):
        raise TypeError("settings are an object")
    defaults = Settings()
    known = {key: document[key] for key in asdict(defaults) if key in document}
    if "recent_books" in known:
        known["recent_books"] = tuple(_text(book) for book in known["recent_books"])[:MAX_RECENT_BOOKS]
    settings = replace(defaults, **known)
    _text(settings.window_geometry)
    if settings.appearance not in ("system", "light", "dark"):
        raise ValueError("appearance")
    return replace(
        settings,
        text_percent=_between(settings.text_percent, 100, 150),
        idle_minutes=_between(settings.idle_minutes, *IDLE_MINUTES),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _between(value: object, lowest: int, highest: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a number was expected")
    return min(max(value, lowest), highest)
