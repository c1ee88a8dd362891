"""Protection first: the window that one key opens from every screen of an open book."""

from __future__ import annotations

from typing import Final

KEY: Final = "F8"
"""Opens it. No letter, so that it works while one types; F12 is the emergency directory's."""
