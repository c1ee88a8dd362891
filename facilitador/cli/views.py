"""The views of `show`: for each, its JSON shape and the lines a person reads.

`{"groups": [group + {"venue", "counting", "waiting"}]}` · `{"group": group + {"venue", "facilitators", "counting",
"waiting", "missing": [message + {"numeral"}]}}` · `{"roster": [{"participant_id", "enrolment_id", "name", "birth_date",
"phone", "status", "counts", "seat", "queue_position", "since", "ended_on", "reason", "complete", "revision"}]}` ·
`{"participants": [{"id", "name", "document_number", "birth_date", "groups"}]}` · `{"participant": {"id", "name",
"form", "edition", "answers", "complete", "missing": [field ids], "consent_missing", "serves_sentence", "consents",
"stints": [stint + {"group", "events"}], "revision"}}` · `{"people": [person + {"name", "trainings"}]}` ·
`{"venues": [venue]}` · `{"service": service, "own_fields": [own field]}` · `{"due": [message + {"urgency", "place",
"target_id", "day"}]}` · `{"home": as due, "elsewhere": [{"source", "late_logs", "unrecorded", "to_review"}]}` ·
`{"audit": [{"number", "at", "person_id", "person", "action", "subject_id", "details"}]}`

Where a shape names a thing of the domain (group, stint, consent, person, venue, service, own field), its keys are those
of the dataclass of that name in `facilitador.domain`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from facilitador import messages
from facilitador.cli import words
from facilitador.cli.console import message_document, pairs, table
from facilitador.domain.answers import display
from facilitador.domain.due import DueItem
from facilitador.domain.elsewhere import Elsewhere, elsewhere_words
from facilitador.domain.enrolments import STATUS_RULES, RosterEntry
from facilitador.domain.groups import GroupDetails, GroupLine
from facilitador.domain.participants import Participant, ParticipantLine, StintWithEvents
from facilitador.domain.people import Person
from facilitador.domain.places import Places
from facilitador.domain.records import AuditEntry
from facilitador.domain.registration_forms import FormDefinition
from facilitador.domain.services import OwnField, Service
from facilitador.domain.trail_words import told
from facilitador.domain.venues import Venue
from facilitador.reference import catalogue, districts_by_code


def groups(lines: Sequence[GroupLine]) -> tuple[dict[str, Any], list[str]]:
    """Every group with how many count and wait."""
    document = [
        {**plain_value(line.group), "venue": line.venue_name, "counting": line.counting, "waiting": line.waiting}
        for line in lines
    ]
    rows = [
        (
            line.group.name,
            words.GROUP_STATUSES[line.group.status],
            str(line.counting),
            str(line.waiting),
            words.hours(line.group),
            line.venue_name,
            str(line.group.id),
        )
        for line in lines
    ]
    headings = ("Grupo", "Estado", "Participan", "Esperan", "Día y hora", "Local", "Identificador")
    return {"groups": document}, _or_nothing(table(headings, rows), lines)


def group(details: GroupDetails) -> tuple[dict[str, Any], list[str]]:
    """One group and what is missing before it starts."""
    of = details.group
    missing = [{**message_document(item.code, item.parameters), "numeral": item.numeral} for item in details.missing]
    document = {
        **plain_value(of),
        "venue": plain_value(details.venue) if details.venue else None,
        "facilitators": [{"id": str(person.id), "name": person.full_name} for person in details.facilitators],
        "counting": details.counting,
        "waiting": details.waiting,
        "missing": missing,
    }
    lines = pairs(
        [
            ("Grupo", of.name),
            ("Estado", words.GROUP_STATUSES[of.status]),
            ("Edades", words.AGE_BANDS[of.age_band]),
            ("Local", details.venue.name if details.venue else ""),
            ("Día y hora", words.hours(of)),
            ("Lengua", catalogue("languages").text(of.language) if of.language else ""),
            ("Grupo étnico", of.ethnic_group),
            ("Sesiones previstas", str(of.planned_sessions or "")),
            ("Primer día", words.day(of.first_day)),
            ("Último día", words.day(of.last_day)),
            ("Empezó", words.day(of.started_on)),
            ("Empezó con pendientes", of.start_reason),
            ("Cerró", words.day(of.closed_on)),
            ("Facilitan", ", ".join(person.full_name for person in details.facilitators)),
            ("Participan", str(details.counting)),
            ("En espera", str(details.waiting)),
            ("Identificador", str(of.id)),
        ]
    )
    lines += [f"Acuerdo {number}: {agreement}" for number, agreement in enumerate(of.agreements, start=1)]
    lines += [f"Falta ({item['numeral']}): {item['message']}" for item in missing]
    return {"group": document}, lines


def roster(entries: Sequence[RosterEntry]) -> tuple[dict[str, Any], list[str]]:
    """Who is, waits and was in a group."""
    document = [
        {
            "participant_id": str(entry.stint.participant_id),
            "enrolment_id": str(entry.stint.id),
            "name": entry.full_name,
            "birth_date": plain_value(entry.birth_date),
            "phone": entry.phone,
            "status": str(entry.stint.status),
            "counts": STATUS_RULES[entry.stint.status].counts,
            "seat": entry.stint.seat,
            "queue_position": entry.stint.queue_position,
            "since": plain_value(entry.stint.since),
            "ended_on": plain_value(entry.stint.ended_on),
            "reason": entry.stint.reason,
            "complete": entry.complete,
            "revision": entry.stint.revision,
        }
        for entry in entries
    ]
    rows = [
        (
            entry.full_name,
            STATUS_RULES[entry.stint.status].label,
            words.day(entry.stint.since),
            "completa" if entry.complete else "por completar",
            str(entry.stint.participant_id),
        )
        for entry in entries
    ]
    headings = ("Participante", "Situación", "Desde", "Ficha", "Identificador")
    return {"roster": document}, _or_nothing(table(headings, rows), entries)


def participants(lines: Sequence[ParticipantLine]) -> tuple[dict[str, Any], list[str]]:
    """Men found or listed."""
    document = [
        {
            "id": str(line.id),
            "name": line.full_name,
            "document_number": line.document_number,
            "birth_date": plain_value(line.birth_date),
            "groups": list(line.groups),
        }
        for line in lines
    ]
    rows = [
        (line.full_name, line.document_number, words.day(line.birth_date), ", ".join(line.groups), str(line.id))
        for line in lines
    ]
    headings = ("Participante", "Documento", "Nacimiento", "Grupos", "Identificador")
    return {"participants": document}, _or_nothing(table(headings, rows), lines)


def participant(man: Participant, form: FormDefinition, places: Places) -> tuple[dict[str, Any], list[str]]:
    """One man's record, as the role that asks may see it."""
    document = {
        "id": str(man.id),
        "name": man.full_name,
        "form": man.form_id,
        "edition": man.form_edition,
        "answers": man.answers,
        "complete": man.complete,
        "missing": [field.id for field in man.missing],
        "consent_missing": man.consent_missing,
        "serves_sentence": man.serves_sentence,
        "consents": plain_value(man.consents),
        "stints": [
            {**plain_value(stay.stint), "group": stay.group_name, "events": plain_value(stay.events)}
            for stay in man.stints
        ],
        "revision": man.revision,
    }
    lines = [man.full_name, f"Identificador: {man.id}", ""]
    for section in form.sections:
        answered = [field for field in section.fields if field.id in man.answers]
        if answered:
            lines += [
                section.title,
                *(_indented(field.label, display(field, man.answers[field.id], places)) for field in answered),
                "",
            ]
    lines += [f"Falta: {field.label}" for field in man.missing]
    lines += ["Falta: consentimiento"] if man.consent_missing else []
    lines += ["La ficha está completa."] if man.complete else []
    for stay in man.stints:
        lines += _stay_lines(stay)
    return {"participant": document}, lines


