"""The pages of an entrega de cargo, one for each step of its flow."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from facilitador.domain.groups import GroupLine
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import FieldKind, Option
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.screens.access.pages import FormPage, WarningPage
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import PageScroll
from facilitador.use_cases.handovers import ASKING, HandoverFlow, Step

_TITLES = {
    Step.WHO: "¿Quién se va?",
    Step.GROUPS: "¿Quién continúa con sus grupos?",
    Step.MATTERS: "Pendientes y copias",
    Step.CHECK: "Revise antes de hacerla",
}
_DRAFTS = {
    "intake": "una ficha nueva",
    "participant": "cambios de una ficha",
    "group_form": "los datos de un grupo",
    "venues": "los datos de un local",
    "people": "los datos del equipo",
    "service": "los datos del servicio",
}
KEYS_CHANGE = (
    "Al hacerla, el cuaderno recibe llaves nuevas: la clave de quien se va no abrirá nada de lo que se escriba desde "
    "hoy. Lo que podía abrir antes le sigue siendo legible si guarda una copia."
)
NO_ACCESS = "No tenía acceso al cuaderno: las llaves y el código de recuperación no cambian."
STAYS_ON_PAPER = "Todo lo que hizo sigue en el cuaderno con su nombre. El acta se imprime al final."


def place_of(step: Step) -> str:
    """`Entrega de cargo · Paso 2 de 4`."""
    return f"Entrega de cargo · Paso {ASKING.index(step) + 1} de {len(ASKING)}"


def who_page(surroundings: Surroundings, flow: HandoverFlow) -> FormPage:
    """Who leaves."""
    options = tuple(Option(str(one.id), one.full_name) for one in flow.leavers)
    spec = FieldSpec("person_id", "Persona que deja el cargo", FieldKind.CHOICE, compulsory=True, options=options)
    why = "Usted recibe el cargo o lo reparte. Nada cambia hasta el último paso."
    page = _form_page(surroundings, Step.WHO, why, (spec,))
    page.form.set_values({"person_id": str(flow.person.id)} if flow.person else {})
    return page


def groups_page(surroundings: Surroundings, flow: HandoverFlow) -> FormPage:
    """Who takes her place in each group."""
    why = "Elija una o más personas por grupo. Si no elige a nadie, el grupo aparecerá en Inicio para todo el equipo."
    page = _form_page(surroundings, Step.GROUPS, why, tuple(_group_field(flow, line) for line in flow.groups))
    page.form.set_values(
        {str(line.group.id): [str(key) for key in flow.assigned(line.group.id)] for line in flow.groups}
    )
    return page


def matters_page(surroundings: Surroundings, flow: HandoverFlow) -> FormPage:
    """What is pending and where copies are, for the acta."""
    fields = (
        FieldSpec(
            "pending",
            "Asuntos pendientes",
            FieldKind.LONG_TEXT,
            help="Uno por línea: oficios sin respuesta, derivaciones, compromisos. Salen en el acta, sin nombres de "
            "participantes si se puede.",
            max_length=2000,
        ),
        FieldSpec(
            "copies",
            "¿Dónde hay copias del cuaderno?",
            FieldKind.LONG_TEXT,
            help="Un lugar por línea: memorias USB, computadoras, carpetas. Las de quien se va, también.",
            max_length=2000,
        ),
    )
    page = _form_page(surroundings, Step.MATTERS, "Los dos quedan en el acta; puede dejarlos en blanco.", fields)
    page.form.set_values({"pending": flow.pending, "copies": flow.copies})
    return page


def check_page(flow: HandoverFlow) -> WarningPage:
    """Everything once more, and the button that does it."""
    above = place_of(Step.CHECK)
    page = WarningPage(_TITLES[Step.CHECK], tuple(_summary(flow)), "Hacer la entrega de cargo", above=above)
    page.back_button.setText("Atrás")
    page.back_button.setAccessibleName("Atrás")
    return page


class HandedPage(PageScroll):
    """It is done; the acta waits to be printed."""

    acta_wanted = Signal()
    done = Signal()

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(label("La entrega de cargo quedó hecha", "title"))
        frame, column = card()
        column.addWidget(label(f"{person.full_name} ya no está en el equipo ni abre el cuaderno."))
        column.addWidget(label("Falta firmar el acta. Queda también en Accesos, para imprimirla cuando haga falta."))
        self.column.addWidget(frame)
        self.acta_button = button("Ver e imprimir el acta", "primary", icon="print")
        self.done_button = button("Volver a Accesos")
        row = QHBoxLayout()
        row.addWidget(self.acta_button)
        row.addWidget(self.done_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.acta_button.clicked.connect(self.acta_wanted)
        self.done_button.clicked.connect(self.done)

    def focus_first(self) -> None:
        """Put the keyboard where the page begins."""
        self.acta_button.setFocus()


def _form_page(surroundings: Surroundings, step: Step, why: str, fields: tuple[FieldSpec, ...]) -> FormPage:
    parts = (FormPart("", "", fields),)
    above = place_of(step)
    page = FormPage(surroundings, _TITLES[step], why, "Continuar", parts, above=above, mark_optional=False)
    text = "Cancelar" if step is Step.WHO else "Atrás"
    page.back_button.setText(text)
    page.back_button.setAccessibleName(text)
    return page


def _group_field(flow: HandoverFlow, line: GroupLine) -> FieldSpec:
    names = {one.id: one.full_name for one in flow.successors}
    leading = [names[key] for key in line.group.facilitator_ids if key in names]
    others = tuple(
        Option(str(one.id), one.full_name) for one in flow.successors if one.id not in line.group.facilitator_ids
    )
    told = f"Sigue facilitando: {', '.join(leading)}." if leading else "No lo facilita nadie más."
    return FieldSpec(str(line.group.id), line.group.name, FieldKind.CHOICES, help=told, options=others)


def _summary(flow: HandoverFlow) -> Iterable[str]:
    assert flow.person is not None
    yield f"Se va: {flow.person.full_name}."
    names = {one.id: one.full_name for one in flow.successors}
    for line in flow.groups:
        to = ", ".join(names[key] for key in flow.assigned(line.group.id))
        yield f"{line.group.name}: {f'continúa {to}' if to else 'no nombró a nadie en su lugar'}."
    for line in flow.ownerless:
        yield f"{line.group.name} queda sin nadie que lo facilite: aparecerá en Inicio para todo el equipo."
    if flow.drafts:
        left = ", ".join(_DRAFTS.get(form, "otro formulario") for form in flow.drafts)
        yield f"Dejó sin guardar: {left}. Nadie puede leerlo; se descarta. Si puede, pídale antes que lo guarde."
    yield KEYS_CHANGE if flow.ends_access else NO_ACCESS
    yield STAYS_ON_PAPER
