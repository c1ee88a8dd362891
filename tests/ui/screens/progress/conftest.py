"""Progress on a real book."""

from __future__ import annotations

from tests.ui.real_books import *  # noqa: F403
