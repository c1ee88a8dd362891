"""The text of the informed consent: an edition of it, and the same with a service's own data filled in (6.4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import Final

from facilitador.domain.catalogues import Provenance

PLACEHOLDERS: Final = frozenset({"service", "address", "phone", "email", "responsible", "data_bank"})
"""What a text may leave to the service: `{service}`, `{address}` …"""

ROOM_TO_WRITE: Final = "____________________"
DATA_BANK: Final = "Participantes de grupos de varones"


@dataclass(frozen=True, slots=True)
class Clause:
    """One matter of the consent. `text_public_body` stands in for `text` where the law frees it from asking."""

    id: str
    heading: str
    text: str
    text_public_body: str
    numeral: str


@dataclass(frozen=True, slots=True)
class ConsentText:
    """An edition of the consent. The promise of confidentiality is never shown without the duty to report."""

    provenance: Provenance
    clauses: tuple[Clause, ...]
    promise: str
    duty_to_report: str
    declaration: str
    declaration_public_body: str
    guardian_declaration: str

    @property
    def edition(self) -> str:
        """The edition that is kept beside a consent."""
        return self.provenance.edition


@dataclass(frozen=True, slots=True)
class ServiceIdentity:
    """What the text says about the service; what is empty becomes a line to write on."""

    service: str
    address: str = ""
    phone: str = ""
    email: str = ""
    responsible: str = ""
    data_bank: str = DATA_BANK

    def values(self) -> dict[str, str]:
        """Each placeholder with its words."""
        known = {name: str(getattr(self, name)).strip() for name in PLACEHOLDERS}
        return {name: words or ROOM_TO_WRITE for name, words in known.items()}


def placeholders(text: str) -> frozenset[str]:
    """The names in braces of a text; ValueError if its braces are not well formed."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def filled(text: ConsentText, identity: ServiceIdentity, *, public_body: bool = False) -> ConsentText:
    """The text as it is read to a man of this service.

    `public_body`: the service acts within its competence as a public body (Ley 29733, 14.1): it informs (18) instead of
    asking, and the clauses that say so take the place of the others.
    """
    values = identity.values()
    return replace(
        text,
        clauses=tuple(_filled_clause(clause, values, public_body) for clause in text.clauses),
        promise=text.promise.format_map(values),
        duty_to_report=text.duty_to_report.format_map(values),
        declaration=(text.declaration_public_body if public_body else text.declaration).format_map(values),
        guardian_declaration=text.guardian_declaration.format_map(values),
    )


def _filled_clause(clause: Clause, values: Mapping[str, str], public_body: bool) -> Clause:
    chosen = clause.text_public_body if public_body and clause.text_public_body else clause.text
    return replace(clause, text=chosen.format_map(values), text_public_body="")
