"""What a package can be prepared for: the questions of each use, and what is asked of the book for the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from facilitador.domain.groups import GroupLine
from facilitador.domain.package_words import KINDS
from facilitador.domain.packages import PURPOSE_LIMIT, PackageKind, TrustedKey
from facilitador.domain.participants import ParticipantLine
from facilitador.domain.registration_forms import Answer, Answers, Condition, FieldKind, Option
from facilitador.domain.taken_packages import SourceLine
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import day_in, text_in
from facilitador.ui.widgets.choice_fields import ComboField
from facilitador.ui.widgets.steady_choice import SteadyChoice
from facilitador.ui.widgets.wrapped_choices import WrappedChoices
from facilitador.use_cases.handing_over import HandoverWish, PackHandover, WeighHandover
from facilitador.use_cases.moving import ManWish, PackMan, WeighMan
from facilitador.use_cases.package_reviews import PackReviews, ReviewsWish, WeighReviews
from facilitador.use_cases.package_sending import Pack, PackageWeight, Packed, PackWish, WeighPackage
from facilitador.use_cases.requests import Query

OPEN_DAYS: Final = 30
"""How long a package can be opened, unless the person says otherwise."""

NAMES, NO_NAMES = "with_names", "without_names"

_NAMES: Final = (Option(NO_NAMES, "Sin nombres"), Option(NAMES, "Con nombres"))
_NAMES_HELP: Final = (
    "Sin nombres, cada participante lleva un número, y no van documentos, teléfonos, direcciones ni lo que se escribió."
)
_ABOUT: Final = {
    PackageKind.SUPERVISION: "Supervisión: para que alguien vea el trabajo y lo comente.",
    PackageKind.HANDOVER: "Entrega: el grupo pasa a otro servicio con todo lo que su nuevo equipo necesita; aquí queda "
    "después solo para ver.",
    PackageKind.MAN: "Un participante pasa: va su propio registro, con su acuerdo escrito, y nada de los demás.",
    PackageKind.REVIEW: "Comentarios: vuelve al servicio lo que usted dijo de su trabajo.",
}
_RESERVED: Final = "Notas de protección y contactos reservados"
_RESERVED_HELP: Final = (
    "Se elige entre las personas a quienes va: marque solo a quien facilita o supervisa allá. A quien no marque no le "
    "llegan; si no marca a nadie, no van."
)
_RESERVED_OF_HIM: Final = (
    "Primero está la seguridad de ella. Se elige entre las personas a quienes va: marque solo si su protección lo "
    "necesita, y solo a quien facilita o supervisa allá. Si no marca a nadie, no van."
)


@dataclass(frozen=True, slots=True)
class Supply:
    """What there is to send, and to whom. `reviews`: the person's role comments on the work of others."""

    groups: Sequence[GroupLine] = ()
    men: Sequence[ParticipantLine] = ()
    sources: Sequence[SourceLine] = ()
    keys: Sequence[TrustedKey] = ()
    reviews: bool = False

    @property
    def uses(self) -> tuple[PackageKind, ...]:
        """The uses for which there is something to send, the most frequent first."""
        there = {
            PackageKind.SUPERVISION: bool(self.groups),
            PackageKind.REVIEW: bool(self.sources) and self.reviews,
            PackageKind.HANDOVER: bool(self.groups),
            PackageKind.MAN: bool(self.men),
        }
        return tuple(kind for kind, something in there.items() if something)


