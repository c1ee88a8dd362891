"""What of a book may travel: every table with how its rows hang together, for which kinds of package, and what is
emptied where a package goes without names. What never travels stands here too, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from facilitador.domain.packages import PackageKind, Value
from facilitador.domain.taken_packages import RootKind

_S, _H, _M, _R = PackageKind.SUPERVISION, PackageKind.HANDOVER, PackageKind.MAN, PackageKind.REVIEW
_GROUP_WORK: Final = frozenset({_S, _H})
_HIS_RECORD: Final = frozenset({_S, _H, _M})
_KEPT_BY_ITS_TEAM: Final = frozenset({_H})
_EVERYWHERE: Final = frozenset(PackageKind)


@dataclass(frozen=True, slots=True)
class Scope:
    """How the rows of one table go into a package.

    `hangs_on`: the columns through which a row is found, from what it belongs to; a row goes if what stands in one of
    them goes. Empty for a root, and for what goes because a row that goes points at it (`referenced`).
    Without names, `texts` and `documents` (except the keys whose values stay) are emptied, `nameless` says what stands
    in the place of the rest, and of a table that is `named_only` nothing goes. `without`: what never goes in the kinds
    of `without_in`, and what stands in its place; where it is `reserved`, it goes nowhere without what is reserved.
    `natural_key`: by which a row is known as one that is there already.
    """

    table: str
    kinds: frozenset[PackageKind]
    hangs_on: tuple[str, ...] = ()
    root: RootKind | None = None
    referenced: bool = False
    texts: tuple[str, ...] = ()
    documents: Mapping[str, frozenset[str]] | None = None
    nameless: Mapping[str, Value] | None = None
    named_only: bool = False
    without: Mapping[str, Value] | None = None
    without_in: frozenset[PackageKind] = frozenset({_S, _M})
    reserved: bool = False
    natural_key: tuple[str, ...] = ()


def _documents(**kept: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    return {column: frozenset(keys) for column, keys in kept.items()}


_WITHDRAWN: Final = ("withdrawn_reason",)

_IDENTITY: Final[Mapping[str, Value]] = {
    "paternal_surname": "",
    "maternal_surname": "",
    "search_text": "",
    "surname_start": "",
    "document_kind": "",
    "document_number": "",
    "birth_date": None,
    "phone": "",
    "ubigeo": "",
}
"""What is emptied of a man where a package goes without names; he is shown by a number instead of his names."""

SCOPES: Final[Mapping[str, Scope]] = {
    one.table: one
    for one in (
        # what is pointed at
        Scope(
            "people",
            _EVERYWHERE,
            referenced=True,
            without={"designation_document": "", "designated_on": None, "role": None, "active": 0},
            without_in=_EVERYWHERE,
        ),
        Scope("venues", _GROUP_WORK, referenced=True, named_only=True, texts=("name", "address", "notes")),
        Scope(
            "directory_entries",
            _HIS_RECORD,
            referenced=True,
            named_only=True,
            texts=(*("name", "attends", "requirements", "address", "hours", "contact_person", "agreement", "notice"),),
        ),
        Scope("own_topics", _GROUP_WORK, referenced=True),
        Scope("own_fields", _HIS_RECORD, referenced=True),
        Scope("instrument_editions", _HIS_RECORD, referenced=True, natural_key=("instrument_id", "edition")),
        # the group and its men
        Scope(
            "groups",
            _GROUP_WORK,
            root=RootKind.GROUP,
            texts=("start_reason",),
            documents=_documents(agreements=()),
        ),
        Scope("group_facilitators", _GROUP_WORK, ("group_id",)),
        Scope("enrolments", _GROUP_WORK, ("group_id",), texts=("reason",)),
        Scope("enrolment_events", _GROUP_WORK, ("enrolment_id",), texts=("reason",)),
        Scope("participants", _HIS_RECORD, root=RootKind.MAN, nameless=_IDENTITY),
        Scope(
            "closure_entries",
            _GROUP_WORK,
            ("group_id",),
            texts=("reason", "lessons"),
            documents=_documents(left_open=("matter", "count")),
        ),
        Scope("compliance_statements", _GROUP_WORK, ("group_id",), texts=("words",)),
        Scope("goals", _GROUP_WORK, ("group_id",), texts=("wording", "looked_at", "outcome_seen")),
        Scope("goal_notes", _GROUP_WORK, ("goal_id",), texts=("seen",)),
        Scope(
            "practices",
            _GROUP_WORK,
            ("group_id",),
            texts=("title", "done", "worked", "not_worked", "search_text"),
        ),
        # its sessions
        Scope(
            "sessions",
            _GROUP_WORK,
            ("group_id",),
            texts=("title",),
            documents=_documents(log=("technique", "numbers", "code")),
        ),
        Scope("session_topics", _GROUP_WORK, ("session_id",)),
        Scope("session_areas", _GROUP_WORK, ("session_id",), texts=("note",)),
        Scope("session_facilitators", _GROUP_WORK, ("session_id",)),
        Scope("session_events", _GROUP_WORK, ("session_id",), texts=("reason",)),
        Scope(
            "session_amendments",
            _GROUP_WORK,
            ("session_id",),
            texts=("reason",),
            documents=_documents(before=(), after=()),
        ),
        Scope("session_notes", _GROUP_WORK, ("session_id",), texts=("text",)),
        Scope("incidents", _GROUP_WORK, ("session_id",), texts=("what", "measures", "follow_up")),
        Scope("attendance_marks", _GROUP_WORK, ("session_id",)),
        Scope("announced_absences", _GROUP_WORK, ("session_id",), texts=("note",)),
        Scope(
            "door_refusals",
            _GROUP_WORK,
            ("session_id",),
            texts=("seen", "goes_where", "goes_with", "protection_note", "attended_note"),
            without={"protection_note": ""},
            reserved=True,
        ),
        Scope("erased_marks", _GROUP_WORK, ("session_id",)),
        Scope("make_ups", _GROUP_WORK, ("enrolment_id",), texts=("how",)),
        Scope("calls", _GROUP_WORK, ("enrolment_id",), texts=("note",)),
        Scope("absence_steps", _GROUP_WORK, ("enrolment_id",), texts=("note",)),
        # the man's own record
        Scope(
            "consents",
            _HIS_RECORD,
            ("participant_id",),
            texts=("witness", "guardian_name", "guardian_document", "revocation_note"),
        ),
        Scope(
            "moving_consents",
            frozenset({_H, _M}),
            ("participant_id",),
            texts=("service_name", "witness", "guardian_name", "guardian_document"),
        ),
        Scope(
            "earlier_stays",
            _HIS_RECORD,
            ("participant_id",),
            texts=("service_name", "group_name"),
            documents=_documents(marks=("on", "mark")),
        ),
        Scope(
            "evaluation_entries",
            _HIS_RECORD,
            ("participant_id",),
            texts=("known", "source_note", "diagnosis", "document_institution", *_WITHDRAWN),
        ),
        Scope("given_materials", _HIS_RECORD, ("participant_id",), texts=("title", *_WITHDRAWN)),
        Scope(
            "retreat_plans",
            frozenset({_H, _M}),
            ("participant_id",),
            texts=("goes_to", "calls", "returns"),
            documents=_documents(signs=()),
        ),
        Scope("risk_levels", _GROUP_WORK, ("participant_id",), texts=("told_by", "reference", *_WITHDRAWN)),
        Scope("rights_requests", _KEPT_BY_ITS_TEAM, ("participant_id",), texts=("what", "note")),
        Scope("sanction_alternatives", _HIS_RECORD, ("participant_id",), texts=("why", "done", "told_to", *_WITHDRAWN)),
        Scope(
            "individual_cares",
            _HIS_RECORD,
            ("participant_id",),
            texts=("why", "provider", "may_tell", "closing_note"),
            documents=_documents(goals=()),
        ),
        Scope("care_notes", _HIS_RECORD, ("care_id",), texts=("text",)),
        Scope(
            "referrals",
            _HIS_RECORD,
            ("participant_id",),
            texts=(
                *("institution", "reach", "why", "guardian_name", "appointment", "bring"),
                *_WITHDRAWN,
            ),
        ),
        Scope("referral_events", _HIS_RECORD, ("referral_id",), texts=("note",)),
        Scope(
            "exclusion_decisions",
            _HIS_RECORD,
            ("participant_id",),
            texts=("why", "conditions", "explained", "institutions", *_WITHDRAWN),
            documents=_documents(facts=("cause", "kind", "on", "source_id"), help_tried=("kind",)),
            nameless={"directory_ids": "[]"},
            # who may be in danger is reserved; the table only asks that the question was answered
            without={"sealed": b""},
            reserved=True,
            without_in=frozenset({_S, _M}),
        ),
        Scope("applications", _HIS_RECORD, ("participant_id",), texts=("void_reason",), without={"code": None}),
        Scope("critical_answers", _HIS_RECORD, ("application_id",), texts=("note",)),
        Scope("instrument_sheets", _KEPT_BY_ITS_TEAM, ("enrolment_id",)),
        # what the supervisor says
        Scope(
            "reviews",
            _GROUP_WORK | {_R},
            ("session_id", "participant_id", "decision_id"),
            natural_key=("session_id", "participant_id", "decision_id"),
        ),
        Scope("review_entries", _GROUP_WORK | {_R}, ("review_id",), texts=("text",)),
    )
}
"""Every table that travels, by name."""

_SETTINGS: Final = "un ajuste de cada cuaderno"
_RESERVED: Final = "reservado: no va en ningún paquete; en una entrega va aparte, cifrado para quien puede verlo"
_TRAIL: Final = "el registro de uso es de cada cuaderno"
_PACKAGES: Final = "dice qué se envió y recibió en este cuaderno"

EXCLUDED: Final[Mapping[str, str]] = {
    "absence_rules": _SETTINGS,
    "access_reviews": "los accesos son de cada cuaderno",
    "attendance_settings": _SETTINGS,
    "audit_chains": _TRAIL,
    "audit_entries": _TRAIL,
    "books": "cada cuaderno es uno",
    "contact_openings": _RESERVED,
    "deliveries": _PACKAGES,
    "drafts": "lo que alguien escribió y no guardó es solo suyo",
    "erasures": "un retiro es un acto de cada cuaderno",
    "foreign_rows": _PACKAGES,
    "gone_men": _PACKAGES,
    "handovers": "las entregas de cargo son del equipo de cada cuaderno",
    "information_sources": _SETTINGS,
    "instrument_appliers": _SETTINGS,
    "instrument_settings": _SETTINGS,
    "local_feasts": _SETTINGS,
    "open_erasures": "solo existe mientras se retira a alguien",
    "package_roots": _PACKAGES,
    "package_rows": _PACKAGES,
    "packages": _PACKAGES,
    "participant_words": "se vuelve a sacar de los nombres al recibirlos",
    "partner_contacts": _RESERVED,
    "prints": "la numeración de papeles es de cada cuaderno",
    "protection_matters": _RESERVED,
    "protection_steps": _RESERVED,
    "purge_proposals": "un retiro es un acto de cada cuaderno",
    "recovery_codes": "las claves son de cada cuaderno",
    "retention_periods": _SETTINGS,
    "roster_import_rows": "deshacer una importación es cosa del cuaderno que la hizo",
    "roster_imports": "deshacer una importación es cosa del cuaderno que la hizo",
    "services": "cada cuaderno dice de qué servicio es; el paquete dice de cuál viene",
    "shared_fields": _SETTINGS,
    "taking_in": _PACKAGES,
    "trainings": "la formación del equipo es de cada cuaderno",
    "trusted_keys": "en quién confía es cosa de cada cuaderno",
}
"""Every table that never travels by itself, and why."""

KEPT_TEXTS: Final[Mapping[str, str]] = {
    "own_fields.label": "una pregunta del servicio, que no habla de nadie",
    "own_fields.options": "una pregunta del servicio, que no habla de nadie",
    "own_topics.name": "un tema del servicio, que no habla de nadie",
    "own_topics.content": "un tema del servicio, que no habla de nadie",
    "groups.name": "lo que distingue un grupo de otro",
    "groups.name_folded": "lo que distingue un grupo de otro",
    "groups.sort_key": "lo que distingue un grupo de otro",
    "groups.ethnic_group": "para quién es el grupo",
    "people.given_names": "quién firma el trabajo que se supervisa",
    "people.surnames": "quién firma el trabajo que se supervisa",
    "people.sort_key": "quién firma el trabajo que se supervisa",
    "instrument_editions.content_hash": "una huella, no un texto",
    "review_entries.anchor": "el lugar del comentario, un código",
    "people.designation_document": "no va en ningún paquete",
    "participants.given_names": "en su lugar va un número",
    "participants.full_name": "en su lugar va un número",
    "participants.sort_key": "en su lugar va un número",
}
"""Texts that stay where a package goes without names, and why."""
