"""The directory on paper: one page for the wall, and nobody's name on either (6.2.7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitador.documents.directories import WallCard, compose_card
from facilitador.domain.emergency_contacts import national_contacts
from facilitador.reference import directory
from tests.documents.directory_samples import NEAR, TODAY, directory_papers
from tests.documents.samples import LETTERHEAD, pages


@pytest.mark.directive("6.2.7")
@pytest.mark.parametrize("count", [0, 1, 4, 30])
def test_the_wall_card_is_one_page_however_many_institutions_there_are(count: int) -> None:
    near = tuple(
        replace(
            NEAR[0],
            name=f"Comisaría de Familia número {number} de Los Molles",
            purpose="Orientación legal, defensa y apoyo a la persona afectada y su familia",
            numbers=("(066) 312345", "987 654 321", "984 123 456"),
            notice="Tocar la campana del local comunal tres veces.",
        )
        for number in range(count)
    )
    (page,) = pages(compose_card(WallCard(LETTERHEAD, national_contacts(directory().lines), near, TODAY)))
    assert "105" in page
    assert ("número 0" in page) is bool(count)


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize("name", ["wall_card", "directory"])
def test_no_person_stands_on_it(name: str) -> None:
    text = "\n".join(pages(directory_papers(LETTERHEAD)[name]))
    assert "Comisaría Los Molles" in text
    assert "Apaza" not in text
    assert "Huamán Quispe" not in text
