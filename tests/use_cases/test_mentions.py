"""Where a name stands in texts that stay: found where it was written, in the file and back; decided before he goes."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
import sqlalchemy as sa

from facilitador.db.queries.mentions import NOT_READ, PLACES
from facilitador.db.tables.base import metadata
from facilitador.db.types import Json
from facilitador.domain.calls import CallPurpose, CallResult
from facilitador.domain.mentions import LeftNamed, MentionPlace
from facilitador.domain.rights import RightsKind, RightsOutcome
from facilitador.domain.roles import Role
from facilitador.domain.trail_words import told
from facilitador.use_cases.audit import AuditTrail
from facilitador.use_cases.calls import RecordCall
from facilitador.use_cases.mentions import NameMentions
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.practices import RecordPractice
from facilitador.use_cases.retention import ConfirmPurge, ProposePurge
from facilitador.use_cases.rights import AnswerRightsRequest, RegisterRightsRequest
from facilitador.use_cases.session_logs import SaveLog
from tests.books import TODAY
from tests.use_cases.later import On
from tests.use_cases.logs import LOG, planned
from tests.use_cases.scenes import Acting, ficha, refused, register

OTHER = UUID(int=5)
NAHUI = ficha(60, paternal_surname="Ñahui", maternal_surname="D’Álvarez", given_names="José Manuel")
_WRITTEN = 100  # letters of a column in which a sentence may be typed


def found(book: OpenBook, man: UUID) -> list[tuple[MentionPlace, str, UUID | None, tuple[str, ...]]]:
    mentions = book.ask(NameMentions(participant_id=man)).result().mentions
    return [(one.place, one.group, one.subject_id, one.words) for one in mentions]


def practice(done: str) -> RecordPractice:
    return RecordPractice(title="Dibujar", done=done, worked="Sí.")


def test_every_table_with_texts_is_looked_through_or_says_why_not() -> None:
    codes = re.compile(r"id|kind|key|state|status|edition|hash|sort|fold")
    texts = {
        table.name
        for table in metadata.tables.values()
        for one in table.columns
        if isinstance(one.type, Json) or (isinstance(one.type, sa.String) and (one.type.length or 0) >= _WRITTEN)
        if not codes.search(one.name)
    }
    looked = {place.table for place in PLACES}
    only_codes = {
        *("access_reviews", "attendance_settings", "instrument_settings", "absence_rules", "curricula"),
        *("own_curricula", "roster_import_rows"),
    }
    assert texts - looked - NOT_READ.keys() - only_codes == set()
    assert not looked & NOT_READ.keys()
    assert all(place.columns for place in PLACES)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lo contó nahui jose", ("nahui", "jose")),
        ("Vino DÁLVAREZ, el de siempre", ("DÁLVAREZ",)),
        ("D'Alvarez no vino", ("D'Alvarez",)),
        ("José habló de su casa", ()),
        ("Nahuinta y Jose", ()),
    ],
)
def test_a_practice_that_names_him_is_found_however_he_is_written(
    book: OpenBook, text: str, words: tuple[str, ...]
) -> None:
    (man,) = register(book, NAHUI)
    book.submit([practice(text)]).result()

    assert [one[3] for one in found(book, man)] == ([words] if words else [])


def test_a_surname_that_others_bear_names_nobody_alone(book: OpenBook) -> None:
    man, _ = register(book, NAHUI, {**ficha(61), "paternal_surname": "Ñahui"})
    book.submit([practice("Vino Ñahui."), practice("Vino Ñahui José.")]).result()

    assert [one[3] for one in found(book, man)] == [("Ñahui", "José")]


def test_in_his_groups_one_word_is_enough_and_what_is_his_own_goes_with_him(book: OpenBook) -> None:
    group = planned(book, men=2, days=(-7,))
    man, companion = group.people
    given = ficha()["given_names"].split()[0]
    log = {**LOG, "narrative": f"{given} contó su semana."}
    book.submit(
        [
            SaveLog(session_id=group.sessions[0], **log),
            *(
                RecordCall(
                    enrolment_id=stint,
                    purpose=CallPurpose.ABSENT,
                    result=CallResult.NO_ANSWER,
                    note=f"Dijo que {given} sabe.",
                )
                for stint in group.stints
            ),
            practice(f"{given} lo propuso."),
        ]
    ).result()

    assert found(book, man) == [
        (MentionPlace.SESSION, "Los Molles", group.sessions[0], (given,)),
        (MentionPlace.CALL, "Los Molles", companion, (given,)),
    ]


def test_who_may_not_take_data_out_is_not_told(book: OpenBook) -> None:
    (man,) = register(book, NAHUI)
    with refused("role_may_not_read"):
        Acting(book, Role.STAFF).ask(NameMentions(participant_id=man))
    with refused("not_found", "participant_id"):
        book.ask(NameMentions(participant_id=OTHER)).result()


def _going(book: OpenBook) -> tuple[UUID, UUID]:
    """A man who asked to be taken out, and what was proposed."""
    (man,) = register(book, NAHUI)
    key = book.submit([RegisterRightsRequest(participant_id=man, kind=RightsKind.CANCELLATION)]).result().ids[0]
    book.submit([AnswerRightsRequest(request_id=key, outcome=RightsOutcome.DONE)]).result()
    return man, book.submit([ProposePurge(participant_id=man)]).result().ids[0]


def test_whoever_takes_him_out_says_what_happens_to_the_texts_that_name_him(book: OpenBook) -> None:
    man, proposal = _going(book)
    book.submit([practice("Lo propuso José Ñahui."), practice("Ñahui otra vez.")]).result()
    assert len(found(book, man)) == 2
    other = On(book, TODAY, OTHER)

    with refused("purge_mentions_undecided", "left_named"):
        other.run(ConfirmPurge(proposal_id=proposal))
    with refused("purge_mentions_changed", "seen_mentions"):
        other.run(ConfirmPurge(proposal_id=proposal, left_named=LeftNamed.NEEDED, seen_mentions=1))
    other.run(ConfirmPurge(proposal_id=proposal, left_named=LeftNamed.NEEDED, seen_mentions=2))

    said = [told(entry.action, entry.details) for entry in Acting(book, Role.SUPERVISOR).ask(AuditTrail())]
    assert any("(2): hacen falta para otras personas" in one for one in said)


def test_where_nothing_names_him_nothing_is_asked(book: OpenBook) -> None:
    _, proposal = _going(book)

    On(book, TODAY, OTHER).run(ConfirmPurge(proposal_id=proposal))

    said = [told(entry.action, entry.details) for entry in Acting(book, Role.SUPERVISOR).ask(AuditTrail())]
    assert not any("textos con el nombre" in one for one in said)
