"""What of the reserved part the command line shows: that there are protection matters, and contacts opened by two.

`{"protection": [matter line]}`, without a word of what they say · `{"contacts": [contact], "opening": {"id", "second",
"emergency", "until"}}`. Keys are those of the dataclass of that name in `facilitador.domain`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from facilitador.cli.access import Passphrases, like
from facilitador.cli.console import pairs, table
from facilitador.cli.names import participant_named
from facilitador.cli.views import plain_value
from facilitador.domain.contacts import RELATION_LABELS, Contact, OpenedContacts
from facilitador.domain.dates import format_date
from facilitador.domain.phones import display_phone
from facilitador.domain.protection import ORIGIN_LABELS, ProtectionLine
from facilitador.errors import UserFacingError
from facilitador.use_cases.contact_openings import ContactDesk
from facilitador.use_cases.contacts import ConfirmingPeople, ContactsOfOpening
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.protection import ProtectionMatters

CONTACTS: Final = "contacts"


def protection(lines: Sequence[ProtectionLine]) -> tuple[dict[str, Any], list[str]]:
    """Every matter, the most pressing first."""
    rows = [
        (
            format_date(line.opened_on),
            ORIGIN_LABELS[line.origin],
            "abierto" if line.closed_on is None else f"cerrado el {format_date(line.closed_on)}",
            format_date(line.next_on) if line.next_on is not None and line.is_open else "",
            str(line.id),
        )
        for line in lines
    ]
    headings = ("Abierto el", "De dónde vino", "Estado", "Próxima fecha", "Identificador")
    told = table(headings, rows) if rows else ["No hay asuntos de protección."]
    return {"protection": plain_value(lines)}, told


def contacts(book: OpenBook, args: argparse.Namespace, claves: Passphrases) -> tuple[dict[str, Any], list[str]]:
    """The contacts of one man, opened with a second person's clave or, in an emergency, alone."""
    if bool(args.second_user) == args.emergency:
        raise UserFacingError("contacts_way_needed", field="second_user")
    man, desk = participant_named(book, args.subject), ContactDesk(book)
    if args.emergency:
        opening = desk.open_in_emergency(man, args.reason)
    else:
        second, name = _second(book, args.second_user)
        opening = desk.open(man, args.reason, second, claves.current(args.second_passphrase_file, name))
    return _opened(book.ask(ContactsOfOpening(opening_id=opening.result().ids[0])).result())


def _second(book: OpenBook, name: str) -> tuple[UUID, str]:
    found = like(name, book.ask(ConfirmingPeople()).result(), lambda person: person.full_name)
    if len(found) != 1:
        raise UserFacingError("second_person_unfit", field="second_user")
    return found[0].id, found[0].full_name


def _opened(of: OpenedContacts) -> tuple[dict[str, Any], list[str]]:
    opening = of.opening
    document = {
        "contacts": plain_value(of.contacts),
        "opening": {
            "id": str(opening.id),
            "second": str(opening.second_id) if opening.second_id else None,
            "emergency": opening.second_id is None,
            "until": plain_value(opening.lasts_until()),
        },
    }
    lines = [line for contact in of.contacts for line in (*_contact(contact), "")]
    return document, lines or ["No hay contactos anotados."]


def _contact(contact: Contact) -> list[str]:
    text = contact.text
    told = pairs(
        [
            ("Nombre", text.name),
            ("Celular", display_phone(text.phone) if text.phone else ""),
            ("Cómo, sin riesgo", text.safe_way),
            ("Días", text.safe_days),
            ("Horas", text.safe_hours),
            ("Si contesta otra persona", text.if_another_answers),
            ("Él lo supo", f"{format_date(text.he_knew_on)}, {text.he_knew_how}"),
            ("Ella aceptó", f"{format_date(text.she_agreed_on)}, {text.she_agreed_how}"),
            ("Lo que cuenta", text.told),
        ]
    )
    warning = ["Atención: lo que cuenta contradice lo que él dice."] if text.contradicts else []
    return [RELATION_LABELS[text.relation], *warning, *told]


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], tuple[dict[str, Any], list[str]]]]] = {
    "protection": lambda book, args: protection(book.ask(ProtectionMatters()).result()),
}
"""The views by name; contacts take a clave besides."""
