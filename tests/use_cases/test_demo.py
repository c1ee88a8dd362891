"""The example data: plausible, invented, the same every time, and made by the commands of real work."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitador import bootstrap
from facilitador.domain.applications import Purpose
from facilitador.domain.compliance import State
from facilitador.domain.due import Urgency
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.exclusions import Outcome
from facilitador.domain.groups import AgeBand, GroupLine, GroupStatus
from facilitador.domain.participants import Participant, ParticipantLine
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus
from facilitador.use_cases import books
from facilitador.use_cases.application_records import Applications, CriticalAnswers, MissingApplications
from facilitador.use_cases.books import Environment
from facilitador.use_cases.compliance import ComplianceView
from facilitador.use_cases.demo import demo_book
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.evaluations import EvaluationOf
from facilitador.use_cases.exclusions import ExclusionCheckOf
from facilitador.use_cases.groups import GroupOverview, Groups
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ParticipantRecord, Participants, RegisterParticipant
from facilitador.use_cases.people import People
from facilitador.use_cases.session_logs import SessionLogPage
from facilitador.use_cases.session_plans import GroupSessions
from facilitador.use_cases.venues import Venues
from tests.books import TODAY, make_environment
from tests.source_trees import PROJECT


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    """The example book, open; only read by these tests."""
    book = bootstrap.open_demo(make_environment(tmp_path_factory.mktemp("app-data"))).result()
    yield book
    book.close()


@pytest.fixture(scope="module")
def groups(demo: OpenBook) -> dict[str, GroupLine]:
    """Its groups by the last word of their names."""
    return {line.group.name.split()[-1]: line for line in demo.ask(Groups()).result()}


@pytest.fixture(scope="module")
def men(demo: OpenBook) -> tuple[ParticipantLine, ...]:
    """Every man, by name."""
    return demo.ask(Participants()).result()


@pytest.fixture(scope="module")
def records(demo: OpenBook, men: tuple[ParticipantLine, ...]) -> tuple[Participant, ...]:
    """Every man's record."""
    return tuple(demo.ask(ParticipantRecord(participant_id=man.id)).result() for man in men)


def numbered() -> Iterator[UUID]:
    return (UUID(int=number) for number in count(1))


def test_it_is_marked_as_invented(demo: OpenBook) -> None:
    assert demo.demo
    assert "ejemplo" in demo.title


def test_it_leaves_nothing_behind(tmp_path: Path) -> None:
    app_data = tmp_path / "app-data"
    book = bootstrap.open_demo(make_environment(app_data)).result()
    folder = book.opened.path.parent
    assert book.opened.path.is_file()

    book.close()

    assert not folder.exists()
    assert not app_data.exists()


def test_it_leaves_nothing_behind_where_nobody_closes_it(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys; from facilitador import bootstrap; "
        "around = bootstrap.environment(pathlib.Path(sys.argv[1])); "
        "print(bootstrap.open_demo(around).result().opened.path)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=PROJECT, capture_output=True, check=True, encoding="utf-8"
    )

    assert done.stdout.startswith("/") or ":" in done.stdout
    assert not Path(done.stdout.strip()).parent.exists()


def test_what_is_done_in_it_works_until_it_is_closed(environment: Environment) -> None:
    book = bootstrap.open_demo(environment).result()
    try:
        answers = {"paternal_surname": "Sonko", "given_names": "Pío"}
        key = book.submit([RegisterParticipant(answers=answers)]).result().ids[0]
        assert book.ask(ParticipantRecord(participant_id=key)).result().full_name == "Sonko, Pío"
    finally:
        book.close()


def test_the_same_day_gives_the_same_data() -> None:
    first, second = numbered(), numbered()

    one = demo_book(TODAY, lambda: next(first))
    other = demo_book(TODAY, lambda: next(second))

    assert msgspec.json.encode(list(one.first_commands)) == msgspec.json.encode(list(other.first_commands))


