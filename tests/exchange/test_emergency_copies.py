"""The plain copy of the emergency directory: read as written, and nothing where it cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from facilitador.domain.emergency_contacts import EmergencyContact, Nearness
from facilitador.exchange.emergency_copies import FILE_NAME, encoded, read

CONTACT = EmergencyContact(
    "Comisaría de Ñahuimpuquio",
    "Peligro ahora",
    ("987 654 321",),
    "",
    "Lima",
    "",
    "",
    date(2026, 1, 2),
    Nearness.REGION,
)


@pytest.mark.directive("6.2.7")
def test_what_was_written_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(encoded([CONTACT]))
    assert read(tmp_path) == (CONTACT,)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b'{"contacts": [{"name": 1}]}', encoded([CONTACT])[:-3]]
)
def test_a_damaged_copy_is_no_copy(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert read(tmp_path) == ()


def test_a_copy_that_is_far_too_large_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(encoded([CONTACT] * 20_000))
    assert read(tmp_path) == ()


def test_no_copy_is_no_contact(tmp_path: Path) -> None:
    assert read(tmp_path) == ()
