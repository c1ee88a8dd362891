"""Packages by the command line: pack, unpack, show packages.

JSON of `pack`: `{"package": {"id", "kind", "file", "bytes", "with_names", "until"}}`. Of `unpack`: `{"package": {"id",
"service", "sender", "purpose", "made_at", "until", "with_names", "groups", "older", "men", "gone_men", "left_out",
"removed_on", "rows": {table: {"new", "changed", "gone"}}, "conflicts": [{"id", "table", "columns"}], "dropped",
"nothing_newer", "clock_behind"}, "taken_in": true or false, "notices": [{"code", …}]}`; `taken_in` is false where a
notice says why nothing had to be written. Of `show packages`: `{"packages": […],
"sources": […], "deliveries": [{"id", "package", "service", "state", "file_digest", "receipt", "delivered_on",
"received_on"}]}`; `receipt` only of what was taken in. `made_at` is in UTC.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from facilitador import messages
from facilitador.cli.access import opened
from facilitador.cli.console import Console
from facilitador.cli.names import group_named, participant_named
from facilitador.cli.paper_verbs import saved, target_of
from facilitador.domain.copied_codes import normalised
from facilitador.domain.dates import format_date, parse_typed_date
from facilitador.domain.deliveries import STATE_LABELS, Delivery
from facilitador.domain.package_merging import Side
from facilitador.domain.package_words import dropped_words, removal_words
from facilitador.domain.packages import PackageKind
from facilitador.domain.taken_packages import KnownPackage, PackagePreview, PackageWay, SourceLine
from facilitador.domain.text import fold
from facilitador.errors import UserFacingError
from facilitador.exchange.packages import read_file
from facilitador.use_cases.books import Environment
from facilitador.use_cases.deliveries import Deliveries
from facilitador.use_cases.handing_over import HandoverWish, PackHandover
from facilitador.use_cases.moving import ManWish, PackMan
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import PreviewPackage, TakeIn
from facilitador.use_cases.package_reviews import PackReviews, ReviewsWish
from facilitador.use_cases.package_sending import Pack, Packed, PackWish
from facilitador.use_cases.packages import Packages, Sources
from facilitador.use_cases.requests import Query

_FILE_NAME: Final = "envio.paquete"


def pack(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Write a package; the place is looked at first, because what leaves the book is recorded."""
    target = target_of(Path(args.out), _FILE_NAME, overwrite=args.overwrite)
    until = parse_typed_date(args.until, environment.circumstances.today()) if args.until else None
    with opened(args, console, environment) as book:
        errand = {"recipients": _keys(args.to), "purpose": args.purpose, "until": until}
        packed = book.ask(_KINDS[PackageKind(args.kind)](book, args, errand)).result()
    saved(target, lambda out: out.write(packed.content), overwrite=args.overwrite)
    told = {
        "id": str(packed.manifest.package_id),
        "kind": packed.manifest.kind,
        "file": str(target),
        "bytes": len(packed.content),
        "with_names": packed.manifest.with_names,
        "until": until.isoformat() if until else None,
    }
    console.answer({"package": told}, [f"Se guardó {target}.", f"Ocupa {len(packed.content) // 1024 + 1} KB."])


def _keys(typed: Iterable[str]) -> tuple[str, ...]:
    return tuple(normalised(one) for one in typed)


def _groups(book: OpenBook, args: argparse.Namespace) -> tuple[UUID, ...]:
    return tuple(group_named(book, name) for name in args.subjects)


def _supervision(book: OpenBook, args: argparse.Namespace, errand: dict[str, Any]) -> Query[Packed]:
    return Pack(wish=PackWish(group_ids=_groups(book, args), with_names=not args.without_names, **errand))


def _handover(book: OpenBook, args: argparse.Namespace, errand: dict[str, Any]) -> Query[Packed]:
    reserved = _keys(args.reserved_for)
    return PackHandover(wish=HandoverWish(group_ids=_groups(book, args), reserved_for=reserved, **errand))


def _man(book: OpenBook, args: argparse.Namespace, errand: dict[str, Any]) -> Query[Packed]:
    man = participant_named(book, _only(args.subjects))
    return PackMan(wish=ManWish(participant_id=man, reserved_for=_keys(args.reserved_for), **errand))


def _review(book: OpenBook, args: argparse.Namespace, errand: dict[str, Any]) -> Query[Packed]:
    named = fold(_only(args.subjects))
    for source in book.ask(Sources()).result():
        if named in (fold(source.service_name), str(source.book_id)):
            return PackReviews(wish=ReviewsWish(book_id=source.book_id, **errand))
    raise UserFacingError("source_not_here", field="subjects")


def _only(subjects: Sequence[str]) -> str:
    if len(subjects) > 1:
        raise UserFacingError("package_one_subject", field="subjects")
    return subjects[0]


_KINDS: Final[Mapping[PackageKind, Callable[[OpenBook, argparse.Namespace, dict[str, Any]], Query[Packed]]]] = {
    PackageKind.SUPERVISION: _supervision,
    PackageKind.HANDOVER: _handover,
    PackageKind.MAN: _man,
    PackageKind.REVIEW: _review,
}