def _indented(label: str, answer: str) -> str:
    ending = "" if label.endswith("?") else ":"
    return f"  {label}{ending} {answer}"


def _stay_lines(stay: StintWithEvents) -> list[str]:
    steps = [
        f"  {words.day(event.on)}  {STATUS_RULES[event.status].label}" + (f": {event.reason}" if event.reason else "")
        for event in stay.events
    ]
    return ["", stay.group_name, *steps]


def people(team: Sequence[Person]) -> tuple[dict[str, Any], list[str]]:
    """The team with its training."""
    document = [{**plain_value(person), "name": person.full_name} for person in team]
    professions = catalogue("professions")
    rows = [
        (
            person.full_name,
            words.role(person.role),
            professions.text(person.profession) if person.profession else "",
            person.designation_document,
            str(len(person.trainings)),
            "" if person.active else "ya no integra el equipo",
        )
        for person in team
    ]
    headings = ("Persona", "En el cuaderno", "Profesión", "Designación", "Capacitaciones", "")
    return {"people": document}, _or_nothing(table(headings, rows), team)


def venues(places: Sequence[Venue]) -> tuple[dict[str, Any], list[str]]:
    """Where groups meet."""
    conditions = catalogue("venue_conditions")
    lines: list[str] = []
    for venue in places:
        lines += [venue.name + (" (ya no se ofrece)" if venue.retired else "")]
        district = districts_by_code().get(venue.ubigeo)
        where = ", ".join(part for part in (venue.address, district.label if district else "") if part)
        lines += [f"  {line}" for line in pairs([("Dirección", where), ("Notas", venue.notes)])]
        lines += [f"  {conditions.text(code)}: {words.yes_no(met)}" for code, met in venue.conditions.items()]
    return {"venues": plain_value(places)}, _or_nothing(lines, places)