@pytest.mark.directive("6.4.1", "6.3.1", "6.6")
def test_groups_stand_at_different_moments(demo: OpenBook, groups: dict[str, GroupLine]) -> None:
    amancay, retama, qantu, wayra = (groups[name] for name in ("Amancay", "Retama", "Qantu", "Wayra"))

    assert (amancay.group.status, amancay.counting, amancay.waiting) == (GroupStatus.RUNNING, 15, 2)
    assert (retama.group.status, retama.counting, retama.waiting) == (GroupStatus.CLOSED, 0, 0)
    assert qantu.group.status is GroupStatus.FORMING
    assert (wayra.group.age_band, wayra.group.status) == (AgeBand.ADOLESCENTS, GroupStatus.RUNNING)
    assert wayra.group.start_reason
    missing = {item.code for item in demo.ask(GroupOverview(group_id=qantu.group.id)).result().missing}
    assert {"missing_designation", "missing_hours", "missing_agreements", "missing_condition_no_noise"} <= missing
    for line in groups.values():
        assert line.group.first_day is not None
        assert line.group.first_day.weekday() == line.group.weekday


def test_every_status_of_the_table_can_be_seen(demo: OpenBook, groups: dict[str, GroupLine]) -> None:
    seen = {
        entry.stint.status for line in groups.values() for entry in demo.ask(Roster(group_id=line.group.id)).result()
    }

    assert seen == set(EnrolmentStatus)


def test_stays_have_histories(records: tuple[Participant, ...]) -> None:
    returned = [man for man in records if len(man.stints) > 1]
    longest = max((stint for man in records for stint in man.stints), key=lambda stint: len(stint.events))

    assert returned
    assert len(longest.events) >= 4
    assert [event.on for event in longest.events] == sorted(event.on for event in longest.events)


def test_fichas_are_complete_and_incomplete(records: tuple[Participant, ...]) -> None:
    complete = [man for man in records if man.complete]

    assert 30 <= len(records) <= 40
    assert len(complete) >= 20
    assert any(man.consent_missing for man in records)
    assert any(man.missing for man in records)
    assert any(man.serves_sentence for man in records)


def test_names_come_from_all_over(records: tuple[Participant, ...]) -> None:
    tongues = {str(man.answers.get("mother_tongue")) for man in records}
    letters = set("".join(man.full_name for man in records))

    assert {"quechua", "aimara", "ashaninka", "awajun", "shipibo_konibo", "spanish"} <= tongues
    assert set("Ññʼáéíóü") <= letters


def test_nobody_can_be_called_or_looked_up(records: tuple[Participant, ...]) -> None:
    phones = [str(man.answers[name]) for man in records for name in man.answers if "phone" in name]
    documents = [str(man.answers["document_number"]) for man in records if "document_number" in man.answers]
    own_phones = [man.answers["phone"] for man in records if "phone" in man.answers]
    mails = [str(man.answers["email"]) for man in records if "email" in man.answers]

    assert phones
    assert all(phone.startswith("900000") for phone in phones)
    assert all(document.startswith("9900") for document in documents)
    assert all(mail.endswith(".example") for mail in mails)
    assert len(set(documents)) == len(documents)
    assert len(set(own_phones)) == len(own_phones)


def test_team_and_venues(demo: OpenBook) -> None:
    team = demo.ask(People()).result()
    opener = next(person for person in team if person.id == demo.person.id)

    assert len(team) == 4
    assert len(opener.trainings) == 3
    assert opener.designation_document
    assert len(demo.ask(Venues()).result()) == 2


def test_sessions_stand_at_every_moment(demo: OpenBook, groups: dict[str, GroupLine]) -> None:
    of = {name: demo.ask(GroupSessions(group_id=line.group.id)).result() for name, line in groups.items()}
    assert of["Qantu"] == ()
    assert {one.state for one in of["Retama"]} == {SessionState.HELD, SessionState.CANCELLED}
    assert {one.log_status for one in of["Retama"] if one.state is SessionState.HELD} == {LogStatus.CLOSED}
    assert {one.state for one in of["Amancay"]} == set(SessionState)
    held = [one for name in ("Amancay", "Wayra") for one in of[name] if one.state is SessionState.HELD]
    assert {one.log_status for one in held} == set(LogStatus)
    assert any(one.amendments for one in held)


