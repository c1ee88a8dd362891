"""Instruments of a service: its own and the program's, who may apply them, and editions that never change (6.4.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from facilitador.domain.applications import Purpose
from facilitador.domain.instrument_settings import InstrumentLine, InstrumentState
from facilitador.errors import InvalidInput
from facilitador.use_cases.application_records import ApplicationDetails
from facilitador.use_cases.instruments import (
    AllowInstrument,
    InstrumentContent,
    Instruments,
    LoadInstrument,
    PlanApplications,
    PreviewInstrument,
    RetireInstrument,
)
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddTeamMember, DescribeTeamMember
from facilitador.use_cases.requests import Outcome
from tests.use_cases.answering import CALM, ENTRY_TEST, REST, answered, load, start, text
from tests.use_cases.scenes import ficha, one_value, refused, register

Run = Callable[..., Outcome]
One = Callable[..., UUID]


def lines(book: OpenBook) -> dict[str, InstrumentLine]:
    return {line.instrument.id: line for line in book.ask(Instruments()).result()}


@pytest.mark.directive("6.4.3")
def test_a_new_book_has_the_entry_tests_at_hand_and_what_asks_for_named_people_is_off(book: OpenBook) -> None:
    found = lines(book)

    assert found[ENTRY_TEST].state is InstrumentState.AVAILABLE
    assert found[ENTRY_TEST].purposes == (Purpose.ENTRY, Purpose.EXIT)
    assert {key for key, line in found.items() if line.state is InstrumentState.OFF} == {"audit", "phq_9"}
    assert all(line.shipped and line.editions == (line.instrument.edition,) for line in found.values())
    assert found["audit"].purposes == ()


def test_a_loaded_instrument_is_at_hand_and_comes_first(book: OpenBook) -> None:
    key = load(book)

    first = book.ask(Instruments()).result()[0]
    assert (first.instrument.id, first.shipped, first.state) == (REST, False, InstrumentState.AVAILABLE)
    assert load(book) == key  # the same again changes nothing
    assert one_value(book, "SELECT count(*) FROM instrument_editions") == 1


def test_a_preview_says_what_a_file_holds_and_keeps_nothing(book: OpenBook) -> None:
    seen = book.ask(PreviewInstrument(content=text())).result()

    assert (seen.instrument.name, seen.known, seen.editions) == ("Descanso", False, ())
    assert one_value(book, "SELECT count(*) FROM instrument_editions") == 0
    load(book)
    assert book.ask(PreviewInstrument(content=text())).result().known
    newer = book.ask(PreviewInstrument(content=text("2"))).result()
    assert (newer.known, newer.editions) == (False, ("1",))


def test_a_faulty_file_is_refused_with_its_line_and_nothing_is_kept(book: OpenBook) -> None:
    faulty = text().replace('"d1", "d2", "d3"', '"d1", "d9"')

    for request in (
        lambda: book.submit([LoadInstrument(content=faulty)]).result(),
        lambda: book.ask(PreviewInstrument(content=faulty)).result(),
    ):
        with pytest.raises(InvalidInput) as raised:
            request()
        assert {problem.code for problem in raised.value.problems} == {"instrument_item_unknown"}
        assert raised.value.problems[0].parameters["line"] == faulty[: faulty.index('"d9"')].count("\n") + 1
    assert REST not in lines(book)
    with refused("instrument_file_letter"):
        book.submit([LoadInstrument(content="id = \ud800")]).result()


@pytest.mark.directive("6.4.3")
def test_other_content_under_a_known_edition_is_refused(book: OpenBook) -> None:
    load(book)
    entry = lines(book)[ENTRY_TEST]

    with refused("instrument_edition_changed"):
        load(book, first="Dormí bien.")
    like_shipped = text(entry.instrument.edition).replace('id = "descanso"', f'id = "{ENTRY_TEST}"', 1)
    with refused("instrument_edition_changed"):
        book.submit([LoadInstrument(content=like_shipped)]).result()
    with refused("instrument_edition_changed"):
        book.ask(PreviewInstrument(content=text(first="Dormí bien."))).result()


@pytest.mark.directive("6.4.3")
def test_a_new_edition_is_the_one_in_use_and_changes_no_old_application(book: OpenBook) -> None:
    load(book)
    man, other = register(book, ficha(1), ficha(2))
    old = answered(book, man, CALM)
    before = book.ask(ApplicationDetails(application_id=old)).result()

    load(book, "2", first="Dormí lo que necesitaba.")
    new = answered(book, other, CALM)

    assert book.ask(ApplicationDetails(application_id=old)).result() == before
    assert before.instrument.item("d1").text == "Dormí lo suficiente."
    after = book.ask(ApplicationDetails(application_id=new)).result()
    assert (after.line.edition, before.line.edition) == ("2", "1")
    assert after.content_hash != before.content_hash
    assert lines(book)[REST].editions == ("2", "1")
    assert book.ask(InstrumentContent(instrument_id=REST, edition="1")).result() == before.instrument
    assert answered(book, other, CALM, edition="1", purpose=Purpose.EXIT)  # a known edition may still be asked for


def test_an_instrument_that_asks_for_named_people_is_off_until_they_are_named(book: OpenBook, one: One) -> None:
    (man,) = register(book, ficha())
    nurse = one(AddTeamMember(given_names="Elena", profession="nursing"))
    with refused("instrument_off"):
        book.submit([start(man, instrument_id="phq_9")]).result()

    with refused("responder_needed"):
        one(AllowInstrument(instrument_id="phq_9", applier_ids=(nurse,)))
    one(AllowInstrument(instrument_id="phq_9", applier_ids=(nurse,), responder_id=book.person.id))

    line = lines(book)["phq_9"]
    assert (line.state, line.appliers, line.responder) == (
        InstrumentState.AVAILABLE,
        ("Elena",),
        book.person.full_name,
    )
    with refused("applier_not_named"):
        book.submit([start(man, instrument_id="phq_9")]).result()
    assert one(start(man, instrument_id="phq_9", applier_id=nurse))
    one(AllowInstrument(instrument_id="phq_9"))
    assert lines(book)["phq_9"].state is InstrumentState.OFF


def test_it_is_off_again_once_who_was_named_left_the_team(book: OpenBook, one: One) -> None:
    nurse, acting = (one(AddTeamMember(given_names=name, profession="nursing")) for name in ("Elena", "Marta"))
    one(AllowInstrument(instrument_id="phq_9", applier_ids=(nurse,), responder_id=acting))
    one(DescribeTeamMember(person_id=acting, given_names="Marta", profession="nursing", active=False))
    line = lines(book)["phq_9"]
    assert (line.state, line.appliers, line.responder) == (InstrumentState.OFF, ("Elena",), "")

    one(AllowInstrument(instrument_id="phq_9", applier_ids=(nurse,), responder_id=book.person.id))
    assert lines(book)["phq_9"].state is InstrumentState.AVAILABLE
    one(DescribeTeamMember(person_id=nurse, given_names="Elena", profession="nursing", active=False))

    assert lines(book)["phq_9"].state is InstrumentState.OFF


def test_only_admitted_professions_of_the_active_team_are_named(book: OpenBook, one: One) -> None:
    teacher = one(AddTeamMember(given_names="Elena", profession="social_work"))
    gone = one(AddTeamMember(given_names="Abel", profession="psychology"))
    one(DescribeTeamMember(person_id=gone, given_names="Abel", profession="psychology", active=False))
    me = book.person.id

    with refused("applier_profession", "applier_ids"):
        one(AllowInstrument(instrument_id="phq_9", applier_ids=(teacher,), responder_id=me))
    with refused("person_left_team", "applier_ids"):
        one(AllowInstrument(instrument_id="phq_9", applier_ids=(gone,), responder_id=me))
    with refused("person_left_team", "responder_id"):
        one(AllowInstrument(instrument_id="phq_9", applier_ids=(me,), responder_id=gone))
    with refused("not_found", "applier_ids"):
        one(AllowInstrument(instrument_id="phq_9", applier_ids=(uuid4(),), responder_id=me))


def test_a_retired_instrument_is_asked_no_more_and_what_was_answered_stays(book: OpenBook, one: One) -> None:
    load(book)
    man, other = register(book, ficha(1), ficha(2))
    key = answered(book, man, CALM)

    one(RetireInstrument(instrument_id=REST))

    assert book.ask(Instruments()).result()[-1].instrument.id == REST
    with refused("instrument_retired"):
        one(start(other))
    assert book.ask(ApplicationDetails(application_id=key)).result().scores.of("total").value == 12
    one(RetireInstrument(instrument_id=REST, retired=False))
    assert one(start(other))


@pytest.mark.directive("6.4.3")
def test_the_entry_cannot_be_planned_away(book: OpenBook, one: One) -> None:
    with refused("entry_cannot_be_left_out", "purposes"):
        one(PlanApplications(instrument_id=ENTRY_TEST, purposes=(Purpose.EXIT,)))

    one(PlanApplications(instrument_id=ENTRY_TEST, purposes=(Purpose.FOLLOW_UP, Purpose.ENTRY)))
    load(book)
    one(PlanApplications(instrument_id=REST, purposes=(Purpose.EXIT,)))

    found = lines(book)
    assert found[ENTRY_TEST].purposes == (Purpose.ENTRY, Purpose.FOLLOW_UP)
    assert found[REST].purposes == (Purpose.EXIT,)


def test_two_who_decide_at_once_are_told(book: OpenBook, one: One) -> None:
    one(RetireInstrument(instrument_id="audit", revision=0))
    with refused("changed_meanwhile"):
        one(RetireInstrument(instrument_id="audit", revision=0))
    one(RetireInstrument(instrument_id="audit", revision=1))
    with refused("changed_meanwhile"):
        one(PlanApplications(instrument_id="audit", revision=1, purposes=()))


@pytest.mark.parametrize(
    "request_of",
    [
        lambda: AllowInstrument(instrument_id="nadie"),
        lambda: RetireInstrument(instrument_id="nadie"),
        lambda: PlanApplications(instrument_id="nadie", purposes=()),
        lambda: start(UUID(int=1), instrument_id="nadie"),
        lambda: start(UUID(int=1), instrument_id=ENTRY_TEST, edition="0"),
    ],
)
def test_an_instrument_that_is_not_there(one: One, request_of: Callable[[], Any]) -> None:
    with refused("instrument_unknown", "instrument_id"):
        one(request_of())