def service(of: Service, own: Sequence[OwnField]) -> tuple[dict[str, Any], list[str]]:
    """The service and the fields it added to the ficha."""
    district = districts_by_code().get(of.ubigeo)
    lines = pairs(
        [
            ("Servicio", of.name),
            ("Tipo", catalogue("service_kinds").text(of.kind) if of.kind else ""),
            ("Directiva", words.BINDINGS[of.binding]),
            ("Distrito", district.label if district else ""),
            ("Dirección", of.address),
            ("Teléfono", of.phone),
            ("Correo", of.email),
            ("Persona responsable", of.responsible_officer),
            (
                "Datos penales",
                f"entidad competente: {of.competence_basis}" if of.criminal_data_competent else "no los anota",
            ),
        ]
    )
    lines += [f"Dato propio «{field.key}»: {field.label}{' (retirado)' if field.retired else ''}" for field in own]
    return {"service": plain_value(of), "own_fields": plain_value(own)}, lines


def home(items: Sequence[DueItem], elsewhere: Sequence[Elsewhere], today: date) -> tuple[dict[str, Any], list[str]]:
    """What waits to be done; and how the services stand whose work came in, on the day of their data."""
    document, lines = due(items)
    if elsewhere:
        lines += ["", "En otros servicios", *(elsewhere_words(one, today) for one in elsewhere)]
    return {"home": document["due"], "elsewhere": [plain_value(one) for one in elsewhere]}, lines


def due(items: Sequence[DueItem]) -> tuple[dict[str, Any], list[str]]:
    """What waits to be done, protection first; of each thing the page that settles it."""
    document = [
        {
            **message_document(item.code, item.parameters),
            "urgency": item.urgency.name.lower(),
            "place": item.place,
            "target_id": str(item.target_id) if item.target_id else None,
            "day": item.day.isoformat() if item.day else None,
        }
        for item in items
    ]
    lines = [messages.message(item.code, item.parameters).text for item in items]
    return {"due": document}, lines or ["No hay nada pendiente."]


def audit(trail: Sequence[AuditEntry], team: Sequence[Person]) -> tuple[dict[str, Any], list[str]]:
    """Who did what, newest first."""
    names = {person.id: person.full_name for person in team}
    document = [{**plain_value(entry), "person": names.get(entry.person_id, "")} for entry in trail]
    rows = [
        (
            str(entry.number),
            f"{entry.at.astimezone():%d/%m/%Y %H:%M}",
            names.get(entry.person_id, ""),
            told(entry.action, entry.details),
            str(entry.subject_id or ""),
        )
        for entry in trail
    ]
    return {"audit": document}, table(("N.º", "Cuándo", "Quién", "Qué", "Sobre"), rows)


def plain_value(value: object) -> Any:
    """A snapshot as JSON can hold it: ids and days as text, enumerations as their codes."""
    return msgspec.to_builtins(value, str_keys=True)


def _or_nothing(lines: list[str], of: Sequence[object]) -> list[str]:
    return lines if of else ["No hay nada que mostrar."]
