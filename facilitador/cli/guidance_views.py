"""The views of `show` about where men were sent, their individual care and what they were given.

`{"referrals": [referral + {"name", "code", "state", "due_on"}]}`, of one man with `"sanction": {"serves", "missing",
"alternatives": [alternative]}` · `{"care": {"participant_id", "name", "cares": [care]}}` · `{"hand_outs":
{"participant_id", "name", "sources", "materials", "plans"}}`

Other keys are those of the dataclass of that name in `facilitador.domain`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any, Final

from facilitador.cli.console import table
from facilitador.cli.names import participant_named
from facilitador.cli.views import plain_value
from facilitador.domain.care import NOTE_LABELS, OUTCOME_LABELS, PROVIDER_LABELS, CareRecord, IndividualCare
from facilitador.domain.dates import format_date
from facilitador.domain.hand_outs import HandOuts
from facilitador.domain.referrals import REASON_LABELS, STATE_LABELS, Referral, ReferralLine, SanctionRoute
from facilitador.use_cases.care import CareOf
from facilitador.use_cases.hand_outs import HandOutsOf
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.referrals import Referrals
from facilitador.use_cases.sanctions import SanctionRouteOf

Shown = tuple[dict[str, Any], list[str]]
_HEADINGS: Final = ("Participante", "Institución", "Para qué", "Estado", "Próxima fecha", "Código", "Identificador")


def referrals(lines: tuple[ReferralLine, ...], route: SanctionRoute | None) -> Shown:
    """Referrals, the most pressing first; of one man with the way of his sanction."""
    document: dict[str, Any] = {"referrals": [_plain(line) for line in lines]}
    told = table(_HEADINGS, [_row(line) for line in lines]) if lines else ["No hay derivaciones."]
    if route is not None:
        alternatives = plain_value(route.alternatives)
        document["sanction"] = {"serves": route.serves, "missing": route.is_missing, "alternatives": alternatives}
        if route.is_missing:
            told += ["", "Debe cumplir una sanción y falta derivarlo a un CAI (6.2.8)."]
        told += [
            f"{format_date(one.noted_on)} Sin un CAI a su alcance: {one.done} Se informó a {one.told_to}. {one.id}"
            for one in route.alternatives
            if one.withdrawal is None
        ]
    return document, told


def _plain(line: ReferralLine) -> dict[str, Any]:
    one = line.referral
    told = {"name": line.full_name, "code": one.code, "state": _state(one), "due_on": plain_value(one.due_on)}
    return {**plain_value(one), **told}


def _state(one: Referral) -> str:
    return "withdrawn" if one.withdrawal is not None else str(one.last.state)


def _row(line: ReferralLine) -> tuple[str, ...]:
    one = line.referral
    state = "Retirada" if one.withdrawal is not None else STATE_LABELS[one.last.state]
    due = format_date(one.due_on) if one.due_on is not None else "—"
    return line.full_name, one.institution, REASON_LABELS[one.reason], state, due, one.code, str(one.id)


def care(record: CareRecord) -> Shown:
    """The individual care of a man."""
    document = {
        "participant_id": str(record.participant_id),
        "name": record.full_name,
        "cares": plain_value(record.cares),
    }
    lines = [f"Atención individual de {record.full_name}"]
    for one in record.cares:
        lines += ["", *_care_lines(one)]
    return {"care": document}, lines if record.cares else [*lines, "No hay ninguna."]


def _care_lines(one: IndividualCare) -> list[str]:
    lines = [
        f"{PROVIDER_LABELS[one.provider_kind]}: {one.provider}, desde el {format_date(one.requested_on)}. {one.id}"
    ]
    lines += [f"  Objetivo: {goal}" for goal in one.agreement.goals]
    lines += [f"  Acepta que se comunique: {one.agreement.may_tell}"] if one.agreement.may_tell else []
    lines += [f"  {format_date(note.on)} {NOTE_LABELS[note.kind]}. {note.text}".rstrip() for note in one.notes]
    if one.closing is not None:
        lines.append(f"  {format_date(one.closing.on)} {OUTCOME_LABELS[one.closing.outcome]}. {one.closing.note}")
    return lines


def hand_outs(held: HandOuts) -> Shown:
    """What a man was given, and his plans."""
    document = {
        "participant_id": str(held.participant_id),
        "name": held.full_name,
        "sources": plain_value(held.sources),
        "materials": plain_value(held.materials),
        "plans": plain_value(held.plans),
    }
    given = [one for one in held.materials if one.withdrawal is None]
    lines = [f"Para llevar: {held.full_name}", f"Planes escritos: {len(held.plans)}"]
    lines += [f"{format_date(one.given_on)} {one.title} {one.id}" for one in given] or ["No se le entregó nada."]
    return {"hand_outs": document}, lines


def _show_referrals(book: OpenBook, args: argparse.Namespace) -> Shown:
    if args.subject is None:
        return referrals(book.ask(Referrals()).result(), None)
    man = participant_named(book, args.subject)
    route = book.ask(SanctionRouteOf(participant_id=man)).result()
    return referrals(book.ask(Referrals(participant_id=man)).result(), route)


def _show_care(book: OpenBook, args: argparse.Namespace) -> Shown:
    return care(book.ask(CareOf(participant_id=participant_named(book, args.subject))).result())


def _show_hand_outs(book: OpenBook, args: argparse.Namespace) -> Shown:
    return hand_outs(book.ask(HandOutsOf(participant_id=participant_named(book, args.subject))).result())


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], Shown]]] = {
    "referrals": _show_referrals,
    "care": _show_care,
    "hand-outs": _show_hand_outs,
}
"""The views by name."""
