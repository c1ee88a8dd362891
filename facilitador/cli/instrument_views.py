"""The views of `show` about instruments and what was answered: for each, its JSON shape and the lines a person reads.

`{"instruments": [{"id", "edition", "editions", "name", "title", "kind", "state", "shipped", "items", "min_age",
"max_age", "validation", "licence", "source", "content_hash", "appliers", "responder", "purposes", "applications",
"revision"}]}` · `{"applications": [line], "missing": [missing]}` (of a man `missing` is empty) · `{"scores": {"line",
"content_hash", "answers", "scores", "differences", "critical", "applier", "void_reason"}}` · `{"change":
{"participant_id", "name", "instrument", "edition", "applications": [{"id", "purpose", "applied_on", "edition"}],
"subscales": [{"id", "title", "values", "other_edition", "change"}]}}` · `{"items": {"group", "instrument",
"edition", "purpose", "n", "items": [{"id", "text", "counts", "refused", "unanswered", "share"}], "to_work_on":
{subscale: [ids]}}}`

Where a shape names a thing of the domain (line, missing, scores, change, critical), its keys are the dataclass's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from facilitador.cli import words
from facilitador.cli.console import pairs, table
from facilitador.cli.views import plain_value
from facilitador.domain.application_plans import DueState, MissingApplication
from facilitador.domain.applications import (
    MODE_LABELS,
    PURPOSE_LABELS,
    STATUS_LABELS,
    ApplicationLine,
    ApplicationRecord,
)
from facilitador.domain.change_measures import Change, ChangeSays
from facilitador.domain.instrument_settings import InstrumentLine, InstrumentState
from facilitador.domain.instruments import REFUSED, Instrument, Validation, ages_in_words
from facilitador.domain.profiles import GroupProfileData, ManChange
from facilitador.domain.scoring import SubscaleScore

STATES = {
    InstrumentState.AVAILABLE: "disponible",
    InstrumentState.OFF: "apagado hasta nombrar a quien lo aplica",
    InstrumentState.RETIRED: "retirado",
}
VALIDATIONS = {
    Validation.NOT_VALIDATED: "no validada",
    Validation.ELSEWHERE: "validada en otro país",
    Validation.PERU: "validada en el Perú",
}
DUE_STATES = {DueState.OVERDUE: "atrasada", DueState.DUE: "por hacer", DueState.LATER: "más adelante"}
CHANGES = {
    ChangeSays.NOT_SCORED: "no puntuable",
    ChangeSays.NO_DATA: "sin datos para decirlo",
    ChangeSays.WITHIN_ERROR: "no más de lo que puede variar al medir dos veces",
    ChangeSays.BETTER: "cambio confiable, mejor",
    ChangeSays.WORSE: "cambio confiable, peor",
    ChangeSays.DIFFERENT: "cambio confiable",
}
NOT_SCORED = "no puntuable: faltan demasiadas respuestas"
NOTHING = "No hay nada que mostrar."


def instruments(lines: Sequence[InstrumentLine]) -> tuple[dict[str, Any], list[str]]:
    """Every instrument and where it stands."""
    rows = [
        (
            line.instrument.name,
            line.instrument.edition,
            STATES[line.state],
            ages_in_words(line.instrument),
            VALIDATIONS[line.instrument.validation],
            str(line.applications),
            line.instrument.id,
        )
        for line in lines
    ]
    headings = ("Instrumento", "Edición", "Estado", "Edades", "Validación", "Aplicaciones", "Identificador")
    return {"instruments": [_instrument(line) for line in lines]}, table(headings, rows)


def _instrument(line: InstrumentLine) -> dict[str, Any]:
    of = line.instrument
    told = ("id", "edition", "name", "title", "kind", "min_age", "max_age", "validation", "licence", "source")
    return {
        **{name: plain_value(getattr(of, name)) for name in told},
        "editions": list(line.editions),
        "state": str(line.state),
        "shipped": line.shipped,
        "items": len(of.items),
        "content_hash": line.content_hash,
        "appliers": list(line.appliers),
        "responder": line.responder,
        "purposes": plain_value(line.purposes),
        "applications": line.applications,
        "revision": line.settings.revision,
    }


def applications(
    lines: Sequence[ApplicationLine], missing: Sequence[MissingApplication]
) -> tuple[dict[str, Any], list[str]]:
    """What was answered, and what is missing."""
    rows = [
        (
            line.full_name,
            line.name,
            PURPOSE_LABELS[line.purpose],
            words.day(line.applied_on),
            STATUS_LABELS[line.status] + (", espera la segunda digitación" if line.second_entry_open else ""),
            f"{line.answered} de {line.items}",
            "pide atención" if line.critical_pending else "",
            str(line.id),
        )
        for line in lines
    ]
    headings = ("Participante", "Instrumento", "Momento", "Fecha", "Estado", "Respuestas", "", "Identificador")
    told = table(headings, rows) if rows else []
    if missing:
        lacking = [
            (one.full_name, one.name, PURPOSE_LABELS[one.purpose], DUE_STATES[one.state], words.day(one.due))
            for one in missing
        ]
        told += ["", *table(("Falta", "Instrumento", "Momento", "Estado", "Fecha"), lacking)]
    return {"applications": plain_value(lines), "missing": plain_value(missing)}, told or [NOTHING]


def scores(record: ApplicationRecord) -> tuple[dict[str, Any], list[str]]:
    """One application: what it says, what he answered, what cannot wait."""
    line, instrument = record.line, record.instrument
    document = {
        "line": plain_value(line),
        "content_hash": record.content_hash,
        "answers": plain_value(dict(record.answers)),
        "scores": {
            **plain_value(record.scores._asdict()),
            "subscales": [_score(one) for one in record.scores.subscales],
        },
        "differences": plain_value(record.differences),
        "critical": plain_value(record.critical),
        "applier": record.applier,
        "void_reason": record.void_reason,
    }
    told = pairs(
        [
            ("Participante", line.full_name),
            ("Instrumento", f"{line.name}, edición {line.edition} ({VALIDATIONS[instrument.validation]})"),
            ("Momento", PURPOSE_LABELS[line.purpose]),
            ("Cómo", MODE_LABELS[line.mode]),
            ("Fecha", words.day(line.applied_on)),
            ("Aplicó", record.applier),
            ("Estado", STATUS_LABELS[line.status]),
            ("Razón", record.void_reason),
            ("Respuestas", f"{line.answered} de {line.items}; prefirió no responder {line.refused}"),
        ]
    )
    told += [f"{instrument.subscale(one.subscale).title}: {_said(one)}" for one in record.scores.subscales]
    for matter in record.critical:
        state = f"atendida: {matter.note}" if matter.attended_at else "pide atención hoy"
        told += ["", f"{matter.reason} ({state})", *(f"  - {step}" for step in matter.steps)]
    told += ["", *(f"{item.text} {_answer(record, item.id)}" for item in instrument.items)]
    return {"scores": document}, told


def _score(one: SubscaleScore) -> dict[str, Any]:
    meaning = one.range.meaning if one.range is not None else None
    return {**plain_value(one._replace(range=None)._asdict()), "range": meaning}


def _said(one: SubscaleScore) -> str:
    if one.value is None:
        return NOT_SCORED
    prorated = " (completado en proporción)" if one.prorated else ""
    meaning = f". {one.range.meaning}" if one.range is not None else ""
    return f"{_figure(one.value)}{prorated}{meaning}"


def _figure(value: float | None) -> str:
    return f"{value:g}".replace(".", ",") if value is not None else "—"


def _answer(record: ApplicationRecord, item: str) -> str:
    answer = record.answers.get(item)
    if answer is None:
        return "[sin responder]"
    return "[prefirió no responder]" if answer is REFUSED else f"[{record.instrument.scale_of(item).label(answer)}]"


def change(of: ManChange) -> tuple[dict[str, Any], list[str]]:
    """One man's applications beside each other."""
    document = {
        "participant_id": str(of.participant_id),
        "name": of.full_name,
        "instrument": of.instrument.id,
        "edition": of.instrument.edition,
        "applications": [
            {
                "id": str(one.application_id),
                "purpose": str(one.purpose),
                "applied_on": one.applied_on.isoformat(),
                "edition": one.instrument.edition,
            }
            for one in of.applications
        ],
        "subscales": [
            {
                "id": one.subscale.id,
                "title": one.subscale.title,
                "values": list(one.values),
                "other_edition": one.other_edition,
                "change": plain_value(one.change) if one.change is not None else None,
            }
            for one in of.subscales
        ],
    }
    headings = (
        "",
        *(f"{PURPOSE_LABELS[one.purpose]} {words.day(one.applied_on)}" for one in of.applications),
        "Cambio",
    )
    rows = [(one.subscale.title, *map(_figure, one.values), _changed(one.change)) for one in of.subscales]
    told = [of.full_name, f"{of.instrument.name} ({VALIDATIONS[of.instrument.validation]})", *table(headings, rows)]
    if any(one.other_edition for one in of.subscales):
        told.append("Lo que otra edición pregunta de otra manera no se compara.")
    return {"change": document}, told