def parts_of(supply: Supply) -> tuple[FormPart, ...]:
    """The steps, one part each: for what, what, to whom, what is personal, why and until when."""
    uses = tuple(Option(use, KINDS[use]) for use in supply.uses)
    about = " ".join(_ABOUT[use] for use in supply.uses)
    people = tuple(
        Option(key.identity.fingerprint, f"{key.identity.name} · {key.identity.service_name}") for key in supply.keys
    )
    personal = (
        _choice("names", "¿Con nombres?", _NAMES, NO_NAMES, _NAMES_HELP, _of(PackageKind.SUPERVISION)),
        _choices("reserved_for", _RESERVED, people, _RESERVED_HELP, _of(PackageKind.HANDOVER), needed=False),
        _choices("reserved_of_him", _RESERVED, people, _RESERVED_OF_HIM, _of(PackageKind.MAN), needed=False),
    )
    steps = (
        ("Para qué es", "", (_choice("use", "Uso", uses, supply.uses[0], about),)),
        ("Qué va", "", _what(supply)),
        ("A quién", "Solo estas personas podrán abrirlo.", (_choices("recipients", "Personas", people),)),
        ("Qué datos personales", "", personal),
        ("Motivo y plazo", "", _WHY),
    )
    asked = [(title, words, tuple(one for one in fields if _is_asked(one, supply))) for title, words, fields in steps]
    there = (step for step in asked if step[2])
    return tuple(FormPart(f"{place}. {title}", words, fields) for place, (title, words, fields) in enumerate(there, 1))


def _is_asked(spec: FieldSpec, supply: Supply) -> bool:
    """True if some use that there is something for asks it: without, it would have nothing to choose from."""
    return spec.asked_if is None or not set(spec.asked_if.one_of).isdisjoint(supply.uses)


def _what(supply: Supply) -> tuple[FieldSpec, ...]:
    named = tuple(Option(str(line.group.id), line.group.name) for line in supply.groups)
    men = tuple(Option(str(man.id), man.full_name) for man in supply.men)
    services = tuple(Option(str(one.book_id), one.service_name) for one in supply.sources)
    of_groups = _of(PackageKind.SUPERVISION, PackageKind.HANDOVER)
    return (
        _choices("groups", "Grupos", named, asked_if=of_groups),
        _one_of("man", "Participante", men, _of(PackageKind.MAN)),
        _one_of("source", "Servicio", services, _of(PackageKind.REVIEW)),
    )


def _of(*uses: PackageKind) -> Condition:
    return Condition("use", uses)


_WHY: Final = (
    FieldSpec("purpose", "Para qué lo envía", FieldKind.LONG_TEXT, compulsory=True, max_length=PURPOSE_LIMIT),
    FieldSpec(
        "until",
        "Se puede abrir hasta",
        FieldKind.DATE,
        help="Después de ese día el archivo ya no se abre. Lo que ya se incorporó sigue ahí.",
    ),
)


def first_answers(supply: Supply, today: date) -> dict[str, Answer]:
    """What is proposed: without names, a month; and what there is no choice of."""
    answers: dict[str, Answer] = {
        "use": supply.uses[0].value,
        "names": NO_NAMES,
        "until": (today + timedelta(days=OPEN_DAYS)).isoformat(),
    }
    if len(supply.groups) == 1:
        answers["groups"] = [str(supply.groups[0].group.id)]
    if len(supply.sources) == 1:
        answers["source"] = str(supply.sources[0].book_id)
    if len(supply.keys) == 1:
        answers["recipients"] = [supply.keys[0].identity.fingerprint]
    return answers


def asked_for(supply: Supply, use: str, subject: UUID | None) -> dict[str, Answer]:
    """What the page that led here is about: the use, and of what is to be sent that which it names, if it is there.

    A service whose work was taken in is only named where comments go back to it.
    """
    if any(one.book_id == subject for one in supply.sources) and PackageKind.REVIEW in supply.uses:
        to = [key.identity.fingerprint for key in supply.keys if key.identity.book_id == subject]
        return {"use": PackageKind.REVIEW.value, "source": str(subject), "recipients": to if len(to) == 1 else []}
    if use not in supply.uses:
        return {}
    groups = [str(line.group.id) for line in supply.groups if line.group.id == subject]
    man = next((str(one.id) for one in supply.men if one.id == subject), None)
    there: dict[str, Answer] = {"use": use, **({"groups": groups} if groups else {})}
    return there if man is None else {**there, "man": man}


