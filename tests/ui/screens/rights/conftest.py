"""Fixtures of requests and periods on screen."""

from __future__ import annotations

from tests.ui.real_books import *  # noqa: F403
