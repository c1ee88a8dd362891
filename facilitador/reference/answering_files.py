"""Reads what is said to a man before he answers."""

from __future__ import annotations

from pathlib import Path

from facilitador.domain.answering_texts import AnsweringText
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, decode


class _Answering(Header, forbid_unknown_fields=True, kw_only=True):
    promise: str
    duty_to_report: str
    freedom: str
    keys: str


def read_answering(path: Path) -> AnsweringText:
    """The texts of a file; none of them may be empty."""
    raw = decode(path, _Answering)
    check_name(path, raw)
    for place in ("promise", "duty_to_report", "freedom", "keys"):
        if not getattr(raw, place).strip():
            raise BadReferenceFile(path.name, place, "is empty")
    return AnsweringText(raw.provenance(), raw.promise, raw.duty_to_report, raw.freedom, raw.keys)
