"""What papers say about confidentiality: a promise never stands without the duty to report beside it (6.4.5)."""

from __future__ import annotations

from facilitador.documents.blocks import Notice
from facilitador.domain.consent_texts import ConsentText

SENSITIVE_FOOT = (
    "Contiene datos personales sensibles (Ley 29733). Guárdelo bajo llave; no lo fotografíe ni lo envíe por chat."
)
INTERNAL_FOOT = "Documento interno del servicio. No lo deje a la vista de otras personas."


def notice(text: ConsentText) -> Notice:
    """Promise and duty to report in one box."""
    return Notice("Lo que queda en reserva y lo que no", f"{text.promise}\n{text.duty_to_report}")