def use_of(answers: Answers) -> PackageKind:
    """What it is for."""
    return PackageKind(text_in(answers, "use"))


def weighing(answers: Answers) -> Query[PackageWeight]:
    """The question how large it would be; the answers that are compulsory are there."""
    return _QUESTIONS[use_of(answers)][0](answers)


def packing(answers: Answers) -> Query[Packed]:
    """What makes it."""
    return _QUESTIONS[use_of(answers)][1](answers)


RESERVED_FIELDS: Final = ("reserved_for", "reserved_of_him")


def reserved_in(answers: Answers) -> list[str]:
    """To whom the reserved documents go, by fingerprint."""
    return [one for name in RESERVED_FIELDS for one in list_in(answers, name)]


def _supervision(answers: Answers) -> PackWish:
    named = text_in(answers, "names") == NAMES
    return PackWish(group_ids=_groups(answers), with_names=named, **_errand(answers))


def _handover(answers: Answers) -> HandoverWish:
    return HandoverWish(group_ids=_groups(answers), reserved_for=tuple(reserved_in(answers)), **_errand(answers))


def _man(answers: Answers) -> ManWish:
    man = UUID(text_in(answers, "man"))
    return ManWish(participant_id=man, reserved_for=tuple(reserved_in(answers)), **_errand(answers))


def _reviews(answers: Answers) -> ReviewsWish:
    return ReviewsWish(book_id=UUID(text_in(answers, "source")), **_errand(answers))


_QUESTIONS: Final[
    Mapping[PackageKind, tuple[Callable[[Answers], Query[PackageWeight]], Callable[[Answers], Query[Packed]]]]
] = {
    PackageKind.SUPERVISION: (
        lambda answers: WeighPackage(wish=_supervision(answers)),
        lambda answers: Pack(wish=_supervision(answers)),
    ),
    PackageKind.HANDOVER: (
        lambda answers: WeighHandover(wish=_handover(answers)),
        lambda answers: PackHandover(wish=_handover(answers)),
    ),
    PackageKind.MAN: (lambda answers: WeighMan(wish=_man(answers)), lambda answers: PackMan(wish=_man(answers))),
    PackageKind.REVIEW: (
        lambda answers: WeighReviews(wish=_reviews(answers)),
        lambda answers: PackReviews(wish=_reviews(answers)),
    ),
}


def _errand(answers: Answers) -> dict[str, Any]:
    """What every wish says."""
    return {
        "recipients": tuple(list_in(answers, "recipients")),
        "purpose": text_in(answers, "purpose"),
        "until": day_in(answers, "until"),
    }


def _groups(answers: Answers) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in list_in(answers, "groups"))


def list_in(answers: Answers, name: str) -> list[str]:
    """What was chosen of several; empty if nothing was."""
    given = answers.get(name)
    return list(given) if isinstance(given, list) else []


def _choice(
    name: str, caption: str, options: tuple[Option, ...], default: str, help: str, asked_if: Condition | None = None
) -> FieldSpec:
    make = partial(SteadyChoice, options, default)
    kind = FieldKind.CHOICE
    return FieldSpec(name, caption, kind, help, compulsory=True, options=options, asked_if=asked_if, control=make)


def _one_of(name: str, caption: str, options: tuple[Option, ...], asked_if: Condition) -> FieldSpec:
    make, kind = partial(ComboField, options), FieldKind.CHOICE
    return FieldSpec(name, caption, kind, compulsory=True, options=options, asked_if=asked_if, control=make)


def _choices(
    name: str,
    caption: str,
    options: tuple[Option, ...],
    help: str = "",
    asked_if: Condition | None = None,
    *,
    needed: bool = True,
) -> FieldSpec:
    make, kind = partial(WrappedChoices, options), FieldKind.CHOICES
    return FieldSpec(name, caption, kind, help, compulsory=needed, options=options, asked_if=asked_if, control=make)
