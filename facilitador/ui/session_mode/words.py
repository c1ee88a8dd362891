"""What is said on the projector and beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from facilitador.domain.countdowns import TimeLeft
from facilitador.domain.dates import MONTHS, weekday_name
from facilitador.domain.displays import Doubt
from facilitador.domain.hours import format_time
from facilitador.domain.session_decks import SessionSlides, Slide, SlidePage

PAGE_NAMES: Final[Mapping[SlidePage, str]] = {
    SlidePage.WELCOME: "Bienvenida",
    SlidePage.AGREEMENTS: "Acuerdos",
    SlidePage.QUESTION: "Pregunta",
    SlidePage.ACTIVITY: "Actividad",
    SlidePage.TIMER: "Tiempo",
    SlidePage.CLOSING: "Cierre",
}

TIME_WORDS: Final[Mapping[TimeLeft, str]] = {
    TimeLeft.ENOUGH: "",
    TimeLeft.LAST_MINUTE: "Último minuto",
    TimeLeft.OVER: "Vayamos cerrando",
}

KEY_WORDS: Final = (
    ("Espacio o →", "siguiente"),
    ("←", "anterior"),
    ("1 a 6", "ir a una página"),
    ("T", "empezar o parar el tiempo"),
    ("+ y −", "un minuto más o menos"),
    ("R", "el tiempo desde el comienzo"),
    ("P", "mostrar los pasos de la actividad"),
    ("B", "oscurecer la pantalla"),
    ("F1", "ver estas teclas"),
    ("F11", "pantalla completa o ventana"),
    ("Esc", "dejar de proyectar"),
)

PROJECTED_KEYS: Final = (
    "Espacio o →: siguiente. ←: anterior",
    "1 a 6: ir a una página",
    "T: empezar o parar el tiempo",
    "+ y −: un minuto más o menos",
    "P: pasos de la actividad",
    "B: oscurecer la pantalla",
    "F11: pantalla completa o ventana",
    "Esc: dejar de proyectar",
)
"""The same in short, for the projector itself."""

DOUBT_WORDS: Final[Mapping[Doubt, str]] = {
    Doubt.ONE_SCREEN: "Hay una sola pantalla, o el proyector repite la de esta computadora. La página proyectada la "
    "cubrirá entera y los nombres quedarán ocultos hasta que presione Esc.",
    Doubt.DUPLICATE: "El proyector repite esta pantalla: lo que usted ve lo ven todos. La página proyectada la cubrirá "
    "entera y los nombres quedarán ocultos hasta que presione Esc.",
    Doubt.TOO_MANY: "Hay más de dos pantallas y no se sabe cuáles ve el grupo. Los nombres quedarán ocultos hasta que "
    "presione Esc.",
    Doubt.UNKNOWN: "No se sabe con seguridad qué muestra cada pantalla. Los nombres quedarán ocultos hasta que "
    "presione Esc.",
}

TWO_SCREENS: Final = (
    "Hay dos pantallas distintas: una para el grupo y esta para el equipo. Los nombres siguen ocultos hasta que usted "
    "confirme que solo el equipo ve esta pantalla."
)
AFTERWARDS: Final = (
    "Se dejó de proyectar. Antes de volver a la sesión, apague o tape el proyector: allí hay nombres de participantes."
)


def title_of(session: SessionSlides) -> str:
    """`Sesión 4`, or `Sesión` where it has no number."""
    return f"Sesión {session.number}" if session.number is not None else "Sesión"


def heading_of(slide: Slide, session: SessionSlides) -> str:
    """The heading of a slide as it is projected."""
    if slide.page is SlidePage.WELCOME:
        return "Les damos la bienvenida"
    if slide.page is SlidePage.AGREEMENTS:
        return "Nuestros acuerdos" if session.agreed else "Acuerdos que proponemos"
    if slide.page is SlidePage.QUESTION:
        return "Para conversar"
    if slide.page is SlidePage.ACTIVITY and slide.moment is not None:
        return session.moments[slide.moment].title
    return "Para terminar"


def name_of(slide: Slide, session: SessionSlides) -> str:
    """How the team is told of a slide: its page, and which of several."""
    name = PAGE_NAMES[slide.page]
    if slide.of > 1:
        name = f"{name} {slide.number} de {slide.of}"
    if slide.page is SlidePage.ACTIVITY and slide.moment is not None:
        name = f"{name}: {session.moments[slide.moment].title}"
    return name


def welcome_lines(session: SessionSlides) -> tuple[str, ...]:
    """Group, session and topics."""
    return tuple(filter(None, (session.group_name, title_of(session), *session.topics)))


def activity_lines(slide: Slide, session: SessionSlides) -> tuple[str, ...]:
    """How the men sit and how long it takes."""
    if slide.moment is None:
        return ()
    moment = session.moments[slide.moment]
    return tuple(filter(None, (moment.grouping, f"{moment.minutes} minutos")))


def closing_lines(session: SessionSlides) -> tuple[str, ...]:
    """What is asked at the end, and when the group meets again."""
    lines = ["Cada uno, en una frase: ¿qué me llevo de hoy?"]
    if session.next_day is not None:
        day = session.next_day
        hour = f", {format_time(session.next_hour)}" if session.next_hour is not None else ""
        lines.append(f"Nos vemos el {weekday_name(day)} {day.day} de {MONTHS[day.month - 1]}{hour}")
    return (*lines, "Gracias por venir")
