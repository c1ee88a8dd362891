"""The compliance view on the command line.

`{"compliance": {"group_id", "group", "service", "sources": [source], "binding", "on", "edition", "lines": [{"numeral",
"chapter", "text", "force", "state", "declaration", "evidence": [message + {"finding", "place", "target_id",
"last_day"}], "statement": statement or null}], "history": [statement]}}`; `group_id` is null for the service, `sources`
the other services that are looked at.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any, Final

from facilitador.cli.console import message_document
from facilitador.cli.names import group_named
from facilitador.cli.origins import origin_of
from facilitador.cli.views import plain_value
from facilitador.domain.compliance import STATE_LABELS, Compliance, ComplianceLine, Evidence
from facilitador.domain.compliance_words import about, bound, summary, told
from facilitador.domain.origins import OWN
from facilitador.messages import message
from facilitador.use_cases.compliance import ComplianceView
from facilitador.use_cases.open_book import OpenBook


def compliance(view: Compliance) -> tuple[dict[str, Any], list[str]]:
    """Each numeral with its state and what shows it, chapter by chapter."""
    document = {
        "group_id": plain_value(view.group_id),
        "group": view.group,
        "service": view.service,
        "sources": [plain_value(one) for one in view.sources],
        "binding": str(view.binding),
        "on": plain_value(view.on),
        "edition": view.requirements.provenance.edition,
        "lines": [_line(line) for line in view.lines],
        "history": [plain_value(one) for one in view.history],
    }
    lines = list(filter(None, (about(view), bound(view), summary(view))))
    for code, title in view.requirements.chapters.items():
        of = [line for line in view.lines if line.requirement.chapter == code]
        if of:
            lines += ["", title]
        for line in of:
            lines.append(f"{line.requirement.numeral} {STATE_LABELS[line.state]}: {line.requirement.text}")
            lines += [f"  {sentence}" for sentence in told(line, message)]
    return {"compliance": document}, lines


def _line(line: ComplianceLine) -> dict[str, Any]:
    asked = line.requirement
    return {
        "numeral": asked.numeral,
        "chapter": asked.chapter,
        "text": asked.text,
        "force": str(asked.force),
        "state": str(line.state),
        "declaration": asked.declaration,
        "evidence": [_evidence(one) for one in line.evidence],
        "statement": plain_value(line.statement),
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        **message_document(one.code, one.parameters),
        "finding": str(one.finding),
        "place": one.place,
        "target_id": plain_value(one.target_id),
        "last_day": plain_value(one.last_day),
    }


def _show(book: OpenBook, args: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    group = None if args.subject is None else group_named(book, args.subject)
    return compliance(book.ask(ComplianceView(group_id=group, origin=origin_of(book, args, OWN))).result())


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], tuple[dict[str, Any], list[str]]]]] = {
    "compliance": _show
}
"""The view by name; without a group it is that of the service."""
