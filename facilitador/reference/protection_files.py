"""Reads the steps that protect a person at risk."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from facilitador.domain.protection import OTHER_STEP, Circumstance, ProtectionSteps, StepDefinition
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_PHONE: Final = re.compile(r"\d{3,9}")


class _Step(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: str
    text: str
    help: str
    phone: str = ""
    legal_basis: str = ""
    when: list[Circumstance] = []
    verified_on: date | None = None


class _Steps(Header, forbid_unknown_fields=True, kw_only=True):
    steps: list[_Step]


def read_protection_steps(path: Path) -> ProtectionSteps:
    """The steps of a file, each with its own code, words and help."""
    raw = decode(path, _Steps)
    check_name(path, raw)
    check_unique(path.name, "steps", (one.code for one in raw.steps))
    for one in raw.steps:
        if wrong := _wrong(one):
            raise BadReferenceFile(path.name, f"steps.{one.code}", wrong)
    return ProtectionSteps(raw.provenance(), tuple(map(_step, raw.steps)))


def _wrong(one: _Step) -> str:
    """What is wrong with a step, empty if nothing."""
    if not _CODE.fullmatch(one.code) or one.code == OTHER_STEP:
        return "bad code"
    if not one.text.strip() or not one.help.strip():
        return "no words"
    if one.phone and not _PHONE.fullmatch(one.phone):
        return "bad phone"
    return ""


def _step(one: _Step) -> StepDefinition:
    return StepDefinition(
        code=one.code,
        text=one.text,
        help=one.help,
        phone=one.phone,
        legal_basis=one.legal_basis,
        when=frozenset(one.when),
        verified_on=one.verified_on,
    )
