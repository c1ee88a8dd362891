"""Where a delivery stands, on the card of its package: handed over, received, taken back; its code and its acta."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from facilitador.domain.dates import format_date
from facilitador.domain.deliveries import STATE_LABELS, Delivery, DeliveryState
from facilitador.domain.registration_forms import Answers, FieldKind
from facilitador.domain.taken_packages import PackageWay
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.papers import WITH_MEN
from facilitador.ui.short_forms import day_in, text_in
from facilitador.use_cases.deliveries import ConfirmDelivery, RecordReceipt, UndoDelivery
from facilitador.use_cases.requests import Command

CONFIRM, RECEIPT, TAKE_BACK = "confirm", "receipt", "take_back"

RECORDS: Final = {
    "record": ("Ver el acta", ()),
    "record_names": ("Ver el acta con nombres", (WITH_MEN,)),
}
"""The two forms of its acta: without the names of the men, and with them."""

VERBS: Final = {
    CONFIRM: "Confirmar la entrega…",
    RECEIPT: "Anotar que se recibió…",
    TAKE_BACK: "Dejar sin efecto…",
}
TITLES: Final = {
    CONFIRM: "Confirmar la entrega",
    RECEIPT: "Anotar que se recibió",
    TAKE_BACK: "Dejar la entrega sin efecto",
}
WORDS: Final = {
    CONFIRM: "Desde ese día, lo que se entregó queda aquí solo para ver. Puede dejarse sin efecto hasta que se reciba.",
    RECEIPT: "Llame al otro servicio: su cuaderno muestra el código cuando incorpora el paquete.",
    TAKE_BACK: "Lo que hay aquí se vuelve a escribir aquí. El motivo queda anotado. Avise al otro servicio.",
}
DONE: Final = {
    CONFIRM: "La entrega quedó confirmada.",
    RECEIPT: "Quedó anotado que lo recibieron.",
    TAKE_BACK: "La entrega quedó sin efecto.",
}
FIELDS: Final = {
    CONFIRM: (FieldSpec("on", "Día de la entrega", FieldKind.DATE, compulsory=True),),
    RECEIPT: (FieldSpec("code", "Código de recibo que le leen", compulsory=True),),
    TAKE_BACK: (FieldSpec("reason", "Por qué", FieldKind.LONG_TEXT, compulsory=True, max_length=500),),
}
_NEXT: Final = {
    DeliveryState.PREPARED: (CONFIRM, TAKE_BACK),
    DeliveryState.DELIVERED: (RECEIPT, TAKE_BACK),
}


def steps_of(one: Delivery) -> tuple[str, ...]:
    """What can be done about it here."""
    return _NEXT.get(one.state, ()) if one.package.way is PackageWay.SENT else ()


def facts_of(one: Delivery) -> Iterator[str]:
    """Where it stands, a line each; what came shows the code that the giver waits for."""
    if one.package.way is PackageWay.TAKEN:
        yield f"Código de recibo, para leerlo por teléfono a quien lo entregó: {' '.join(one.receipt_groups)}"
        return
    days = {
        DeliveryState.DELIVERED: one.delivered_on,
        DeliveryState.RECEIVED: one.received_on,
        DeliveryState.UNDONE: one.undone_on,
    }
    day = days.get(one.state)
    yield STATE_LABELS[one.state] + (f" el {format_date(day)}" if day is not None else "")
    yield f"Motivo: {one.undone_reason}" if one.undone_reason else ""


def first_answers(step: str, today: date) -> dict[str, str]:
    """What is proposed."""
    return {"on": today.isoformat()} if step == CONFIRM else {}


def command_of(step: str, one: Delivery, answers: Answers) -> Command:
    """What carries the step out."""
    if step == CONFIRM:
        return ConfirmDelivery(delivery_id=one.id, on=day_in(answers, "on"), revision=one.revision)
    if step == RECEIPT:
        return RecordReceipt(delivery_id=one.id, code=text_in(answers, "code"), revision=one.revision)
    return UndoDelivery(delivery_id=one.id, reason=text_in(answers, "reason"), revision=one.revision)
