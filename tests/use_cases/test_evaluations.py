"""The initial evaluation on a real book: beside what was known, by who may, with its document (6.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlcipher3.dbapi2 import DatabaseError, IntegrityError

from facilitador.domain.evaluations import Evaluation, FactorReading, FactorState, RiskLevel, Source
from facilitador.domain.roles import Role
from facilitador.use_cases.evaluations import EvaluationOf, RecordEvaluation, WithdrawEvaluation
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.risk_levels import RecordRiskLevel, WithdrawRiskLevel
from facilitador.use_cases.services import DescribeService, ServiceDetails
from tests.books import TODAY
from tests.use_cases.scenes import Acting, ficha, refused, register, rows

Run = Callable[..., Outcome]


@pytest.fixture
def man(book: OpenBook) -> UUID:
    return register(book, ficha())[0]


def found(man: UUID, factor: str = "substance_abuse", **told: Any) -> RecordEvaluation:
    words: dict[str, Any] = {"state": FactorState.RECORDED, "known": "Bebe los sábados.", "source": Source.HIMSELF}
    return RecordEvaluation(participant_id=man, factor=factor, **(words | told))


def read(book: OpenBook, man: UUID) -> Evaluation:
    return book.ask(EvaluationOf(participant_id=man)).result()


def reading(book: OpenBook, man: UUID, factor: str = "substance_abuse") -> FactorReading:
    return next(one for one in read(book, man).factors if one.factor.code == factor)


def competent(book: OpenBook, run: Run) -> None:
    service = book.ask(ServiceDetails()).result()
    run(DescribeService(name=service.name, criminal_data_competent=True, competence_basis="Ley del servicio"))


@pytest.mark.directive("6.6")
def test_nothing_was_asked_and_that_is_not_a_no(book: OpenBook, run: Run, man: UUID) -> None:
    before = read(book, man)
    assert (len(before.factors), before.not_evaluated, before.risk) == (11, 10, None)

    run(found(man, "weapons", state=FactorState.NONE_KNOWN, known=""))
    run(found(man, "threats", state=FactorState.NO_ANSWER, known="", source=None))

    assert reading(book, man, "weapons").state is FactorState.NONE_KNOWN
    assert reading(book, man, "threats").state is FactorState.NO_ANSWER
    assert reading(book, man, "criminal_record").state is FactorState.NOT_APPLICABLE
    assert read(book, man).not_evaluated == 8


@pytest.mark.directive("6.6")
def test_what_is_learnt_later_stands_beside_what_was_known(book: OpenBook, run: Run, man: UUID) -> None:
    first = run(found(man, assessed_on=TODAY - timedelta(30))).ids[0]
    second = run(found(man, known="Dejó de beber.", level="stopped")).ids[0]

    now = reading(book, man)

    assert [entry.id for entry in now.entries] == [second, first]
    assert now.changed == {"known", "level"}
    latest = now.latest
    assert latest is not None
    assert (latest.assessed_on, latest.assessed_by, latest.finding.source) == (TODAY, book.person.id, Source.HIMSELF)
    assert now.entries[1].finding.known == "Bebe los sábados."


def test_the_file_itself_lets_nothing_be_overwritten(book: OpenBook, run: Run, man: UUID) -> None:
    run(found(man), RecordRiskLevel(participant_id=man, level=RiskLevel.MILD, told_by="Fiscalía", told_on=TODAY))

    with pytest.raises((DatabaseError, IntegrityError), match="only added to"):
        rows(book, "UPDATE evaluation_entries SET known = ''")
    with pytest.raises((DatabaseError, IntegrityError), match="stays"):
        rows(book, "DELETE FROM evaluation_entries")
    with pytest.raises((DatabaseError, IntegrityError), match="only added to"):
        rows(book, "UPDATE risk_levels SET level = 'severe'")


def test_a_diagnosis_needs_its_document_and_the_book_holds_to_it(book: OpenBook, run: Run, man: UUID) -> None:
    with refused("evaluation_needs_document", "document_institution"):
        run(found(man, "medical_history", diagnosis="Epilepsia"))
    run(found(man, "medical_history", diagnosis="Epilepsia", document_institution="Posta", document_date=TODAY))

    latest = reading(book, man, "medical_history").latest
    assert latest is not None
    assert (latest.finding.document_institution, latest.finding.document_date) == ("Posta", TODAY)


def test_what_was_written_of_another_man_is_withdrawn_once_and_stays_in_sight(
    book: OpenBook, run: Run, man: UUID
) -> None:
    key = run(found(man)).ids[0]
    with refused("field_required", "reason"):
        run(WithdrawEvaluation(entry_id=key, reason=" "))
    run(WithdrawEvaluation(entry_id=key, reason="Era de otro participante."))

    now = reading(book, man)
    assert (now.state, len(now.entries)) == (FactorState.NOT_EVALUATED, 1)
    withdrawal = now.entries[0].withdrawal
    assert withdrawal is not None
    assert (withdrawal.on, withdrawal.by, withdrawal.reason) == (TODAY, book.person.id, "Era de otro participante.")
    with refused("evaluation_withdrawn"):
        run(WithdrawEvaluation(entry_id=key, reason="Otra vez."))
    with refused("not_found", "entry_id"):
        run(WithdrawEvaluation(entry_id=UUID(int=9), reason="Nada."))


def test_criminal_matters_only_by_a_competent_service(book: OpenBook, run: Run, man: UUID) -> None:
    criminal = found(man, "criminal_record", known="Sentencia de 2019", source=Source.AUTHORITY)
    with refused("evaluation_needs_competence", "factor"):
        run(criminal)
    competent(book, run)
    run(criminal)
    assert reading(book, man, "criminal_record").state is FactorState.RECORDED


def test_what_does_not_exist_is_refused(book: OpenBook, run: Run, man: UUID) -> None:
    with refused("evaluation_factor_unknown", "factor"):
        run(found(man, "mood"))
    with refused("not_found"):
        run(found(UUID(int=9)))
    with refused("not_found", "assessed_by"):
        run(found(man, assessed_by=UUID(int=9)))
    assert [entry for factor in read(book, man).factors for entry in factor.entries] == []


@pytest.mark.directive("6.6")
def test_the_level_of_risk_is_the_one_told_last_with_who_and_when(book: OpenBook, run: Run, man: UUID) -> None:
    severe = RecordRiskLevel(
        participant_id=man, level=RiskLevel.SEVERE, told_by=" 1.er Juzgado ", told_on=TODAY, reference="123-2026"
    )
    early = RecordRiskLevel(participant_id=man, level=RiskLevel.MILD, told_by="Comisaría", told_on=TODAY - timedelta(9))
    key = run(severe, early).ids[0]

    evaluation = read(book, man)
    risk = evaluation.risk
    assert risk is not None
    assert (risk.level, risk.told_by, risk.told_on, risk.reference) == (
        RiskLevel.SEVERE,
        "1.er Juzgado",
        TODAY,
        "123-2026",
    )
    assert [one.level for one in evaluation.risk_levels] == [RiskLevel.SEVERE, RiskLevel.MILD]
    run(WithdrawRiskLevel(risk_level_id=key, reason="Era de otro."))
    standing = read(book, man).risk
    assert standing is not None
    assert standing.level is RiskLevel.MILD
    with refused("evaluation_withdrawn"):
        run(WithdrawRiskLevel(risk_level_id=key, reason="Otra vez."))
    with refused("field_required", "told_by"):
        run(RecordRiskLevel(participant_id=man, level=RiskLevel.MILD, told_by=" ", told_on=TODAY))
    with refused("day_in_future", "told_on"):
        run(RecordRiskLevel(participant_id=man, level=RiskLevel.MILD, told_by="PNP", told_on=TODAY + timedelta(1)))


def test_staff_sees_nothing_of_it_and_a_supervisor_reads(book: OpenBook, run: Run, man: UUID) -> None:
    run(found(man))
    with refused("role_may_not_read"):
        Acting(book, Role.STAFF).ask(EvaluationOf(participant_id=man))
    supervisor = Acting(book, Role.SUPERVISOR)
    assert len(supervisor.ask(EvaluationOf(participant_id=man)).factors) == 11
    with refused("role_may_not_write"):
        supervisor.run(found(man))


def test_that_it_was_seen_is_recorded(book: OpenBook, man: UUID) -> None:
    read(book, man)
    assert rows(book, "SELECT subject_id, details FROM audit_entries WHERE action = 'View'") == [
        (man.bytes, '{"view":"EvaluationOf"}')
    ]
