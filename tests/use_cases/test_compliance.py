"""Compliance on a real book: each numeral moves with the record that shows it, and with nothing else."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from facilitador.domain.compliance import State
from facilitador.domain.compliance_words import told
from facilitador.domain.people import TrainingKind
from facilitador.domain.roles import Role
from facilitador.domain.services import Binding
from facilitador.domain.venues import Condition
from facilitador.messages import message
from facilitador.reference import curriculum, requirements
from facilitador.use_cases import groups, people, venues
from facilitador.use_cases.attendance import MarkUnmarked
from facilitador.use_cases.catalogue import EVIDENCE_SOURCES
from facilitador.use_cases.compliance import (
    CompliancePrint,
    ComplianceView,
    DecideOtherwise,
    DeclareCompliance,
    WithdrawStatement,
)
from facilitador.use_cases.directory import AddDirectoryEntry
from facilitador.use_cases.evaluations import RecordEvaluation
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command
from facilitador.use_cases.services import DescribeService, ServiceDetails
from facilitador.use_cases.session_logs import SaveLog
from tests.books import TODAY
from tests.use_cases.compliance_states import line, send, states, view
from tests.use_cases.logs import LOG, TOPICS, Planned, planned
from tests.use_cases.scenes import Acting, consented, one_value, refused


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Two men, one session held without a mark, one to come."""
    return planned(book, men=2, days=(-7, 7))


# -- every numeral ----------------------------------------------------------------------------------------------------


@pytest.mark.directive("7.2")
def test_each_numeral_has_records_or_a_declaration(book: OpenBook, group: Planned) -> None:
    for scope in (None, group.group_id):
        for one in view(book, scope).lines:
            assert one.evidence or one.requirement.declaration, one.requirement.numeral
            assert told(one, message)


@pytest.mark.directive("7.1", "7.2")
def test_no_room_speaks_of_a_numeral_that_is_not_asked(book: OpenBook, group: Planned) -> None:
    known = {item.numeral for item in requirements().items}
    shown = {piece.numeral for one in view(book).lines for piece in one.evidence}
    assert shown <= known
    assert len(EVIDENCE_SOURCES) > 12


def test_an_empty_book_says_what_is_missing_without_an_error(book: OpenBook) -> None:
    found = view(book)
    assert {one.state for one in found.lines} >= {State.MISSING, State.NOT_APPLICABLE, State.NOT_FOR_RECORD}
    assert all(one.requirement.force == "debe" for one in found.lines if one.state is State.MISSING)


@pytest.mark.directive("7.2")
def test_a_service_that_adheres_is_told_so(book: OpenBook) -> None:
    assert "obligado" in repr(book.ask(CompliancePrint()).result())
    service = book.ask(ServiceDetails()).result()
    send(book, DescribeService(id=service.id, name=service.name, binding=Binding.ADHERES))
    assert view(book).binding is Binding.ADHERES
    paper = repr(book.ask(CompliancePrint()).result())
    assert "adhiere a la directiva" in paper
    assert "está obligado" not in paper


# -- team, venue, agreements ------------------------------------------------------------------------------------------


@pytest.mark.directive("6.2.1", "6.3.1", "7.1")
def test_the_team_shows_who_was_designated_and_trained(book: OpenBook, group: Planned) -> None:
    assert states(book, group.group_id, "6.2.1", "6.3.1") == (State.PARTLY, State.PARTLY)
    for person in group.team:
        known = book.ask(people.PersonDetails(person_id=person)).result()
        described = people.DescribeTeamMember(
            person_id=person,
            given_names=known.given_names,
            surnames=known.surnames,
            profession="psychology",
            designation_document="Oficio 12",
            designated_on=TODAY,
        )
        trained = [
            people.RecordTraining(
                person_id=person, kind=kind, provider="DATPS", datps_assistance=True, held_on=TODAY, hours=8
            )
            for kind in TrainingKind
        ]
        send(book, described, *trained)
    assert states(book, group.group_id, "6.2.1", "6.3.1") == (State.MET, State.MET)
    assert states(book, None, "6.2.1", "6.3.1", "7.1") == (State.MET, State.MET, State.MET)


