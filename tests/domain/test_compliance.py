"""From evidence and what was put in writing to the state of a numeral."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain import compliance as rules
from facilitador.domain.catalogues import Force
from facilitador.domain.compliance import (
    ComplianceScope,
    Evidence,
    Finding,
    Requirement,
    Span,
    State,
    Statement,
    StatementKind,
    assess,
    counted,
    in_force,
)
from facilitador.domain.compliance_words import told
from facilitador.errors import UserFacingError
from facilitador.messages import message
from facilitador.reference import requirements

GROUP, OTHER = UUID(int=1), UUID(int=2)
EVIDENCE = st.lists(st.sampled_from(Finding)).map(lambda found: [Evidence("1.1", one, "evidence_cem") for one in found])
KINDS = st.none() | st.sampled_from((StatementKind.DECLARED, StatementKind.DECIDED_OTHERWISE))


def asked(force: Force = Force.MUST, declaration: str = "", span: Span = Span.BOTH) -> Requirement:
    return Requirement("1.1", "1", "Se hace.", force, span, "Los registros.", "", declaration, "")


def statement(kind: StatementKind, group: UUID | None = None, words: str = "Así.") -> Statement:
    return Statement(UUID(int=9), group, "1.1", "2026-1", kind, words, date(2026, 11, 20), "Rosa Huamán")


@given(EVIDENCE, st.sampled_from(Force), KINDS, st.booleans())
@pytest.mark.directive("7.2")
def test_only_what_is_demanded_is_ever_missing(
    found: list[Evidence], force: Force, kind: StatementKind | None, declares: bool
) -> None:
    line = assess(asked(force, "Se hizo." if declares else ""), found, statement(kind) if kind else None)
    if line.state is State.MISSING:
        assert force is Force.MUST
    if line.state is State.DECIDED_OTHERWISE:
        assert force is not Force.MUST
        assert kind is StatementKind.DECIDED_OTHERWISE
    if line.state is State.UNDECIDED:
        assert force is not Force.MUST


@given(EVIDENCE, st.sampled_from(Force))
def test_what_may_not_be_recorded_neither_meets_nor_lacks(found: list[Evidence], force: Force) -> None:
    noted = [*found, rules.only_noted("1.1", "evidence_never_told")]
    before, after = assess(asked(force), found, None).state, assess(asked(force), noted, None).state
    assert after is (before if found else State.NOT_FOR_RECORD)


@pytest.mark.parametrize(
    ("done", "of", "state"),
    [(0, 0, State.NOT_APPLICABLE), (0, 3, State.MISSING), (1, 3, State.PARTLY), (3, 3, State.MET), (4, 2, State.MET)],
)
def test_counts_become_states(done: int, of: int, state: State) -> None:
    assert assess(asked(), [counted("1.1", "evidence_fichas", done, of, "group")], None).state is state


def test_a_declaration_is_one_part_beside_the_records() -> None:
    whole = counted("1.1", "evidence_fichas", 2, 2, "group")
    needs = asked(declaration="Se hizo.")
    declared = statement(StatementKind.DECLARED)
    assert assess(needs, [whole], None).state is State.PARTLY
    assert assess(needs, [whole], declared).state is State.MET
    assert assess(needs, [], declared).state is State.MET
    assert assess(needs, [], None).state is State.MISSING
    assert assess(asked(), [counted("1.1", "evidence_fichas", 0, 2, "group")], declared).state is State.MISSING


def test_what_is_met_is_met_whatever_was_decided() -> None:
    decided = statement(StatementKind.DECIDED_OTHERWISE)
    preferred = asked(Force.PREFERRED)
    assert assess(preferred, [counted("1.1", "evidence_fichas", 1, 1, "group")], decided).state is State.MET
    assert assess(preferred, [counted("1.1", "evidence_fichas", 1, 2, "group")], decided).state is (
        State.DECIDED_OTHERWISE
    )
    assert assess(asked(), [counted("1.1", "evidence_fichas", 0, 2, "group")], decided).state is State.MISSING


def test_the_later_statement_holds_and_the_services_holds_for_its_groups() -> None:
    service = statement(StatementKind.DECLARED)
    own = statement(StatementKind.DECLARED, GROUP, "Aquí.")
    assert in_force([service], GROUP) == {"1.1": service}
    assert in_force([own, service], GROUP) == {"1.1": own}
    assert in_force([own], None) == {}
    assert in_force([own, statement(StatementKind.WITHDRAWN, GROUP)], GROUP) == {}
    assert in_force([service, own, statement(StatementKind.WITHDRAWN, GROUP)], GROUP) == {"1.1": service}


def test_a_scope_is_asked_only_for_what_concerns_it() -> None:
    of_group = rules.lines(requirements(), ComplianceScope(GROUP), [], {})
    of_service = rules.lines(requirements(), ComplianceScope(), [], {})
    assert all(line.requirement.span is not Span.SERVICE for line in of_group)
    assert all(line.requirement.span is not Span.GROUP for line in of_service)
    order = [item.numeral for item in requirements().items]
    assert [line.requirement.numeral for line in of_service] == [n for n in order if n in order]


@pytest.mark.parametrize(
    ("kind", "force", "declaration", "code"),
    [
        (StatementKind.DECLARED, Force.MUST, "", "declaration_not_asked"),
        (StatementKind.DECIDED_OTHERWISE, Force.MUST, "Sí.", "must_not_otherwise"),
        (StatementKind.WITHDRAWN, Force.MUST, "Sí.", "nothing_stated"),
    ],
)
def test_what_may_not_be_stated_is_refused(kind: StatementKind, force: Force, declaration: str, code: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        rules.check_statement(asked(force, declaration), kind, None, None)
    assert refused.value.code == code


def test_a_group_cannot_take_back_what_the_service_stated() -> None:
    standing = statement(StatementKind.DECLARED)
    rules.check_statement(asked(declaration="Sí."), StatementKind.WITHDRAWN, standing, None)
    with pytest.raises(UserFacingError) as refused:
        rules.check_statement(asked(declaration="Sí."), StatementKind.WITHDRAWN, standing, GROUP)
    assert refused.value.code == "nothing_stated"


def test_words_leave_out_what_does_not_apply_beside_what_does() -> None:
    nothing, some = counted("1.1", "evidence_cem", 0, 0, ""), counted("1.1", "evidence_fichas", 1, 2, "")
    assert told(assess(asked(), [nothing, some], None), message) == ("Fichas completas: 1 de 2.",)
    assert told(assess(asked(), [nothing], None), message) == ("Todavía no hay registros a los que se aplique.",)
    dated = counted("1.1", "evidence_fichas", 1, 2, "", last=date(2026, 3, 9))
    assert told(assess(asked(), [dated], None), message) == ("Fichas completas: 1 de 2. Lo último, el 09/03/2026.",)
    signed = told(assess(asked(declaration="Se hizo."), [], statement(StatementKind.DECLARED)), message)
    assert signed == ("Declarado para todo el servicio el 20/11/2026 por Rosa Huamán: Así.",)
