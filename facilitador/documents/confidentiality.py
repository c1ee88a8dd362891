"""What every paper says about confidentiality: a promise never stands without the duty to report beside it (6.4.5)."""

from __future__ import annotations

from dataclasses import dataclass

from facilitador.documents.blocks import Notice

SENSITIVE_FOOT = (
    "Contiene datos personales sensibles (Ley 29733). Guárdelo bajo llave; no lo fotografíe ni lo envíe por chat."
)
INTERNAL_FOOT = "Documento interno del servicio. No lo deje a la vista de otras personas."


@dataclass(frozen=True, slots=True)
class Confidentiality:
    """The promise and the duty that limits it; neither may be empty (ValueError), so that no paper shows one alone."""

    promise: str
    duty_to_report: str

    def __post_init__(self) -> None:
        if not self.promise.strip() or not self.duty_to_report.strip():
            raise ValueError("a promise of confidentiality is printed with the duty to report (6.4.5)")


def notice(confidentiality: Confidentiality) -> Notice:
    """Promise and duty in one box."""
    return Notice(
        "Lo que se guarda en reserva y lo que no", f"{confidentiality.promise}\n{confidentiality.duty_to_report}"
    )
