"""The views of `show` about reviews, the close of a cycle and good practices: their JSON shapes and their lines.

`{"review_queue": {"counts": {kind: number}, "entries": [{"subject_id", "kind", "state", "since", "group_id", "group",
"number", "day", "name", "own"}]}}` · `{"review": {"subject_id", "kind", "state", "group", "name", "may_review",
"reviewers", "sections": [section], "entries": [entry]}}` · `{"closure": {"group_id", "group", "status", "items":
[item], "entries": [entry]}}` · `{"practices": [practice]}`

Other keys are those of the dataclass of that name in `facilitador.domain`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from facilitador.cli.console import table
from facilitador.cli.names import as_id, group_named
from facilitador.cli.origins import origin_of
from facilitador.cli.views import plain_value
from facilitador.domain.closures import MATTER_LABELS, STATE_LABELS, ClosureEntry, ClosurePage, ClosureStep
from facilitador.domain.dates import format_date
from facilitador.domain.origins import ALL
from facilitador.domain.practices import Practice
from facilitador.domain.reviews import KIND_LABELS, STEP_LABELS, QueueEntry, ReviewPage, ReviewQueueView, ReviewSubject
from facilitador.domain.reviews import STATE_LABELS as REVIEW_STATES
from facilitador.errors import UserFacingError
from facilitador.use_cases.closures import ClosureOf
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.practices import Practices
from facilitador.use_cases.reviews import ReviewOf, ReviewQueue

Shown = tuple[dict[str, Any], list[str]]


def review_queue(view: ReviewQueueView) -> Shown:
    """What waits to be reviewed, the oldest first."""
    entries = [
        {
            "subject_id": str(one.subject_id),
            "kind": str(one.kind),
            "state": str(one.state),
            "since": plain_value(one.since),
            "group_id": plain_value(one.group_id),
            "group": one.group_name,
            "number": one.number,
            "day": plain_value(one.day),
            "name": one.full_name,
            "own": one.own,
        }
        for one in view.entries
    ]
    rows = [
        (KIND_LABELS[one.kind], _which(one), one.group_name, "suyo" if one.own else "", str(one.subject_id))
        for one in view.entries
    ]
    lines = table(("Qué", "Cuál", "Grupo", "", "Identificador"), rows) if rows else ["No hay nada por revisar."]
    return {"review_queue": {"counts": plain_value(view.counts), "entries": entries}}, lines


def _which(one: QueueEntry | ReviewSubject) -> str:
    if one.full_name:
        return one.full_name
    day = f", {format_date(one.day)}" if one.day else ""
    return f"sesión {one.number or 'sin número'}{day}"


def review(page: ReviewPage) -> Shown:
    """One thing with everything said of it."""
    subject = page.subject
    document = {
        "subject_id": str(subject.id),
        "kind": str(subject.kind),
        "state": str(page.state),
        "group": subject.group_name,
        "name": subject.full_name,
        "may_review": page.may_review,
        "reviewers": list(page.reviewers),
        "sections": plain_value(page.sections),
        "entries": plain_value(page.entries),
    }
    whose = ", ".join(filter(None, (_which(subject), subject.group_name)))
    lines = [f"{KIND_LABELS[subject.kind]}: {whose}. {REVIEW_STATES[page.state]}", ""]
    for section in page.sections:
        lines += [section.title, *(f"  {line.label} [{line.anchor}]: {line.text}" for line in section.lines), ""]
    lines += [
        f"{format_date(one.at.astimezone().date())} {page.people.get(one.by, '')}. {STEP_LABELS[one.step]}"
        + (f" [{one.anchor}]" if one.anchor else "")
        + (f": {one.text}" if one.text else "")
        + f" {one.id}"
        for one in page.entries
    ]
    return {"review": document}, lines


def closure(page: ClosurePage) -> Shown:
    """How a group stands on its way to be closed, or what was kept when it closed."""
    document = {
        "group_id": str(page.group.id),
        "group": page.group.name,
        "status": str(page.group.status),
        "items": plain_value(page.items),
        "entries": plain_value(page.entries),
    }
    rows = [(MATTER_LABELS[one.matter], STATE_LABELS[one.state], one.words) for one in page.items]
    lines = table(("Qué", "Cómo está", ""), rows)
    return {"closure": document}, [*lines, *(line for entry in page.entries for line in _entry_lines(entry))]


def _entry_lines(entry: ClosureEntry) -> Iterable[str]:
    if entry.step is ClosureStep.REOPENED:
        yield f"Abierto otra vez el {format_date(entry.on)}: {entry.reason}"
        return
    yield f"Cerrado el {format_date(entry.on)}."
    for one in entry.left_open:
        count = f"{one.count}." if one.count else ""
        yield " ".join(filter(None, (f"  {MATTER_LABELS[one.matter]}:", count, one.note)))
    if entry.follow_up_on is not None:
        yield f"  Seguimiento: {format_date(entry.follow_up_on)}"
    if entry.lessons:
        yield f"  Lo aprendido: {entry.lessons}"


def practices(found: Iterable[Practice]) -> Shown:
    """Good practices, the newest first."""
    kept = tuple(found)
    lines = [
        line
        for one in kept
        for line in (
            f"{one.title} ({one.id})",
            *(f"  {name}: {text}" for name, text in _texts(one) if text),
        )
    ]
    return {"practices": plain_value(kept)}, lines or ["No hay nada que mostrar."]


def _texts(one: Practice) -> tuple[tuple[str, str], ...]:
    return (
        ("Grupo", one.group_name),
        ("Qué se hizo", one.done),
        ("Qué funcionó", one.worked),
        ("Qué no funcionó", one.not_worked),
    )


def _show_queue(book: OpenBook, args: argparse.Namespace) -> Shown:
    group = group_named(book, args.subject) if args.subject is not None else None
    query = ReviewQueue(group_id=group, limit=max(0, args.limit), origin=origin_of(book, args, ALL))
    return review_queue(book.ask(query).result())


def _show_review(book: OpenBook, args: argparse.Namespace) -> Shown:
    subject = as_id(args.subject)
    if subject is None:
        raise UserFacingError("review_nothing_there", field="subject")
    return review(book.ask(ReviewOf(subject_id=subject)).result())


def _show_closure(book: OpenBook, args: argparse.Namespace) -> Shown:
    return closure(book.ask(ClosureOf(group_id=group_named(book, args.subject))).result())


def _show_practices(book: OpenBook, args: argparse.Namespace) -> Shown:
    query = Practices(text=args.subject or "", limit=max(0, args.limit), offset=max(0, args.offset))
    return practices(book.ask(query).result())


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], Shown]]] = {
    "review-queue": _show_queue,
    "review": _show_review,
    "closure": _show_closure,
    "practices": _show_practices,
}
"""The views by name."""
