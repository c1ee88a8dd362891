"""The number of a filled print as it stands on every paper."""

from __future__ import annotations


def print_number(number: int) -> str:
    """`N.º 000123`."""
    return f"N.º {number:06}"
