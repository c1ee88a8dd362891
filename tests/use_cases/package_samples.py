"""Every command and query on packages, with the sections its sender must be allowed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.domain.roles import Section
from facilitador.use_cases.package_receiving import PreviewPackage, TakeIn, UndoPackage
from facilitador.use_cases.package_sending import Pack, PackWish, WeighPackage
from facilitador.use_cases.packages import Packages, RemoveSource, Sources
from facilitador.use_cases.requests import Command, Query

_WISH: Final = PackWish(group_ids=(UUID(int=0),), recipients=("0" * 20,), purpose="Supervisar")

SAMPLES: Final[tuple[tuple[Command, set[Section]], ...]] = (
    (TakeIn(content=b""), {Section.GROUPS}),
    (UndoPackage(package_id=UUID(int=0)), {Section.GROUPS}),
    (RemoveSource(book_id=UUID(int=0)), {Section.GROUPS}),
)
QUESTIONS: Final[tuple[tuple[Query[Any], Section], ...]] = (
    (Pack(wish=_WISH), Section.SESSIONS),
    (WeighPackage(wish=_WISH), Section.SESSIONS),
    (PreviewPackage(content=b""), Section.SESSIONS),
    (Packages(), Section.SESSIONS),
    (Sources(), Section.GROUPS),
)