@pytest.mark.directive("6.2.3", "6.2.4", "6.4.1")
def test_hours_venue_and_agreements_are_the_groups(book: OpenBook, group: Planned) -> None:
    assert states(book, group.group_id, "6.2.3", "6.2.4", "6.4.1") == (State.MISSING, State.MISSING, State.MET)
    noisy = book.submit([venues.AddVenue(name="Local", conditions={Condition.NO_NOISE: False})]).result().ids[0]
    form: dict[str, Any] = {
        "group_id": group.group_id,
        "name": "Los Molles",
        "facilitator_ids": group.team,
        "weekday": 2,
        "starts_at": time(19),
        "agreements": ("Lo que se habla aquí se queda aquí.",),
    }
    send(book, groups.ChangeGroup(venue_id=noisy, **form))
    assert states(book, group.group_id, "6.2.3", "6.2.4") == (State.PARTLY, State.MET)
    fit = book.submit([venues.AddVenue(name="Aula", conditions=dict.fromkeys(Condition, True))]).result().ids[0]
    send(book, groups.ChangeGroup(venue_id=fit, **form))
    assert states(book, group.group_id, "6.2.3") == (State.MET,)
    assert line(book, "6.2.3", group.group_id).evidence[0].place


@pytest.mark.directive("6.2.6", "VIII")
def test_the_service_shows_how_it_is_reached_and_who_answers_for_it(book: OpenBook) -> None:
    assert states(book, None, "VIII") == (State.MISSING,)
    service = book.ask(ServiceDetails()).result()
    send(
        book,
        DescribeService(
            id=service.id, name=service.name, phone="066312345", responsible_officer="Dirección del centro"
        ),
    )
    assert states(book, None, "6.2.6", "VIII") == (State.MET, State.MET)


@pytest.mark.directive("6.2.7", "6.8.1")
def test_the_directory_shows_who_is_called_and_where_a_man_can_go(book: OpenBook) -> None:
    assert states(book, None, "6.2.7", "6.8.1") == (State.PARTLY, State.MISSING)
    checked = {"phones": ("066312345",), "verified_on": TODAY}
    send(
        book,
        AddDirectoryEntry(kind="police", name="Comisaría", emergency=True, **checked),
        AddDirectoryEntry(kind="cem", name="CEM Huamanga", emergency=True, **checked),
        AddDirectoryEntry(kind="mental_health", name="Centro comunitario", **checked),
    )
    assert states(book, None, "6.2.7", "6.8.1") == (State.MET, State.MET)


# -- men --------------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.2", "6.4.5")
def test_fichas_and_consents_are_counted_of_who_counts(book: OpenBook, group: Planned) -> None:
    assert states(book, group.group_id, "6.4.2", "6.4.5") == (State.MET, State.PARTLY)
    send(book, *(consented(man) for man in group.people))
    assert states(book, group.group_id, "6.4.5") == (State.MET,)
    assert line(book, "6.4.5").evidence[1].parameters == {"done": 2, "of": 2}


@pytest.mark.directive("6.6")
def test_what_the_law_keeps_from_the_service_is_neither_missing_nor_met(book: OpenBook, group: Planned) -> None:
    found = line(book, "6.6", group.group_id)
    assert found.state is State.MISSING
    assert "no corresponde registrarlo" in told(found, message)[1]
    asked = found.evidence[0].parameters["of"]
    send(book, RecordEvaluation(participant_id=group.people[0], factor="weapons", state="no_answer"))
    after = line(book, "6.6", group.group_id)
    assert after.state is State.PARTLY
    assert after.evidence[0].parameters == {"done": 1, "of": asked}


@pytest.mark.directive("6.4.12")
def test_it_is_never_told_whether_there_are_contacts(book: OpenBook, group: Planned) -> None:
    assert states(book, group.group_id, "6.4.12") == (State.NOT_FOR_RECORD,)
    send(book, DecideOtherwise(numeral="6.4.12", words="No tenemos con quién hacerlo con seguridad."))
    assert states(book, group.group_id, "6.4.12") == (State.DECIDED_OTHERWISE,)


