"""Venues as a table, and a venue as the answers of its form."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

from facilitador.domain.catalogues import Catalogue
from facilitador.domain.registration_forms import NO, YES, YES_NO_OPTIONS, Answer, Answers, FieldKind, Option
from facilitador.domain.text import sort_key
from facilitador.domain.venues import Condition, Venue, unmet_conditions
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import text_in
from facilitador.ui.widgets.steady_choice import SteadyChoice
from facilitador.ui.widgets.table import Column, RowsModel

NOT_LOOKED: Final = "not_looked"
"""The answer that stands for a condition which nobody looked at: it is stored as no entry."""

_OPTIONS: Final = (*YES_NO_OPTIONS, Option(NOT_LOOKED, "Sin mirar"))


class VenueColumn(IntEnum):
    """The columns of the list of venues."""

    NAME = 0


def venues_model() -> RowsModel[Venue]:
    """Venues by name; the second line says how its conditions stand."""
    columns: dict[VenueColumn, Column[Venue]] = {
        VenueColumn.NAME: Column(
            "Local",
            lambda venue: f"{venue.name}\n{_second_line(venue)}",
            sort=lambda venue: (venue.retired, sort_key(venue.name)),
            stretch=True,
        ),
    }
    return RowsModel([columns[which] for which in VenueColumn], lambda venue: venue.id)


def conditions_in_words(venue: Venue) -> str:
    """How far the conditions of 6.2.3 are met."""
    unmet = unmet_conditions(venue)
    if not unmet:
        return "Cumple las condiciones"
    unseen = sum(condition not in venue.conditions for condition in unmet)
    parts = [f"{len(unmet) - unseen} sin cumplir"] if len(unmet) > unseen else []
    parts += [f"{unseen} sin mirar"] if unseen else []
    return f"Condiciones: {', '.join(parts)}"


def venue_parts(conditions: Catalogue) -> tuple[FormPart, ...]:
    """The questions about a venue."""
    about = (
        FieldSpec("name", "Nombre del local", help="Como lo conoce la gente.", compulsory=True, max_length=120),
        FieldSpec("ubigeo", "Distrito", FieldKind.UBIGEO),
        FieldSpec("address", "Dirección o cómo llegar", max_length=200),
    )
    looked = tuple(
        FieldSpec(item.code, item.text, FieldKind.CHOICE, help=item.help, options=_OPTIONS, control=_three_answers)
        for item in conditions.items
    )
    numeral = conditions.provenance.numeral
    introduction = f"La directiva las pide antes de empezar ({numeral}). Vaya al local y mírelo como quien llega."
    return (
        FormPart("", "", about),
        FormPart(conditions.provenance.title, introduction, looked),
        FormPart("", "", (FieldSpec("notes", "Notas", FieldKind.LONG_TEXT, max_length=1000),)),
    )


def of_venue(venue: Venue | None) -> dict[str, Answer]:
    """What is known of a venue as answers; None: a new one, of which nothing is known."""
    looked: dict[str, Answer] = dict.fromkeys(map(str, Condition), NOT_LOOKED)
    if venue is None:
        return looked
    looked |= {str(condition): YES if met else NO for condition, met in venue.conditions.items()}
    texts = {"name": venue.name, "ubigeo": venue.ubigeo, "address": venue.address, "notes": venue.notes}
    return looked | {name: text for name, text in texts.items() if text}


def venue_fields(answers: Answers) -> dict[str, Any]:
    """The fields of `VenueForm`."""
    return {
        "name": text_in(answers, "name"),
        "ubigeo": text_in(answers, "ubigeo"),
        "address": text_in(answers, "address"),
        "notes": text_in(answers, "notes"),
        "conditions": {
            condition: answers[condition] == YES for condition in Condition if answers.get(condition) in (YES, NO)
        },
    }


def _three_answers() -> SteadyChoice:
    return SteadyChoice(_OPTIONS, NOT_LOOKED, across=True)


def _second_line(venue: Venue) -> str:
    return "Retirado" if venue.retired else conditions_in_words(venue)
