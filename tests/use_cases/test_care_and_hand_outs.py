"""Individual care from request to end, with what is told both ways (6.8); materials, plans, where there is more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from facilitador.domain.care import CareNoteKind, CareOutcome, CareProvider, CareRequester, IndividualCare
from facilitador.domain.hand_outs import MOST_MEN, HandOuts
from facilitador.use_cases.care import AgreeCare, CareOf, CloseCare, NoteCare, OpenCare
from facilitador.use_cases.directory import AddDirectoryEntry
from facilitador.use_cases.hand_outs import (
    GiveMaterial,
    HandOutsOf,
    InformationSources,
    MaterialTitles,
    SetInformationSources,
    SourceForm,
    WithdrawMaterial,
    WriteRetreatPlan,
)
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome
from tests.books import TODAY
from tests.use_cases.scenes import ficha, refused, register, rows

Run = Callable[..., Outcome]


@pytest.fixture
def man(book: OpenBook) -> UUID:
    return register(book, ficha())[0]


def asking(man: UUID, **more: Any) -> OpenCare:
    words: dict[str, Any] = {
        "participant_id": man,
        "requested_by": CareRequester.HIMSELF,
        "why": "Quiere hablar de la muerte de su padre.",
        "provider_kind": CareProvider.PSYCHOLOGIST,
        "provider": "Julia Ccori",
    }
    return OpenCare(**(words | more))


def only(book: OpenBook, man: UUID) -> IndividualCare:
    (one,) = book.ask(CareOf(participant_id=man)).result().cares
    return one


def held(book: OpenBook, man: UUID) -> HandOuts:
    return book.ask(HandOutsOf(participant_id=man)).result()


@pytest.mark.directive("6.8.1", "6.8.3", "6.8.4")
def test_a_care_goes_from_request_to_end_and_tells_only_what_he_agreed_to(book: OpenBook, run: Run, man: UUID) -> None:
    key = run(asking(man, requested_on=TODAY - timedelta(20))).ids[0]
    with refused("care_feedback_not_agreed", "kind"):
        run(NoteCare(care_id=key, kind=CareNoteKind.FROM_PROVIDER, text="Va bien."))
    run(NoteCare(care_id=key, kind=CareNoteKind.MEETING, on=TODAY - timedelta(10)))
    run(AgreeCare(care_id=key, goals=("Dormir mejor", " "), may_tell="Solo si asiste."))
    run(NoteCare(care_id=key, kind=CareNoteKind.FROM_PROVIDER, text="Asiste cada semana."))
    run(NoteCare(care_id=key, kind=CareNoteKind.TO_PROVIDER, text="Participa más en el grupo."))

    run(CloseCare(care_id=key, outcome=CareOutcome.GOALS_MET, note="Se despidieron con un acuerdo."))

    one = only(book, man)
    assert one.agreement.goals == ("Dormir mejor",)
    assert one.agreement.tells_on == TODAY
    assert [note.kind for note in one.notes] == ["meeting", "from_provider", "to_provider"]
    assert one.closing is not None
    assert one.closing.outcome is CareOutcome.GOALS_MET
    with refused("care_is_closed"):
        run(NoteCare(care_id=key, kind=CareNoteKind.MEETING))
    with refused("care_is_closed"):
        run(AgreeCare(care_id=key))


def test_the_database_lets_nothing_be_told_without_his_agreement(book: OpenBook, run: Run, man: UUID) -> None:
    key = run(asking(man)).ids[0]
    run(NoteCare(care_id=key, kind=CareNoteKind.MEETING))
    copied = (
        "INSERT INTO care_notes SELECT randomblob(16), care_id, 'to_provider', \"on\", 'x', created_at, created_by, "
        "changed_at, changed_by, revision FROM care_notes"
    )

    for statement in (copied, "UPDATE care_notes SET text = 'x'", "DELETE FROM care_notes"):
        with pytest.raises(IntegrityError):
            rows(book, statement)


def test_an_agreement_taken_back_ends_the_telling(book: OpenBook, run: Run, man: UUID) -> None:
    key = run(asking(man)).ids[0]
    run(AgreeCare(care_id=key, may_tell="Que asiste."))
    run(AgreeCare(care_id=key))

    with refused("care_feedback_not_agreed"):
        run(NoteCare(care_id=key, kind=CareNoteKind.TO_PROVIDER, text="Algo."))


def test_no_care_is_given_in_a_refuge(run: Run, man: UUID) -> None:
    refuge = run(AddDirectoryEntry(kind="refuge", name="Hogar", phones=("100",))).ids[0]
    with refused("referral_not_to_refuge", "directory_id"):
        run(asking(man, directory_id=refuge))


def test_what_is_missing_of_a_care_is_refused(book: OpenBook, run: Run, man: UUID) -> None:
    with refused("field_required", "provider"):
        run(asking(man, provider=" "))
    with refused("day_in_future", "requested_on"):
        run(asking(man, requested_on=TODAY + timedelta(1)))
    key = run(asking(man)).ids[0]
    with refused("too_many_lines", "goals"):
        run(AgreeCare(care_id=key, goals=tuple("abcdefghijk")))
    with refused("field_required", "note"):
        run(CloseCare(care_id=key, outcome=CareOutcome.LEFT, note=""))
    with refused("care_closed_before", "on"):
        run(CloseCare(care_id=key, outcome=CareOutcome.LEFT, note="Se fue.", on=TODAY - timedelta(1)))


def test_home_asks_for_goals_and_then_for_news(book: OpenBook, run: Run, man: UUID) -> None:
    def due() -> list[str]:
        return [item.code for item in book.ask(Home()).result() if item.code.startswith("due_care")]

    key = run(asking(man, requested_on=TODAY - timedelta(61))).ids[0]
    assert due() == ["due_care_goals"]

    run(AgreeCare(care_id=key, goals=("Dormir mejor",)))

    assert due() == ["due_care_quiet"]
    run(NoteCare(care_id=key, kind=CareNoteKind.MEETING))
    assert due() == []


@pytest.mark.directive("6.2.6")
def test_a_material_is_given_to_several_men_at_once(book: OpenBook, run: Run, man: UUID) -> None:
    (other,) = register(book, ficha(2))
    run(GiveMaterial(participant_ids=(man, other, man), title="Cartilla", given_on=TODAY - timedelta(1)))
    run(GiveMaterial(participant_ids=(man,), title="Video"))

    assert [(one.title, one.given_on) for one in held(book, man).materials] == [
        ("Video", TODAY),
        ("Cartilla", TODAY - timedelta(1)),
    ]
    assert [one.title for one in held(book, other).materials] == ["Cartilla"]
    assert book.ask(MaterialTitles()).result() == ("Video", "Cartilla")
    with refused("field_required", "participant_ids"):
        run(GiveMaterial(participant_ids=(), title="Cartilla"))
    with refused("too_many_lines", "participant_ids"):
        run(GiveMaterial(participant_ids=tuple(UUID(int=n) for n in range(MOST_MEN + 1)), title="Cartilla"))


def test_a_material_noted_by_mistake_stays_in_sight(book: OpenBook, run: Run, man: UUID) -> None:
    key = run(GiveMaterial(participant_ids=(man,), title="Cartilla")).ids[0]
    run(WithdrawMaterial(material_id=key, reason="Era de otro."))

    (one,) = held(book, man).materials

    assert one.withdrawal is not None
    assert one.withdrawal.reason == "Era de otro."
    assert book.ask(MaterialTitles()).result() == ()
    with pytest.raises(IntegrityError):
        rows(book, "DELETE FROM given_materials")


@pytest.mark.directive("6.4.10")
def test_a_new_plan_stands_beside_the_one_before(book: OpenBook, run: Run, man: UUID) -> None:
    run(WriteRetreatPlan(participant_id=man, signs=("Puños", ""), made_on=TODAY - timedelta(5)))
    run(WriteRetreatPlan(participant_id=man, goes_to="A la cancha"))

    outs = held(book, man)

    assert [plan.goes_to for plan in outs.plans] == ["A la cancha", ""]
    assert outs.plans[1].signs == ("Puños",)
    assert outs.plan == outs.plans[0]
    with refused("retreat_plan_empty", "signs"):
        run(WriteRetreatPlan(participant_id=man, signs=(" ",)))


@pytest.mark.directive("6.2.5")
def test_a_service_writes_its_own_list_of_where_there_is_more(book: OpenBook, run: Run) -> None:
    (proposed,) = book.ask(InformationSources()).result()
    assert "DGCVG" in proposed.name
    run(SetInformationSources(sources=(SourceForm(name="Oficina nueva", reach="www.ejemplo.pe"), SourceForm(name="B"))))

    assert [one.name for one in book.ask(InformationSources()).result()] == ["Oficina nueva", "B"]

    run(SetInformationSources(sources=()))
    assert book.ask(InformationSources()).result() == (proposed,)
