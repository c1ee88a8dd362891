"""The role table of the domain in words, for whoever gives a role or wonders what one may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.roles import ROLE_ACCESS, Access, Role, Section
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button
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
    Section.SESSIONS: "sesiones, asistencia y bitácoras",
    Section.TESTS: "preguntas y lo que se respondió",
    Section.REVIEWS: "revisión de bitácoras, fichas y decisiones",
    Section.RESERVED: "protección y contactos reservados",
    Section.AUDIT: "registro de uso",
    Section.DIRECTORY: "directorio de instituciones",
}
"""What the cuaderno holds, as people call it."""

WHAT_ROLES_PROTECT: Final = (
    "Los roles evitan errores y dejan constancia de quién hizo qué. No son un candado: quien tiene una clave de este "
    "cuaderno podría leer la parte ordinaria del archivo con otros programas. Por eso dé una clave solo a quien la "
    "necesita para su trabajo."
)

SHOW_ROLES: Final = "Ver qué puede hacer cada rol"
HIDE_ROLES: Final = "Ocultar los roles"

_ACCESS_WORDS = ((Access.WRITE, "Ve y cambia"), (Access.READ, "Ve, sin cambiar"), (Access.NONE, "No ve"))


def role_lines(role: Role) -> tuple[str, ...]:
    """What a role may do, as the table of the domain has it: `Ve, sin cambiar: grupos y locales; equipo.`"""
    return tuple(_lines(role))


def _lines(role: Role) -> Iterator[str]:
    for access, words in _ACCESS_WORDS:
        sections = [text for section, text in SECTION_WORDS.items() if ROLE_ACCESS[role][section] is access]
        if sections:
            yield f"{words}: {'; '.join(sections)}."


class RolesDisclosure(QWidget):
    """What each role may do, behind a button, so that it is at hand and out of the way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.button = button(SHOW_ROLES, "quiet", icon="info")
        self.button.clicked.connect(self._toggle)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column.addLayout(row)
        self.card = _roles_card()
        self.card.hide()
        column.addWidget(self.card)

    def _toggle(self) -> None:
        shown = self.card.isHidden()
        self.card.setVisible(shown)
        self.button.setText(HIDE_ROLES if shown else SHOW_ROLES)
        self.button.setAccessibleName(self.button.text())


def _roles_card() -> QFrame:
    """What each role may do, and what roles do not protect."""
    frame, column = card()
    for role in Role:
        column.addWidget(label(ROLE_WORDS[role], "label"))
        for line in role_lines(role):
            column.addWidget(label(line))
        column.addSpacing(theme.SPACE_S)
    column.addWidget(label(WHAT_ROLES_PROTECT, "muted"))
    return frame
