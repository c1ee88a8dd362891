"""What is said to a man before he answers."""

from __future__ import annotations

from dataclasses import dataclass

from facilitador.domain.catalogues import Provenance


@dataclass(frozen=True, slots=True)
class AnsweringText:
    """The promise never stands without the duty to report (6.4.5). `freedom`: he need not answer. `keys`: how to."""

    provenance: Provenance
    promise: str
    duty_to_report: str
    freedom: str
    keys: str
