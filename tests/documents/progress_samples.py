"""Both constancias of an invented man."""

from __future__ import annotations

from datetime import date, time, timedelta

from facilitador.documents.blocks import Document, Letterhead
from facilitador.documents.constancias import Constancia, compose
from facilitador.domain.constancias import Attended, AttendedDay

_FIRST = date(2026, 9, 9)


def progress_papers(letterhead: Letterhead) -> dict[str, Document]:
    """By name of the golden file."""
    days = tuple(
        AttendedDay(_FIRST + timedelta(weeks=week), time(19), time(21), 120, in_part=week == 1) for week in range(3)
    )
    seen = Attended(held=5, unrecorded=1, made_up=1, days=days)

    def made(*, plain: bool) -> Document:
        return compose(
            Constancia(letterhead, 12, "José Ñahui Álvarez", "DNI 40000001", seen, date(2026, 11, 20), plain)
        )

    return {"constancia": made(plain=False), "constancia-trabajo": made(plain=True)}
