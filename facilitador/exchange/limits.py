"""How large a sheet may be before it is refused: far beyond any roster, and still read in a moment."""

from __future__ import annotations

from typing import Final

from facilitador.errors import UserFacingError

MOST_ROWS: Final = 10_000
"""Rows that are not blank."""

MOST_COLUMNS: Final = 200
"""Columns up to the last that is not blank."""


def check_rows(count: int) -> None:
    """Refuse with `sheet_too_many_rows` if there are more than `MOST_ROWS`."""
    if count > MOST_ROWS:
        raise UserFacingError("sheet_too_many_rows", maximum=f"{MOST_ROWS:,}".replace(",", " "))


def check_columns(count: int) -> None:
    """Refuse with `sheet_too_many_columns` if there are more than `MOST_COLUMNS`."""
    if count > MOST_COLUMNS:
        raise UserFacingError("sheet_too_many_columns", maximum=MOST_COLUMNS)