@pytest.mark.directive("6.4.5", "6.4.7", "6.4.9", "6.4.10")
def test_logs_are_written_as_they_should_be(demo: OpenBook, groups: dict[str, GroupLine]) -> None:
    logs = [
        demo.ask(SessionLogPage(session_id=one.id)).result()
        for name in ("Amancay", "Retama", "Wayra")
        for one in demo.ask(GroupSessions(group_id=groups[name].group.id)).result()
        if one.log_status is LogStatus.CLOSED
    ]
    assert len(logs) > 20
    assert [gap for log in logs for gap in log.gaps] == []
    assert [one.word for log in logs for one in log.named] == []
    assert any(log.log.text.few_facilitators_reason for log in logs)


def test_home_has_something_to_do(demo: OpenBook) -> None:
    assert {item.code for item in demo.ask(Home()).result()} >= {"due_group_lacks", "due_fichas_incomplete"}


@settings(max_examples=8)
@given(today=st.dates(date(2026, 1, 1), date(2060, 12, 31)))
def test_it_can_be_made_on_any_day(tmp_path_factory: pytest.TempPathFactory, today: date) -> None:
    folder = tmp_path_factory.mktemp("any-day")
    environment = make_environment(folder / "app-data")
    on_that_day = replace(environment, circumstances=replace(environment.circumstances, today=lambda: today))
    new = demo_book(today, environment.circumstances.new_id)

    book, _ = books.create(folder / "ejemplo", new, on_that_day).result()
    try:
        lines = book.ask(Groups()).result()
        assert {line.counting for line in lines if line.group.name == "Grupo Amancay"} == {15}
        assert all(
            line.group.started_on is None or line.group.started_on <= today - timedelta(days=21) for line in lines
        )
    finally:
        book.close()


@pytest.mark.directive("6.4.3")
def test_most_men_answered_and_one_answer_waits(demo: OpenBook, groups: dict[str, GroupLine]) -> None:
    amancay, retama, wayra = (groups[name].group.id for name in ("Amancay", "Retama", "Wayra"))
    made = {key: demo.ask(Applications(group_id=key)).result() for key in (amancay, retama)}

    assert {line.purpose for line in made[retama]} == {Purpose.ENTRY, Purpose.EXIT}
    assert 10 <= len(made[amancay]) < 15
    assert {one.mandated for one in demo.ask(MissingApplications(group_id=wayra)).result()} == {True, False}
    (waiting,) = demo.ask(CriticalAnswers()).result()
    assert waiting.application_id in {line.id for line in made[amancay]}
    first = [item.code for item in demo.ask(Home()).result() if item.urgency is Urgency.PROTECTION]
    assert sorted(first) == ["due_critical_answer", "due_door_refusal"]


def test_men_were_evaluated_and_decided_about(demo: OpenBook, men: tuple[ParticipantLine, ...]) -> None:
    evaluations = [demo.ask(EvaluationOf(participant_id=man.id)).result() for man in men]
    (twice,) = [one for one in evaluations if any(reading.changed for reading in one.factors)]
    assert twice.risk is not None
    assert 0 < twice.not_evaluated < len(twice.factors)
    decisions = [one for man in men for one in demo.ask(ExclusionCheckOf(participant_id=man.id)).result().decisions]
    assert Counter(one.outcome for one in decisions) == {Outcome.CONDITIONS: 1, Outcome.NOT_CONTINUING: 1}
    assert all(one.told is not None for one in decisions)
    assert "due_decision_review" in {item.code for item in demo.ask(Home()).result()}


def test_the_team_declared_some_of_it_and_decided_one_thing_otherwise(demo: OpenBook) -> None:
    seen = demo.ask(ComplianceView()).result()
    states = {line.requirement.numeral: line.state for line in seen.lines}
    assert (states["6.3.3"], states["6.4.12"]) == (State.MET, State.DECIDED_OTHERWISE)
    assert set(states.values()) >= {State.MET, State.PARTLY, State.MISSING}
