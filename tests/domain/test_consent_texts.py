from __future__ import annotations

import pytest

from facilitador.domain.consent_texts import ROOM_TO_WRITE, ServiceIdentity, filled, placeholders
from facilitador.reference import consent_text

SERVICE = ServiceIdentity("Servicio {raro}", "Jr. Las Flores 12", "987 654 321", "grupo@ejemplo.pe", "Rosa Ccori")


@pytest.mark.directive("6.4.2")
def test_the_service_fills_every_place_left_to_it() -> None:
    text = filled(consent_text(), SERVICE)
    read = " ".join(clause.text for clause in text.clauses)
    for words in (
        "Servicio {raro}",
        "Jr. Las Flores 12",
        "987 654 321",
        "grupo@ejemplo.pe",
        "Rosa Ccori",
        "«Participantes",
    ):
        assert words in read
    assert "{service}" not in read


def test_what_the_service_has_not_said_leaves_room_to_write() -> None:
    text = filled(consent_text(), ServiceIdentity("Casa del Valle"))
    assert any(ROOM_TO_WRITE in clause.text for clause in text.clauses)


@pytest.mark.directive("6.4.5")
def test_the_duty_to_report_stands_beside_the_promise() -> None:
    text = filled(consent_text(), SERVICE)
    assert "límite" in text.duty_to_report
    assert "autoridades" in text.duty_to_report
    assert text.promise


@pytest.mark.directive("6.2.8")
def test_the_man_hears_that_the_group_replaces_no_sanction() -> None:
    clause = next(clause for clause in consent_text().clauses if clause.numeral == "6.2.8")
    assert "no reemplaza ninguna sanción" in clause.text


def test_a_public_body_informs_instead_of_asking() -> None:
    asking, informing = filled(consent_text(), SERVICE), filled(consent_text(), SERVICE, public_body=True)
    assert asking.declaration != informing.declaration
    changed = [one.id for one, other in zip(asking.clauses, informing.clauses, strict=True) if one.text != other.text]
    assert changed == ["revocation"]
    assert "entidad pública" in informing.clauses[-1].text


@pytest.mark.directive("6.4.2")
def test_the_text_holds_what_the_law_asks_for() -> None:
    ids = {clause.id for clause in consent_text().clauses}
    assert ids >= {"holder", "data", "recipients", "compulsory", "retention", "rights", "revocation"}
    rights = next(clause.text for clause in consent_text().clauses if clause.id == "rights")
    assert all(f"{days} días" in rights for days in (8, 20, 10))


@pytest.mark.directive("6.6")
def test_the_guardian_of_a_minor_has_words_of_his_own() -> None:
    assert "adolescente" in filled(consent_text(), SERVICE).guardian_declaration


def test_braces_that_do_not_close_are_no_text() -> None:
    assert placeholders("{a} y {b}") == {"a", "b"}
    with pytest.raises(ValueError, match="expected"):
        placeholders("{a")