def _changed(of: Change | None) -> str:
    if of is None:
        return ""
    if of.difference is None:
        return CHANGES[of.says]
    sign = "+" if of.difference > 0 else ""
    return f"{sign}{_figure(of.difference)}; {CHANGES[of.says]}"


def items(of: GroupProfileData) -> tuple[dict[str, Any], list[str]]:
    """How a group answered each item at one point (the profile of one purpose)."""
    purpose, n = of.purposes[0], sum(man.applications[0] is not None for man in of.men)
    document = {
        "group": of.group_name,
        "instrument": of.instrument.id,
        "edition": of.instrument.edition,
        "purpose": str(purpose),
        "n": n,
        "items": [
            {
                "id": one.item,
                "text": of.instrument.item(one.item).text,
                "counts": {str(value): count for value, count in one.counts},
                "refused": one.refused,
                "unanswered": one.unanswered,
                "share": one.share,
            }
            for one in of.items[0]
        ],
        "to_work_on": {one.subscale.id: [item.item for item in one.to_work_on] for one in of.subscales},
    }
    told = [f"{of.group_name}: {of.instrument.name}, {PURPOSE_LABELS[purpose].lower()}, n = {n}"]
    for one in of.items[0]:
        given = ", ".join(f"{_label(of.instrument, one.item, value)}: {count}" for value, count in one.counts)
        told += [of.instrument.item(one.item).text, f"  {given}; sin respuesta: {one.missing}"]
    return {"items": document}, told


def _label(instrument: Instrument, item: str, value: int) -> str:
    return instrument.scale_of(item).label(value)
