"""What a supervisor sees of the services whose work came to her: what is late there, and what she may review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from facilitador.domain.dates import format_date
from facilitador.domain.origins import ALL, ForeignState, Origin, Source
from facilitador.domain.taken_packages import SourceLine

THIS_SERVICE: Final = "Este servicio"
ALL_TOGETHER: Final = "Todos los servicios juntos"
ASK_FOR_ANOTHER: Final = "Esos datos tienen más de 30 días: pida un paquete nuevo."


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How the work of one other service stood on the day of its data; nothing of it is mended from here.

    `late_logs`: sessions whose log was not closed in its time. `unrecorded`: sessions past of which nothing is
    recorded. `to_review`: what waits for the review of who asks; 0 for who does not review.
    """

    source: Source
    late_logs: int
    unrecorded: int
    to_review: int


def source_of(line: SourceLine) -> Source:
    """One of the services whose work came in, as of the day of its oldest group."""
    return Source(line.book_id, line.service_name, ForeignState.SUPERVISED, line.oldest)


def day_of(source: Source) -> date:
    """The local day of which its data are."""
    return source.as_of.astimezone().date()


def source_words(source: Source) -> str:
    """`Centro de Huanta · datos al 12/11/2026`."""
    return f"{source.service_name} · datos al {format_date(day_of(source))}"


def paper_words(source: Source) -> str:
    """`Datos al 12/11/2026, recibidos sin nombres ni textos`, below the name of the service at the head of a paper."""
    day = format_date(day_of(source))
    if source.state is ForeignState.GIVEN:
        return f"Entregado a {source.service_name} el {day}"
    return f"Datos al {day}" + ("" if source.with_names else ", recibidos sin nombres ni textos")


def whose_words(source: Source | None, today: date) -> str:
    """`De Centro de Huanta` and below it the day of its data; empty for what is of this service."""
    if source is None:
        return ""
    day = format_date(day_of(source))
    if source.state is ForeignState.GIVEN:
        return f"Entregado a {source.service_name}\nel {day}"
    return f"De {source.service_name}\nDatos al {day}" + (", antiguos" if source.is_stale(today) else "")


def mark_words(source: Source | None, today: date) -> str:
    """`Centro de Huanta`, in few words beside a name in a list; empty for what is of this service."""
    if source is None:
        return ""
    if source.state is ForeignState.GIVEN:
        return f"entregado a {source.service_name}"
    return source.service_name + (", datos antiguos" if source.is_stale(today) else "")


def elsewhere_words(found: Elsewhere, today: date) -> str:
    """`Centro de Huanta · datos al 12/11/2026: 2 bitácoras atrasadas, 7 por revisar.`; what is old says so."""
    counts = (
        (found.late_logs, "bitácora atrasada", "bitácoras atrasadas"),
        (found.unrecorded, "sesión pasada sin registrar", "sesiones pasadas sin registrar"),
        (found.to_review, "por revisar", "por revisar"),
    )
    told = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in counts if number)
    said = f"{source_words(found.source)}: {told or 'nada atrasado'}."
    return f"{said} {ASK_FOR_ANOTHER}" if found.source.is_stale(today) else said


def meant(origin: Origin, sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The other services that a view of this origin is over."""
    return tuple(one for one in sources if origin == ALL or one.book_id == origin.book_id)


def about_words(origin: Origin, sources: tuple[Source, ...]) -> str:
    """Whose work a view is over, with the day of each one's data; empty for this service's own."""
    return services_words(meant(origin, sources), beside_own=origin == ALL)


def services_words(sources: tuple[Source, ...], *, beside_own: bool) -> str:
    """These services, with the day of each one's data; `beside_own`: and this one."""
    return "; ".join([*([THIS_SERVICE] if beside_own else ()), *map(source_words, sources)])


def stale_words(origin: Origin, sources: tuple[Source, ...], today: date) -> str:
    """Which of the services in view have old data; empty if none."""
    return old_words(meant(origin, sources), today)


def old_words(sources: tuple[Source, ...], today: date) -> str:
    """Which of these services have old data; empty if none."""
    names = [one.service_name for one in sources if one.is_stale(today)]
    return f"Datos de más de 30 días: {', '.join(names)}. Pida un paquete nuevo." if names else ""
