"""Every command and query on the keys of people, with the sections its sender must be allowed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.domain.roles import Section
from facilitador.use_cases.requests import Command, Query
from facilitador.use_cases.trusted_keys import KeyCardPrint, OwnKey, PreviewKey, TrustedKeys, TrustKey, WithdrawKey

SAMPLES: Final[tuple[tuple[Command, set[Section]], ...]] = (
    (TrustKey(key="", fingerprint=""), {Section.SERVICE}),
    (WithdrawKey(key_id=UUID(int=0)), {Section.SERVICE}),
)
QUESTIONS: Final[tuple[tuple[Query[Any], Section], ...]] = (
    (OwnKey(), Section.SESSIONS),
    (TrustedKeys(), Section.SESSIONS),
    (PreviewKey(key=""), Section.SESSIONS),
    (KeyCardPrint(), Section.SESSIONS),
)
