"""What rests on a man's written consent: what stops once he takes it back, what goes on without it, and on what ground.

Every stop is a gate in `use_cases`: it refuses with `refusal`, or leaves him out where it is empty. What he agreed to
apart (a referral, going to another service) before he took his consent back no longer holds either; what he agrees to
later does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.errors import UserFacingError


class ConsentUse(StrEnum):
    """A use of his data that he consented to."""

    ENROLMENT = "enrolment"
    QUESTIONNAIRES = "questionnaires"
    ANSWERS = "answers"
    NAMED_LISTS = "named_lists"
    REFERRAL = "referral"
    MOVING = "moving"
    SUPERVISION_COPY = "supervision_copy"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class ConsentStop:
    """A use that stops. `ground`: why it rests on his consent; `refusal`: the gate's code, "" where he is left out."""

    use: ConsentUse
    text: str
    ground: str
    refusal: str


STOPS: Final[tuple[ConsentStop, ...]] = (
    ConsentStop(
        ConsentUse.ENROLMENT,
        "Inscribirlo en otro grupo",
        "6.4.2: participa quien aceptó por escrito",
        "consent_revoked_enrolment",
    ),
    ConsentStop(
        ConsentUse.QUESTIONNAIRES,
        "Aplicarle cuestionarios o terminar los empezados",
        "Ley 29733, 13.6: son datos sensibles",
        "consent_revoked_stops",
    ),
    ConsentStop(
        ConsentUse.ANSWERS,
        "Sacar sus respuestas en archivos y mostrarlas en el perfil de su grupo",
        "Ley 29733, 13.6: son datos sensibles",
        "",
    ),
    ConsentStop(
        ConsentUse.NAMED_LISTS,
        "Poner su nombre en la lista de asistencia que sale en un archivo",
        "Ley 29733, 13.6",
        "",
    ),
    ConsentStop(
        ConsentUse.REFERRAL,
        "Contar algo de él a otra institución con un acuerdo anterior",
        "6.4.2: se le leyó que se lo deriva con su acuerdo",
        "consent_revoked_referral",
    ),
    ConsentStop(
        ConsentUse.MOVING,
        "Pasar su registro a otro servicio con un acuerdo anterior",
        "6.4.2: su registro pasa solo si lo acepta por escrito",
        "consent_revoked_moving",
    ),
    ConsentStop(
        ConsentUse.SUPERVISION_COPY,
        "Enviar paquetes con nombres de los grupos en que estuvo",
        "Ley 29733, 13.6: sin su consentimiento sus datos no salen con su nombre",
        "consent_revoked_package",
    ),
    ConsentStop(
        ConsentUse.CONTACT,
        "Anotar un contacto acordado por lo que se le dijo antes: se le dice otra vez",
        "6.4.12: él lo sabe antes",
        "consent_revoked_contact",
    ),
)
"""What stops, in the order in which it is told; the same for every man."""

GOES_ON: Final[tuple[str, ...]] = (
    "Proteger a quien pueda estar en peligro y dar aviso a la autoridad (Reglamento de la Ley 30364, art. 15).",
    "Comunicar lo mínimo cuando una norma o una autoridad lo ordena (Ley 29733, 14.1).",
    "Conservar lo ya hecho mientras un plazo obligue (Ley 29733, 28.7) y contarlo en cifras sin nombre (6.10.3).",
)
"""What does not rest on his consent, and on what it does."""


class Unsettled(StrEnum):
    """What somebody still has to end by hand after he took his consent back."""

    STINT = "stint"
    APPLICATION = "application"
    REFERRAL = "referral"
    DELIVERY = "delivery"
    MOVING = "moving"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class UnsettledMatter:
    """One thing to end: `name` tells which (a group, an institution, a service), `opens` and `subject_id` where."""

    kind: Unsettled
    name: str
    opens: str
    subject_id: UUID | None


UNSETTLED_TEXTS: Final = {
    Unsettled.STINT: "Sigue en {name}: termine su permanencia o anote un consentimiento nuevo.",
    Unsettled.APPLICATION: "Hay un cuestionario empezado: anúlelo.",
    Unsettled.REFERRAL: "La derivación a {name} va con su acuerdo: anote que lo retiró.",
    Unsettled.DELIVERY: "Hay una entrega de su registro preparada para {name}: déjela sin efecto.",
    Unsettled.MOVING: "Había aceptado pasar a {name}: anote que ya no está de acuerdo.",
    Unsettled.ANSWER: "Falta responder su pedido por escrito.",
}


@dataclass(frozen=True, slots=True)
class Revocation:
    """Since when a man's consent is taken back, and what is left to end."""

    revoked_on: date
    unsettled: tuple[UnsettledMatter, ...]


def still_holds(agreed_on: date, revoked_on: date | None) -> bool:
    """True unless he took his consent back on that day or later: only a later agreement says that he agrees anew."""
    return revoked_on is None or agreed_on > revoked_on


def stop(use: ConsentUse) -> ConsentStop:
    """The stop of that use."""
    return next(one for one in STOPS if one.use is use)


def refuse(use: ConsentUse, *, field: str, **parameters: object) -> UserFacingError:
    """The refusal of that use."""
    return UserFacingError(stop(use).refusal, field=field, **parameters)
