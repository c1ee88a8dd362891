"""Papers of a referral: the letter, numbered, its outside, his own sheet; and the blank letter."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import referrals as queries
from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.documents import referral_letters
from facilitador.documents.blocks import Document, Letterhead
from facilitador.domain.calls import own_phones
from facilitador.domain.catalogues import Catalogue
from facilitador.domain.consent_effects import ConsentUse
from facilitador.domain.dates import format_date
from facilitador.domain.participants import StoredParticipant
from facilitador.domain.phones import display_phone
from facilitador.domain.referrals import (
    REASON_LABELS,
    URGENCY_LABELS,
    Referral,
    ReferralReason,
    safe_outside,
)
from facilitador.domain.roles import Section
from facilitador.domain.services import Service
from facilitador.errors import UserFacingError
from facilitador.reference import catalogue
from facilitador.use_cases.consent_gates import require_since
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.referrals import standing
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler

NEUTRAL: Final = "Servicio de orientación"
"""The sender where the name of the service would say too much, or is asked not to stand there."""

_FRONT_DESK: Final = "Mesa de partes"


class ReferralLetterPrint(Query[Document], kw_only=True):
    """The letter with its answer to tear off, numbered; refused where nothing may be told."""

    referral_id: UUID


class ReferralCoverPrint(Query[Document], kw_only=True):
    """The outside of the letter."""

    referral_id: UUID


class ReferralHandOutPrint(Query[Document], kw_only=True):
    """His own sheet: where, when, what to bring; no name on it."""

    referral_id: UUID


class BlankReferralLetterPrint(Query[Document], kw_only=True):
    """The letter to be filled by hand."""


def outside_head(service: Service | None, *, neutral: bool = False) -> Letterhead:
    """The head of what others may see: the service's name only where it does not say what it works on."""
    head = letterhead(service)
    return Letterhead(NEUTRAL if neutral else safe_outside(head.service, NEUTRAL), head.place, discreet=True)


def ways_to_ask(service: Service | None) -> tuple[str, ...]:
    """How the service is reached (6.2.6), without its name."""
    if service is None:
        return ()
    known = (
        ("Teléfono", display_phone(service.phone) if service.phone else ""),
        ("Correo", service.email),
        ("Dirección", service.address),
    )
    return tuple(f"{name}: {value}" for name, value in known if value)


def blank_letter(service: Service | None) -> Document:
    """The letter to be filled by hand; without a service its head is a line to write on."""
    return referral_letters.compose_letter(
        referral_letters.ReferralLetter(
            letterhead=letterhead(service),
            number=None,
            code=None,
            sent_on=None,
            institution=None,
            full_name=None,
            contact=None,
            reason=None,
            why=None,
            urgency=None,
            told=(),
            ground=None,
            serves_sanction=False,
            answer_to=ways_to_ask(service),
            urgencies=tuple(URGENCY_LABELS.values()),
            choices=_texts(catalogue("referral_shares")),
        )
    )


def _texts(listed: Catalogue) -> tuple[str, ...]:
    return tuple(item.text for item in listed.items)


def _letter(tx: Transaction, query: ReferralLetterPrint) -> Document:
    one = standing(queries.referral(tx, query.referral_id).referral)
    if one.sharing.revoked_on is not None:
        raise UserFacingError("referral_consent_revoked", day=format_date(one.sharing.revoked_on))
    if one.sharing.consented_on is not None:
        require_since(tx, one.participant_id, one.sharing.consented_on, ConsentUse.REFERRAL, field="referral_id")
    if not one.sharing.may_be_told:
        raise UserFacingError("referral_letter_tells_nothing")
    man, service = participant_queries.stored(tx, one.participant_id), service_queries.service(tx)
    items = frozenset(one.sharing.items)
    return referral_letters.compose_letter(
        referral_letters.ReferralLetter(
            letterhead=outside_head(service, neutral=True) if one.neutral_sender else letterhead(service),
            number=numbered(tx, "referral-letter", man.id),
            code=one.code,
            sent_on=one.events[0].on,
            institution=one.institution,
            full_name=man.full_name if "identity" in items else _KEPT,
            contact=_contact(man) if "identity" in items else _KEPT,
            reason=REASON_LABELS[one.reason] if "reason" in items else _KEPT,
            why=one.why if "reason" in items else _KEPT,
            urgency=URGENCY_LABELS[one.urgency],
            told=tuple(catalogue("referral_shares").text(code) for code in one.sharing.items),
            ground=_ground(one),
            serves_sanction=one.reason is ReferralReason.SANCTION and "reason" in items,
            answer_to=ways_to_ask(service) if "follow_up" in items or one.sharing.legal_basis else (),
            urgencies=(),
            choices=(),
        )
    )


_KEPT: Final = "No se comunica."


def _contact(man: StoredParticipant) -> str:
    return " o ".join(map(display_phone, own_phones(man.answers))) or "Por medio de este servicio"


def _ground(one: Referral) -> str:
    if one.sharing.consented_on is not None:
        by = f" de {one.sharing.guardian_name}, que lo representa," if one.sharing.guardian_name else ""
        return f"Se comunica con el acuerdo{by} dado el {format_date(one.sharing.consented_on)}."
    basis = catalogue("referral_bases").text(one.sharing.legal_basis)
    return f"Se comunica sin su acuerdo, solo lo indispensable: {basis}."


def _cover(tx: Transaction, query: ReferralCoverPrint) -> Document:
    one = standing(queries.referral(tx, query.referral_id).referral)
    head = outside_head(service_queries.service(tx), neutral=one.neutral_sender)
    name = safe_outside(one.institution, _FRONT_DESK)
    return referral_letters.compose_cover(
        referral_letters.ReferralCover(head, name, safe_outside(one.reach, ""), one.code)
    )


def _hand_out(tx: Transaction, query: ReferralHandOutPrint) -> Document:
    one = standing(queries.referral(tx, query.referral_id).referral)
    service = service_queries.service(tx)
    return referral_letters.compose_hand_out(
        referral_letters.ReferralHandOut(
            letterhead=outside_head(service, neutral=one.neutral_sender),
            institution=safe_outside(one.institution, ""),
            reach=safe_outside(one.reach, ""),
            appointment=one.appointment or None,
            bring=one.bring or None,
            ask=ways_to_ask(service),
            code=one.code,
        )
    )


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(ReferralLetterPrint, _letter, Section.SOCIAL),
    QueryHandler(ReferralCoverPrint, _cover, Section.SOCIAL),
    QueryHandler(ReferralHandOutPrint, _hand_out, Section.SOCIAL),
    QueryHandler(
        BlankReferralLetterPrint, lambda tx, query: blank_letter(service_queries.service(tx)), Section.SERVICE
    ),
)
