"""What a package holds, in words that a person reads: kinds of package, parts of the book, dates and validity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from facilitador.domain.dates import format_date
from facilitador.domain.packages import PackageKind
from facilitador.domain.taken_packages import KnownPackage, PackagePreview, PackageWay, TableCounts

KINDS: Final[Mapping[PackageKind, str]] = {
    PackageKind.SUPERVISION: "Supervisión",
    PackageKind.HANDOVER: "Entrega de grupo",
    PackageKind.MAN: "Un participante pasa a otro servicio",
    PackageKind.REVIEW: "Comentarios de revisión",
}

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Grupos": ("groups",),
    "Quiénes los facilitan": ("group_facilitators",),
    "Fichas de participantes": ("participants",),
    "Datos propios de la ficha": ("own_fields",),
    "Permanencias en el grupo": ("enrolments", "earlier_stays"),
    "Ingresos, salidas y cambios de lugar": ("enrolment_events",),
    "Sesiones": ("sessions",),
    "Lo anotado en sus bitácoras": (
        *("own_topics", "session_topics", "session_areas", "session_facilitators", "session_events"),
        *("session_amendments", "session_notes", "erased_marks", "incidents"),
    ),
    "Asistencia y llamadas": (
        *("attendance_marks", "announced_absences", "door_refusals", "make_ups", "calls", "absence_steps"),
    ),
    "Consentimientos y pedidos": ("consents", "moving_consents", "rights_requests"),
    "Evaluación, riesgo y decisiones": (
        *("evaluation_entries", "risk_levels", "exclusion_decisions", "retreat_plans", "sanction_alternatives"),
    ),
    "Derivaciones, acompañamiento y materiales": (
        *("referrals", "referral_events", "individual_cares", "care_notes", "given_materials"),
    ),
    "Preguntas respondidas": ("applications", "critical_answers", "instrument_sheets", "instrument_editions"),
    "Metas, prácticas y cierre": ("goals", "goal_notes", "practices", "closure_entries", "compliance_statements"),
    "Registros revisados": ("reviews",),
    "Comentarios y decisiones de la revisión": ("review_entries",),
    "Personas del equipo": ("people",),
    "Locales": ("venues",),
    "Instituciones del directorio": ("directory_entries",),
}
"""The parts of a book as a person knows them, with their tables. What she counts herself stands alone: one group that
two people facilitate is one group."""

SOON_DAYS: Final = 7
"""So many days before it can no longer be opened, a package that was sent is said to expire soon."""

_DROPPED: Final[Mapping[str, str]] = {
    "own_fields": "Los datos propios de ese servicio que no se eligen de una lista no vienen: el paquete va sin nombres"
}

_PART_OF: Final = {table: part for part, tables in PARTS.items() for table in tables}


def part_of(table: str) -> str:
    """The part of the book that a table belongs to."""
    return _PART_OF[table]


def by_part(tables: Mapping[str, TableCounts]) -> Iterator[tuple[str, TableCounts]]:
    """What a package brings, part by part; parts of which it brings nothing are left out."""
    for part, names in PARTS.items():
        found = [tables[name] for name in names if name in tables]
        counts = TableCounts(*(sum(getattr(one, way) for one in found) for way in ("new", "changed", "gone")))
        if counts != TableCounts():
            yield part, counts


def counted(count: int, one: str, many: str) -> str:
    """`1 grupo`, `3 grupos`."""
    return f"{count} {one if count == 1 else many}"


def title_of(package: KnownPackage) -> str:
    """`Recibido de Red Retama: Supervisión`, `Enviado a Rosa Mamani: Entrega de grupo`."""
    kind = KINDS[package.kind]
    if package.way is PackageWay.TAKEN:
        return f"Recibido de {package.service_name}: {kind}"
    names = ", ".join(dict.fromkeys(one.name for one in package.recipients))
    return f"Preparado para {names}: {kind}"


def validity_words(package: KnownPackage, today: date) -> str:
    """Until when what was sent can be opened; nothing of what was taken in, nor where it has no end."""
    if package.way is PackageWay.TAKEN or package.until is None:
        return ""
    day, left = format_date(package.until), (package.until - today).days
    if left < 0:
        return f"Venció el {day}: ya no se puede abrir"
    if left <= SOON_DAYS:
        return f"Vence pronto: se puede abrir hasta el {day}"
    return f"Se puede abrir hasta el {day}"


def size_words(size: int) -> str:
    """`840 kB`, `1,4 MB`; the decimal comma as in Peru's other figures, never less than 1 kB."""
    kilobytes = max(1, round(size / 1000))
    return f"{kilobytes} kB" if kilobytes < 1000 else f"{size / 1_000_000:.1f} MB".replace(".", ",")


def removal_words(preview: PackagePreview) -> Iterator[str]:
    """What a package says of men whose data went, there or here: who goes, who stays away, who comes anew."""
    if preview.gone_men:
        gone = counted(preview.gone_men, "participante", "participantes")
        yield f"En ese servicio se retiraron los datos de {gone}: se quitan también de aquí"
    if preview.left_out:
        men = counted(preview.left_out, "participante", "participantes")
        yield f"No se recibe nada de {men}: sus datos se retiraron de este cuaderno"
    if preview.removed_on is not None:
        day = format_date(preview.removed_on)
        yield f"Sus datos se retiraron de este cuaderno el {day}; se recibe otra vez con su nuevo consentimiento"


def dropped_words(dropped: Iterable[str]) -> Iterator[str]:
    """What stayed behind in the book that a package comes from."""
    for code in dropped:
        if code in _DROPPED:
            yield _DROPPED[code]