# -- sessions ---------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.4", "6.4.7", "6.4.8", "6.4.9", "6.4.10")
def test_a_log_shows_technique_topics_areas_and_what_is_considered(book: OpenBook, group: Planned) -> None:
    of_the_log = ("6.4.4", "6.4.7", "6.4.9", "6.4.10 a", "6.4.10 b", "6.4.10 c", "6.4.10 d")
    assert set(states(book, group.group_id, "6.4.8", *of_the_log)) == {State.NOT_APPLICABLE}
    session = group.sessions[0]
    send(book, MarkUnmarked(session_id=session))
    assert states(book, group.group_id, "6.4.7", "6.4.9") == (State.UNDECIDED, State.MISSING)
    for looked_at in (group.group_id, None):  # of the whole service, too, straight to what lacks
        (silent,) = line(book, "6.4.9", looked_at).evidence
        assert (silent.place, silent.target_id) == ("session", session)
    send(book, SaveLog(session_id=session, **LOG))
    assert set(states(book, group.group_id, *of_the_log)) == {State.MET}
    assert states(book, group.group_id, "6.4.8") == (State.PARTLY,)
    topics, of_men = line(book, "6.4.8", group.group_id).evidence
    assert topics.parameters == {"done": 1, "of": 13}
    assert of_men.parameters == {"done": 2, "of": 2}
    assert (topics.place, topics.target_id) == ("coverage", group.group_id)
    assert line(book, "6.4.9").evidence[0].last_day == TODAY - timedelta(days=7)
    assert TOPICS[0] in LOG["topic_ids"]


@pytest.mark.directive("6.4.10")
def test_what_came_up_without_an_answer_is_not_enough(book: OpenBook, group: Planned) -> None:
    (said, *_) = curriculum().avoidances.codes
    log = {**LOG, "nothing_avoided": False, "avoided": {said: ""}}
    send(book, MarkUnmarked(session_id=group.sessions[0]), SaveLog(session_id=group.sessions[0], **log))
    assert states(book, group.group_id, "6.4.4", "6.4.10 c") == (State.MET, State.MISSING)


@pytest.mark.directive("6.7.1", "6.7.2", "6.7.3", "6.2.8", "6.11", "6.8.2", "6.8.4")
def test_where_nothing_happened_nothing_is_missing(book: OpenBook, group: Planned) -> None:
    quiet = ("5.3.4", "6.7", "6.7.1", "6.7.2", "6.7.3", "6.2.8", "6.11", "6.8.2", "6.8.3", "6.8.4")
    assert set(states(book, group.group_id, *quiet)) == {State.NOT_APPLICABLE}


# -- what is put in writing -------------------------------------------------------------------------------------------


@pytest.mark.directive("6.3.2", "6.3.4", "6.3.5", "6.4.11")
def test_what_no_record_can_show_is_missing_until_the_team_declares_it(book: OpenBook) -> None:
    told = ("6.3.2", "6.3.4", "6.3.5", "6.4.11")
    assert {line(book, one).state for one in told} == {State.MISSING}
    send(book, *(DeclareCompliance(numeral=one, words="Lo acordamos en la reunión del equipo.") for one in told))
    assert {line(book, one).state for one in told} == {State.MET}


@pytest.mark.directive("5.3", "6.3.3")
def test_a_declaration_is_signed_kept_and_withdrawn_by_a_later_one(book: OpenBook) -> None:
    send(book, DeclareCompliance(numeral="6.3.3", words="Nos reunimos el 10/11.", on=TODAY - timedelta(days=3)))
    found = line(book, "6.3.3")
    assert found.state is State.MET
    assert found.statement is not None
    assert (found.statement.stated_on, found.statement.person) == (TODAY - timedelta(days=3), book.person.full_name)
    send(book, WithdrawStatement(numeral="6.3.3", words="Se anotó por error."))
    assert line(book, "6.3.3").state is State.MISSING
    assert [one.kind for one in view(book).history] == ["declared", "withdrawn"]
    send(book, DeclareCompliance(numeral="6.3.3", words="Nos reunimos hoy."))
    assert line(book, "6.3.3").state is State.MET


def test_statements_of_one_gesture_keep_their_order(book: OpenBook) -> None:
    send(
        book,
        DeclareCompliance(numeral="5.3", words="Sí."),
        WithdrawStatement(numeral="5.3", words="No."),
        DeclareCompliance(numeral="5.3", words="Ahora sí."),
    )
    assert [one.words for one in view(book).history] == ["Sí.", "No.", "Ahora sí."]
    assert line(book, "5.3").state is State.MET


