"""Who signs where something changes hands: who hands over, who receives, and the head of the service."""

from __future__ import annotations

from typing import Final

from facilitador.documents.blocks import Block, KeepTogether, SignaturePlace, SignatureRow

_WHO: Final = ("Entrega", "Recibe", "Jefatura del servicio")


def signed(*above: Block, below: tuple[str, ...]) -> KeepTogether:
    """The three places to sign under what is signed, with lines `below` each: none stands alone on a page."""
    return KeepTogether((*above, SignatureRow(tuple(SignaturePlace(who, below) for who in _WHO))))
