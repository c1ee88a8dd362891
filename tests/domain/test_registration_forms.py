"""What stands below a question: its help, and whether its list has still to be checked against a source."""

from __future__ import annotations

import pytest

from facilitador.domain.registration_forms import TO_VERIFY, FieldDefinition, FieldKind
from facilitador.domain.roles import Section
from facilitador.reference import registration_form
from facilitador.use_cases.prints import blank_ficha


@pytest.mark.parametrize(
    ("help_text", "unverified", "told"),
    [("", False, ""), ("Ayuda.", False, "Ayuda."), ("", True, TO_VERIFY), ("Ayuda.", True, f"Ayuda. {TO_VERIFY}")],
)
def test_a_list_not_yet_checked_says_so(help_text: str, unverified: bool, told: str) -> None:
    field = FieldDefinition("work", "¿Trabaja?", FieldKind.TEXT, Section.SOCIAL, help=help_text, unverified=unverified)
    assert field.guidance == told


@pytest.mark.directive("6.4.2")
def test_the_blank_ficha_marks_every_list_not_yet_checked() -> None:
    waiting = [field for field in registration_form().fields if field.unverified]
    paper = str(blank_ficha(registration_form(), None).parts).lower()

    assert waiting
    assert paper.count(TO_VERIFY.rstrip(".").lower()) == len(waiting)
