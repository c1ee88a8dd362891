"""The questions asked when a group is formed."""

from __future__ import annotations

from collections.abc import Sequence

from facilitador.domain.dates import WEEKDAYS
from facilitador.domain.groups import FACILITATORS_NEEDED, AgeBand
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import NO, YES, YES_NO_OPTIONS, Condition, FieldKind, Option
from facilitador.domain.venues import Venue
from facilitador.reference import catalogue
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import options_of
from facilitador.ui.widgets.choice_fields import ComboField
from facilitador.ui.widgets.lines_field import LinesField
from facilitador.ui.widgets.ordered_choices import OrderedChoices
from facilitador.ui.widgets.steady_choice import SteadyChoice

AGREEMENTS_LENGTH = 10_000  # of all together; how many and how long each may be is for the rules to say

_AGE_OPTIONS = (
    Option(str(AgeBand.ADULTS), "Adultos, desde 18 años"),
    Option(str(AgeBand.ADOLESCENTS), "Adolescentes, menores de 18 años"),
)


def group_parts(venues: Sequence[Venue], people: Sequence[Person], kept: frozenset[str]) -> tuple[FormPart, ...]:
    """The questions in order. `kept`: ids chosen before, offered even if retired or no longer in the team."""
    places = tuple(Option(str(venue.id), venue.name) for venue in venues if not venue.retired or str(venue.id) in kept)
    team = tuple(
        Option(str(person.id), person.full_name) for person in people if person.active or str(person.id) in kept
    )
    return (
        FormPart("", "", (_name(), *_formation())),
        FormPart("Cuándo y dónde", "", (_venue(places), *_calendar())),
        FormPart("Quiénes facilitan", "", (_facilitators(team),)),
        FormPart("Acuerdos del grupo", "", (_agreements(),)),
    )


def _name() -> FieldSpec:
    return FieldSpec(
        "name",
        "Nombre del grupo",
        help="Aparece en papeles y calendarios: mejor un nombre neutro, como el de un árbol o un lugar.",
        compulsory=True,
        max_length=80,
    )


def _formation() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec(
            "age_band",
            "Edades",
            FieldKind.CHOICE,
            options=_AGE_OPTIONS,
            control=lambda: SteadyChoice(_AGE_OPTIONS, str(AgeBand.ADULTS)),
        ),
        _combo("language", "Lengua de las sesiones", options_of(catalogue("languages"))),
        FieldSpec(
            "by_people",
            "¿Se forma con hombres de un mismo pueblo o grupo étnico?",
            FieldKind.YES_NO,
            options=YES_NO_OPTIONS,
            control=lambda: SteadyChoice(YES_NO_OPTIONS, NO, across=True),
        ),
        FieldSpec("ethnic_group", "¿Cuál?", max_length=59, asked_if=Condition("by_people", (YES,))),
    )


def _venue(places: tuple[Option, ...]) -> FieldSpec:
    words = "" if places else "Todavía no hay locales anotados. Puede guardar el grupo y elegirlo después."
    return _combo("venue_id", "Local", places, help_text=words)


def _calendar() -> tuple[FieldSpec, ...]:
    days = tuple(Option(str(number), name.capitalize()) for number, name in enumerate(WEEKDAYS))
    return (
        _combo("weekday", "Día de las sesiones", days),
        FieldSpec("starts_at", "Hora en que empiezan", max_length=20, placeholder="18:30"),
        FieldSpec("planned_sessions", "Número de sesiones previstas", FieldKind.NUMBER),
        FieldSpec("first_day", "Primer día", FieldKind.DATE),
        FieldSpec("last_day", "Último día", FieldKind.DATE),
    )


def _facilitators(team: tuple[Option, ...]) -> FieldSpec:
    return FieldSpec(
        "facilitator_ids",
        "Personas que facilitan",
        FieldKind.CHOICES,
        help=f"Se necesitan al menos {FACILITATORS_NEEDED}. Quien no está en la lista se anota en Equipo.",
        options=team,
        control=lambda: OrderedChoices(team, prompt="Agregar a alguien del equipo…"),
    )


def _agreements() -> FieldSpec:
    return FieldSpec(
        "agreements",
        "Compromiso de cada participante",
        FieldKind.LONG_TEXT,
        help=(
            "Cámbielos con el grupo: esta es una propuesta. Intro agrega otro, Alt+↑ y Alt+↓ lo mueven, "
            "Retroceso en uno vacío lo quita."
        ),
        max_length=AGREEMENTS_LENGTH,
        control=lambda: LinesField("acuerdo"),
    )


def _combo(name: str, text: str, options: tuple[Option, ...], *, help_text: str = "") -> FieldSpec:
    return FieldSpec(name, text, FieldKind.CHOICE, help=help_text, options=options, control=lambda: ComboField(options))
