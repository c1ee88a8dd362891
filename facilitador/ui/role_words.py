"""The role table of the domain in words, for whoever gives a role or wonders what one may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtWidgets import QFrame

from facilitador.domain.roles import ROLE_ACCESS, Access, Role, Section
from facilitador.ui import theme
from facilitador.ui.widgets.labels import card, label
from facilitador.use_cases.access_keys import ROLE_WORDS

SECTION_WORDS: Final[dict[Section, str]] = {
    Section.IDENTIFICATION: "identificación y contacto de los participantes",
    Section.SOCIAL: "el resto de la ficha (estudios, trabajo, hogar, modo de ingreso, consentimiento)",
    Section.HEALTH: "datos de salud",
    Section.JUSTICE: "situación con la justicia",
    Section.GROUPS: "grupos y locales",
    Section.ENROLMENTS: "inscripciones, con sus razones",
    Section.TEAM: "equipo",
    Section.SERVICE: "datos del servicio",
}
"""What the cuaderno holds today, as people call it."""

LATER: Final = frozenset({Section.SESSIONS, Section.TESTS, Section.RESERVED, Section.AUDIT})
"""Sections of the role table that no screen shows yet: to name them would promise what is not there."""

WHAT_ROLES_PROTECT: Final = (
    "Los roles evitan errores y dejan constancia de quién hizo qué. No son un candado: quien tiene una clave de este "
    "cuaderno podría leer la parte ordinaria del archivo con otros programas. Por eso dé una clave solo a quien la "
    "necesita para su trabajo."
)

_ACCESS_WORDS = ((Access.WRITE, "Ve y cambia"), (Access.READ, "Ve, sin cambiar"), (Access.NONE, "No ve"))


def role_lines(role: Role) -> tuple[str, ...]:
    """What a role may do, as the table of the domain has it: `Ve, sin cambiar: grupos y locales; equipo.`"""
    return tuple(_lines(role))


def _lines(role: Role) -> Iterator[str]:
    for access, words in _ACCESS_WORDS:
        sections = [text for section, text in SECTION_WORDS.items() if ROLE_ACCESS[role][section] is access]
        if sections:
            yield f"{words}: {'; '.join(sections)}."


def roles_card() -> QFrame:
    """What each role may do, and what roles do not protect."""
    frame, column = card()
    for role in Role:
        column.addWidget(label(ROLE_WORDS[role], "label"))
        for line in role_lines(role):
            column.addWidget(label(line))
        column.addSpacing(theme.SPACE_S)
    column.addWidget(label(WHAT_ROLES_PROTECT, "muted"))
    return frame