def unpack(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Take a package in, or only say what it would bring."""
    content = read_file(Path(args.file))
    notices: list[dict[str, object]] = []
    with opened(args, console, environment) as book:
        preview, decisions = _decided(book, content, args.decide)
        if not args.dry_run:
            outcome = book.submit([TakeIn(content=content, decisions=decisions)]).result()
            notices = [{"code": notice.code, **notice.parameters} for notice in outcome.notices]
            for notice in outcome.notices:
                console.tell(messages.message(notice.code, notice.parameters).whole)
    taken_in = not args.dry_run and not notices  # a notice says why nothing had to be written
    ending = "No se incorporó nada: era una prueba." if args.dry_run else "El paquete quedó incorporado."
    lines = [*_preview_lines(preview), *([] if notices else [ending])]
    console.answer({"package": _preview_document(preview), "taken_in": taken_in, "notices": notices}, lines)


def _decided(book: OpenBook, content: bytes, side: str | None) -> tuple[PackagePreview, dict[str, Side]]:
    preview = book.ask(PreviewPackage(content=content)).result()
    if side is None or not preview.conflicts:
        return preview, {}
    decisions = dict.fromkeys((one.id for one in preview.conflicts), Side(side))
    return book.ask(PreviewPackage(content=content, decisions=decisions)).result(), decisions


def _preview_document(preview: PackagePreview) -> dict[str, Any]:
    return {
        "id": str(preview.package_id),
        "service": preview.service_name,
        "sender": preview.sender_name,
        "purpose": preview.purpose,
        "made_at": preview.made_at.isoformat(),
        "until": preview.until.isoformat() if preview.until else None,
        "with_names": preview.with_names,
        "groups": list(preview.groups),
        "older": list(preview.older),
        "men": preview.men,
        "gone_men": preview.gone_men,
        "left_out": preview.left_out,
        "removed_on": preview.removed_on.isoformat() if preview.removed_on else None,
        "rows": {
            table: {"new": one.new, "changed": one.changed, "gone": one.gone} for table, one in preview.tables.items()
        },
        "conflicts": [
            {"id": one.id, "table": one.table, "columns": sorted({*(one.mine or {}), *(one.theirs or {})})}
            for one in preview.conflicts
        ],
        "dropped": list(preview.dropped),
        "nothing_newer": preview.nothing_newer,
        "clock_behind": preview.clock_behind,
    }


def _preview_lines(preview: PackagePreview) -> list[str]:
    new, changed, gone = (sum(getattr(one, part) for one in preview.tables.values()) for part in _PARTS)
    day = format_date(preview.made_at.date())
    lines = [
        f"Recibido de {preview.sender_name}, {preview.service_name}, con datos al {day}.",
        f"Para: {preview.purpose}",
        f"Grupos: {', '.join(preview.groups)}. Participantes: {preview.men}.",
        f"Datos nuevos: {new}. Cambiados: {changed}. Que ya no están: {gone}.",
    ]
    if preview.taken:
        lines.append("Este paquete ya se incorporó: no hay nada que cambiar.")
    elif preview.older:
        lines.append(f"De estos grupos ya hay algo más nuevo, y se quedan como están: {', '.join(preview.older)}.")
    lines += [f"{told}." for told in (*removal_words(preview), *dropped_words(preview.dropped))]
    if preview.conflicts:
        lines.append(f"Cambiaron aquí y allá, y hay que decidir: {len(preview.conflicts)}.")
    return lines


_PARTS: Final = ("new", "changed", "gone")


def show_packages(book: OpenBook) -> tuple[dict[str, Any], list[str]]:
    """What was sent and taken in, and of which services groups are here."""
    known, sources = book.ask(Packages()).result(), book.ask(Sources()).result()
    deliveries = book.ask(Deliveries()).result()
    document = {
        "packages": [_package_document(one) for one in known],
        "sources": [_source_document(one) for one in sources],
        "deliveries": [_delivery_document(one) for one in deliveries],
    }
    lines = [_package_line(one) for one in known] or ["No se envió ni se recibió ningún paquete."]
    lines += [line for source in sources for line in _source_lines(source)]
    return document, [*lines, *map(_delivery_line, deliveries)]


def _package_document(one: KnownPackage) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "number": one.number,
        "way": one.way,
        "kind": one.kind,
        "service": one.service_name,
        "sender": one.sender_name,
        "recipients": [{"name": to.name, "service": to.service_name} for to in one.recipients],
        "purpose": one.purpose,
        "made_at": one.made_at.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "with_names": one.with_names,
        "undone": one.undone_at is not None,
    }


def _source_document(one: SourceLine) -> dict[str, Any]:
    groups = [{"id": str(group.group_id), "name": group.name, "as_of": group.as_of.isoformat()} for group in one.groups]
    return {"book": str(one.book_id), "service": one.service_name, "groups": groups}


def _delivery_document(one: Delivery) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "package": str(one.package.id),
        "service": one.service_name,
        "state": one.state,
        "file_digest": "-".join(one.file_groups),
        "receipt": _receipt(one),
        "delivered_on": one.delivered_on.isoformat() if one.delivered_on else None,
        "received_on": one.received_on.isoformat() if one.received_on else None,
    }


def _receipt(one: Delivery) -> str | None:
    """The code to be read to who handed it over: only who received it tells it."""
    return "-".join(one.receipt_groups) if one.package.way is PackageWay.TAKEN else None


def _delivery_line(one: Delivery) -> str:
    said = f"Entrega {one.id}, {one.service_name}: {STATE_LABELS[one.state].lower()}"
    return f"{said}. Código de recibo: {_receipt(one)}" if _receipt(one) else said


def _package_line(one: KnownPackage) -> str:
    day = format_date(one.made_at.date())
    if one.way is PackageWay.SENT:
        return f"{one.number}. Enviado el {day} a {', '.join(to.name for to in one.recipients)}: {one.purpose}"
    undone = " (se deshizo)" if one.undone_at is not None else ""
    return f"{one.number}. Recibido de {one.service_name}, con datos al {day}{undone}: {one.purpose}"


def _source_lines(one: SourceLine) -> list[str]:
    return [f"{one.service_name}: {group.name}, con datos al {format_date(group.as_of.date())}" for group in one.groups]
