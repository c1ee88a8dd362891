"""Which tables and columns are told to the man whom they are about, and why others are not.

A test walks the schema: every column of every table that holds something of a man stands here once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from facilitador.domain.absence_policies import STEP_TAKEN_LABELS
from facilitador.domain.applications import MODE_LABELS
from facilitador.domain.applications import PURPOSE_LABELS as APPLICATION_PURPOSES
from facilitador.domain.applications import STATUS_LABELS as APPLICATION_STATUSES
from facilitador.domain.attendance import MARK_LABELS
from facilitador.domain.calls import PURPOSE_LABELS as CALL_PURPOSES
from facilitador.domain.calls import RESULT_LABELS
from facilitador.domain.care import NOTE_LABELS, PROVIDER_LABELS, REQUESTER_LABELS
from facilitador.domain.care import OUTCOME_LABELS as CARE_OUTCOMES
from facilitador.domain.doors import CAUSE_LABELS
from facilitador.domain.enrolments import STATUS_RULES
from facilitador.domain.evaluations import STATE_LABELS as FACTOR_STATES
from facilitador.domain.exclusions import OUTCOME_LABELS as DECISION_OUTCOMES
from facilitador.domain.participants import ConsentMark
from facilitador.domain.referrals import REASON_LABELS, URGENCY_LABELS
from facilitador.domain.referrals import STATE_LABELS as REFERRAL_STATES
from facilitador.domain.reviews import STATE_LABELS as REVIEW_STATES
from facilitador.domain.rights import KIND_LABELS as RIGHTS_KINDS
from facilitador.domain.rights import OUTCOME_LABELS as RIGHTS_OUTCOMES
from facilitador.domain.session_logs import INCIDENT_LABELS

Words = Mapping[str, str]

OF_OTHERS: Final = "puede venir de otra persona o decir algo de ella"
OF_SAFETY: Final = "es parte de lo que protege a otras personas"
INNER: Final = "orden o clave interna; no dice nada de él"
ELSEWHERE: Final = "se dice en otra parte de la respuesta"


@dataclass(frozen=True, slots=True)
class Told:
    """A table as he is told it: a title, and its columns with their words.

    `words`: what codes mean, by column. `left_out`: columns that are not told, and why.
    """

    title: str
    columns: Mapping[str, str]
    words: Mapping[str, Words] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


def _codes(labels: Mapping[Any, str]) -> Words:
    """The words of an enum of strings, or of one and None."""
    return {str(code): text for code, text in labels.items()}


def _left(reason: str, *columns: str) -> dict[str, str]:
    return dict.fromkeys(columns, reason)


_STATUSES: Final = {status.value: rule.label for status, rule in STATUS_RULES.items()}
_TAKEN_BACK: Final = {
    "withdrawn_on": "Se retiró el",
    "withdrawn_reason": "Por qué se retiró",
}
_YES_NO: Final = {"True": "Sí", "False": "No"}
_CONSENT_MARKS: Final = {ConsentMark.SIGNATURE.value: "Firma", ConsentMark.FINGERPRINT.value: "Huella"}

TOLD: Final[Mapping[str, Told]] = {
    "consents": Told(
        "Consentimientos",
        {
            "given_on": "Dado el",
            "mark": "Cómo",
            "read_aloud": "Se leyó en voz alta",
            "text_edition": "Edición del texto",
            "revoked_on": "Retirado el",
            "revocation_note": "Nota",
        },
        {
            "mark": _CONSENT_MARKS,
            "read_aloud": _YES_NO,
        },
        _left(OF_OTHERS, "witness", "guardian_name", "guardian_document"),
    ),
    "moving_consents": Told(
        "Acuerdos para pasar su registro a otro servicio",
        {
            "service_name": "A qué servicio",
            "given_on": "Dado el",
            "mark": "Cómo",
            "read_aloud": "Se leyó en voz alta",
            "revoked_on": "Retirado el",
        },
        {"mark": _CONSENT_MARKS, "read_aloud": _YES_NO},
        _left(OF_OTHERS, "witness", "guardian_name", "guardian_document"),
    ),
    "earlier_stays": Told(
        "En otros servicios, como lo dijeron ellos",
        {
            "service_name": "Servicio",
            "group_name": "Grupo",
            "status": "Situación",
            "since": "Desde",
            "ended_on": "Hasta",
            "marks": "Asistencia",
        },
        {"status": _STATUSES},
    ),
    "enrolments": Told(
        "Inscripciones",
        {"status": "Situación", "since": "Desde", "ended_on": "Hasta", "reason": "Motivo"},
        {"status": _STATUSES},
        _left(INNER, "seat", "queue_position"),
    ),
    "enrolment_events": Told(
        "Cambios de situación",
        {"on": "Día", "status": "Situación", "reason": "Motivo"},
        {"status": _STATUSES},
        _left(INNER, "number"),
    ),
    "attendance_marks": Told("Asistencia", {"session_id": "Sesión", "mark": "Marca"}, {"mark": _codes(MARK_LABELS)}),
    "announced_absences": Told("Avisos de inasistencia", {"session_id": "Sesión", "note": "Aviso"}),
    "make_ups": Told(
        "Sesiones recuperadas",
        {"session_id": "Sesión", "made_up_on": "Día", "how": "Cómo"},
        left_out=_left(INNER, "topic_ids"),
    ),
    "absence_steps": Told(
        "Pasos por inasistencias",
        {"taken_on": "Día", "step": "Paso", "note": "Nota"},
        {"step": _codes(STEP_TAKEN_LABELS)},
    ),
    "calls": Told(
        "Llamadas",
        {"called_on": "Día", "purpose": "Para qué", "result": "Cómo terminó"},
        {"purpose": _codes(CALL_PURPOSES), "result": _codes(RESULT_LABELS)},
        {**_left(OF_OTHERS, "note"), **_left(ELSEWHERE, "session_id")},
    ),
    "door_refusals": Told(
        "No ingresó a una sesión",
        {"session_id": "Sesión", "cause": "Por qué", "seen": "Qué se vio"},
        {"cause": _codes(CAUSE_LABELS)},
        {
            **_left(OF_SAFETY, "at_risk", "protection_note", "attended_at", "attended_by", "attended_note"),
            **_left(OF_OTHERS, "goes_where", "goes_with"),
        },
    ),
    "incidents": Told(
        "Incidentes",
        {"session_id": "Sesión", "kind": "Qué fue", "measures": "Medidas"},
        {"kind": _codes(INCIDENT_LABELS)},
        {
            **_left(OF_OTHERS, "what", "follow_up"),
            **_left(INNER, "follow_up_by", "settled_on"),
        },
    ),
    "session_notes": Told("Notas de sesión", {"session_id": "Sesión", "text": "Nota"}),
    "evaluation_entries": Told(
        "Evaluación inicial",
        {
            "assessed_on": "Día",
            "factor": "Aspecto",
            "state": "Estado",
            "level": "Nivel",
            "diagnosis": "Diagnóstico que consta en un documento",
            "document_institution": "Quién lo emitió",
            "document_date": "Fecha del documento",
            **_TAKEN_BACK,
        },
        {"state": _codes(FACTOR_STATES)},
        {**_left(OF_OTHERS, "known", "source", "source_note"), **_left(INNER, "edition", "withdrawn_by")},
    ),
    "exclusion_decisions": Told(
        "Decisiones sobre su participación",
        {
            "decided_on": "Día",
            "outcome": "Decisión",
            "conditions": "Compromisos",
            "review_on": "Se revisa el",
            "told_on": "Se le explicó el",
            "explained": "Qué se le explicó",
            "institutions": "Lugares que se le indicaron",
            **_TAKEN_BACK,
        },
        {"outcome": _codes(DECISION_OUTCOMES)},
        {
            **_left(OF_OTHERS, "causes", "facts", "help_tried", "why"),
            **_left(OF_SAFETY, "sealed"),
            **_left(INNER, "edition", "directory_ids", "deciders", "withdrawn_by"),
        },
    ),
    "applications": Told(
        "Cuestionarios",
        {
            "applied_on": "Día",
            "instrument_id": "Cuestionario",
            "purpose": "Para qué",
            "mode": "Cómo",
            "status": "Estado",
            "answers": "Sus respuestas, por número de pregunta",
            "void_reason": "Por qué se anuló",
        },
        {
            "purpose": _codes(APPLICATION_PURPOSES),
            "mode": _codes(MODE_LABELS),
            "status": _codes(APPLICATION_STATUSES),
        },
        {**_left(INNER, "code", "current_item", "finished_at"), **_left(ELSEWHERE, "second_answers")},
    ),
    "critical_answers": Told(
        "Respuestas que se atendieron de inmediato",
        {"item": "Pregunta", "value": "Respuesta", "attended_at": "Se atendió el"},
        left_out={**_left(INNER, "attended_by"), **_left(OF_OTHERS, "note")},
    ),
    "referrals": Told(
        "Derivaciones",
        {
            "institution": "A dónde",
            "reach": "Cómo llegar",
            "reason": "Motivo",
            "why": "Por qué",
            "urgency": "Urgencia",
            "consented_on": "Lo aceptó el",
            "revoked_on": "Retiró su acuerdo el",
            "appointment": "Cita",
            "bring": "Qué llevar",
            **_TAKEN_BACK,
        },
        {"reason": _codes(REASON_LABELS), "urgency": _codes(URGENCY_LABELS)},
        {
            **_left(INNER, "share", "edition", "legal_basis", "neutral_sender", "withdrawn_by"),
            **_left(OF_OTHERS, "guardian_name"),
        },
    ),
    "referral_events": Told(
        "Pasos de las derivaciones",
        {"on": "Día", "state": "Paso", "next_on": "Se vuelve a mirar el"},
        {"state": _codes(REFERRAL_STATES)},
        {**_left(INNER, "number"), **_left(OF_OTHERS, "note")},
    ),
    "sanction_alternatives": Told(
        "Qué se hizo donde no hay un CAI",
        {
            "noted_on": "Día",
            "why": "Por qué",
            "done": "Qué se hizo",
            "told_to": "A quién se avisó",
            "told_on": "Se avisó el",
            "review_on": "Se revisa el",
            **_TAKEN_BACK,
        },
        left_out=_left(INNER, "withdrawn_by"),
    ),
    "individual_cares": Told(
        "Atención individual",
        {
            "requested_on": "Día del pedido",
            "requested_by": "Quién la pidió",
            "why": "Para qué",
            "provider_kind": "Quién la da",
            "provider": "Institución o servicio",
            "started_on": "Empezó el",
            "goals": "Objetivos",
            "agreed_on": "Acordados el",
            "may_tell": "Lo que aceptó que se comunique",
            "tells_on": "Lo aceptó el",
            "closed_on": "Terminó el",
            "outcome": "Cómo terminó",
            "closing_note": "Nota de cierre",
        },
        {
            "requested_by": _codes(REQUESTER_LABELS),
            "provider_kind": _codes(PROVIDER_LABELS),
            "outcome": _codes(CARE_OUTCOMES),
        },
        _left(INNER, "closed_by"),
    ),
    "care_notes": Told(
        "Encuentros y comunicaciones de la atención individual",
        {"on": "Día", "kind": "Qué fue", "text": "Nota"},
        {"kind": _codes(NOTE_LABELS)},
    ),
    "given_materials": Told(
        "Materiales entregados",
        {"given_on": "Día", "title": "Material", **_TAKEN_BACK},
        left_out=_left(INNER, "withdrawn_by"),
    ),
    "retreat_plans": Told(
        "Su plan para retirarse a tiempo",
        {
            "made_on": "Día",
            "signs": "Señales",
            "goes_to": "A dónde va",
            "calls": "A quién llama",
            "returns": "Cuándo vuelve",
        },
    ),
    "reviews": Told("Revisión de su ficha", {"state": "Estado"}, {"state": _codes(REVIEW_STATES)}),
    "rights_requests": Told(
        "Pedidos sobre sus datos",
        {
            "received_on": "Recibido el",
            "kind": "Qué pidió",
            "what": "En sus palabras",
            "due_on": "Se responde hasta el",
            "answered_on": "Respondido el",
            "outcome": "Respuesta",
        },
        {"kind": _codes(RIGHTS_KINDS), "outcome": _codes(RIGHTS_OUTCOMES)},
        {**_left(INNER, "answered_by"), **_left(OF_OTHERS, "note")},
    ),
}
"""In the order of the answer. Stamps, keys and what points at his own rows are left out everywhere."""

NOT_TOLD: Final[Mapping[str, str]] = {
    "participants": "se dice entera, campo por campo, al principio de la respuesta",
    "participant_words": "repite su nombre y su documento para poder buscarlos",
    "risk_levels": OF_SAFETY,
    "review_entries": "comentarios entre quien supervisa y quien facilita, que pueden nombrar a otras personas",
    "instrument_sheets": "solo dice que se imprimió una hoja; las respuestas están en los cuestionarios",
    "roster_import_rows": "solo dice en qué lista llegó su ficha",
    "purge_proposals": "paso interno; lo que pidió y la respuesta están en los pedidos",
}
"""Tables that hold something of a man and are not told as such, and why."""