@pytest.mark.directive("6.4.7")
def test_what_is_only_preferred_may_be_decided_otherwise(book: OpenBook, group: Planned) -> None:
    send(book, MarkUnmarked(session_id=group.sessions[0]))
    send(book, DecideOtherwise(numeral="6.4.7", group_id=group.group_id, words="Este grupo dialoga sin dinámicas."))
    assert states(book, group.group_id, "6.4.7") == (State.DECIDED_OTHERWISE,)
    assert states(book, None, "6.4.7") == (State.UNDECIDED,), "the decision is that group's"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (DeclareCompliance(numeral="6.4.2", words="Sí."), "declaration_not_asked"),
        (DeclareCompliance(numeral="9.9", words="Sí."), "numeral_unknown"),
        (DeclareCompliance(numeral="5.3", words="  "), "field_required"),
        (DeclareCompliance(numeral="5.3", words="a" * 1001), "text_too_long"),
        (DeclareCompliance(numeral="5.3", words="Sí.", on=TODAY + timedelta(days=1)), "day_in_future"),
        (DeclareCompliance(numeral="5.3", words="Sí.", group_id=UUID(int=3)), "not_found"),
        (DecideOtherwise(numeral="6.4.2", words="No."), "must_not_otherwise"),
        (WithdrawStatement(numeral="5.3", words="No."), "nothing_stated"),
    ],
)
def test_what_cannot_be_stated_is_refused_and_leaves_nothing(book: OpenBook, command: Command, code: str) -> None:
    with refused(code):
        send(book, command)
    assert one_value(book, "SELECT count(*) FROM compliance_statements") == 0


def test_what_was_stated_cannot_be_changed_past_the_program(book: OpenBook) -> None:
    send(book, DeclareCompliance(numeral="5.3", words="Sí."))
    for statement in ("UPDATE compliance_statements SET words = 'No.'", "DELETE FROM compliance_statements"):
        with pytest.raises(Exception, match="append-only"):
            one_value(book, statement)


# -- who, paper, speed ------------------------------------------------------------------------------------------------


def test_staff_reads_nothing_of_it_and_supervision_may_state(book: OpenBook) -> None:
    with refused("role_may_not_read"):
        Acting(book, Role.STAFF).ask(ComplianceView())
    Acting(book, Role.SUPERVISOR).run(DeclareCompliance(numeral="5.3", words="Sí."))
    assert line(book, "5.3").state is State.MET


@pytest.mark.directive("7.2")
def test_the_paper_is_numbered_and_counts_as_followed_up(book: OpenBook, group: Planned) -> None:
    send(book, DeclareCompliance(numeral="5.3", words="Nos reunimos."))
    assert states(book, None, "7.2") == (State.MISSING,)
    paper = book.ask(CompliancePrint()).result()
    assert states(book, None, "7.2") == (State.MET,)
    text = repr(paper)
    assert "Nos reunimos." in text
    assert "N.º 000001" in text
    assert "%" not in text
    of_group = book.ask(CompliancePrint(group_id=group.group_id)).result()
    assert "Los Molles · al 20/11/2026" in repr(of_group)


@pytest.mark.directive("6.4.5")
def test_no_name_of_a_man_stands_anywhere(book: OpenBook, group: Planned) -> None:
    for man in group.people:
        group.rename(man, "Yupanquiñán")
    for scope in (None, group.group_id):
        assert "Yupanquiñán" not in repr(view(book, scope))
        assert "Yupanquiñán" not in repr(book.ask(CompliancePrint(group_id=scope)).result())


def test_more_groups_ask_no_more_of_the_book(book: OpenBook, group: Planned) -> None:
    def statements() -> int:
        seen: list[str] = []

        def ask(file: Any, _: Any) -> None:
            file.driver_connection.set_trace_callback(seen.append)

        book.with_book(ask).result()
        book.with_book(
            lambda _, runner: runner.ask(ComplianceView())
        ).result()  # at once: each piece asks a little more
        book.with_book(lambda file, _: file.driver_connection.set_trace_callback(None)).result()
        return sum(one.lstrip().startswith("SELECT") for one in seen)

    few = statements()
    send(book, *(FormGroup(name=f"Grupo {number}") for number in range(12)))
    assert 20 < few == statements()


def test_a_closed_group_is_no_longer_asked_of_the_service(book: OpenBook) -> None:
    send(book, FormGroup(name="Qantu"))
    key = UUID(bytes=one_value(book, "SELECT id FROM groups"))
    send(book, groups.StartGroup(group_id=key, on=TODAY, reason="Se completa luego."))
    assert states(book, None, "6.2.4") == (State.MISSING,)
    send(book, groups.CloseGroup(group_id=key, on=TODAY))
    assert states(book, None, "6.2.4") == (State.NOT_APPLICABLE,)
    assert states(book, key, "6.2.4") == (State.MISSING,)
    assert view(book, key).on == TODAY == date(2026, 11, 20)
