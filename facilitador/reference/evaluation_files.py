"""Reads the factors of the initial evaluation and the causes of exclusion."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

import msgspec

from facilitador.domain.doors import DoorCause
from facilitador.domain.evaluations import EvaluationFactors, Factor, FactorLevel
from facilitador.domain.exclusions import ExclusionCause, ExclusionCauses
from facilitador.domain.roles import Section
from facilitador.domain.sessions import IncidentKind
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_SECTIONS: Final = (Section.SOCIAL, Section.HEALTH, Section.JUSTICE)


class _Level(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    text: str
    present: bool = True


class _Factor(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: str
    text: str
    help: str
    section: Section
    levels: list[_Level] = []
    none_known: bool = False
    diagnosis: bool = False
    needs_competence: bool = False


class _Factors(Header, forbid_unknown_fields=True, kw_only=True):
    factors: list[_Factor]


class _Cause(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: str
    numeral: str
    text: str
    qualifier: str = ""
    factors: list[str] = []
    incidents: list[IncidentKind] = []
    door: list[DoorCause] = []
    instruments: list[str] = []
    day_only: bool = False
    needs_help_tried: bool = False
    needs_competence: bool = False


class _Causes(Header, forbid_unknown_fields=True, kw_only=True):
    causes: list[_Cause]


def read_evaluation_factors(path: Path) -> EvaluationFactors:
    """The factors of a file, each with its own code, words, help and levels."""
    raw = decode(path, _Factors)
    check_name(path, raw)
    check_unique(path.name, "factors", (one.code for one in raw.factors))
    for one in raw.factors:
        check_unique(path.name, f"factors.{one.code}.levels", (level.code for level in one.levels))
        if wrong := _wrong_factor(one):
            raise BadReferenceFile(path.name, f"factors.{one.code}", wrong)
    return EvaluationFactors(raw.provenance(), tuple(map(_factor, raw.factors)))


def read_exclusion_causes(path: Path, factors: Collection[str]) -> ExclusionCauses:
    """The causes of a file; each names where its facts are looked for, by codes of `factors` or of the program."""
    raw = decode(path, _Causes)
    check_name(path, raw)
    check_unique(path.name, "causes", (one.code for one in raw.causes))
    for one in raw.causes:
        if wrong := _wrong_cause(one, factors):
            raise BadReferenceFile(path.name, f"causes.{one.code}", wrong)
    return ExclusionCauses(raw.provenance(), tuple(map(_cause, raw.causes)))


def _wrong_factor(one: _Factor) -> str:
    """What is wrong with a factor, empty if nothing."""
    if not all(_CODE.fullmatch(code) for code in (one.code, *(level.code for level in one.levels))):
        return "bad code"
    if not all(text.strip() for text in (one.text, one.help, *(level.text for level in one.levels))):
        return "no words"
    return "" if one.section in _SECTIONS else "bad section"


def _wrong_cause(one: _Cause, factors: Collection[str]) -> str:
    """What is wrong with a cause, empty if nothing."""
    if not _CODE.fullmatch(one.code):
        return "bad code"
    if not one.text.strip() or not one.numeral.startswith("6.7."):
        return "no words or numeral"
    if not (one.factors or one.incidents or one.door):
        return "no facts"
    return "" if set(one.factors) <= set(factors) else "unknown factor"


def _factor(one: _Factor) -> Factor:
    return Factor(
        code=one.code,
        text=one.text,
        help=one.help,
        section=one.section,
        levels=tuple(FactorLevel(level.code, level.text, level.present) for level in one.levels),
        none_known=one.none_known,
        diagnosis=one.diagnosis,
        needs_competence=one.needs_competence,
    )


def _cause(one: _Cause) -> ExclusionCause:
    return ExclusionCause(
        code=one.code,
        numeral=one.numeral,
        text=one.text,
        qualifier=one.qualifier,
        factors=frozenset(one.factors),
        incidents=frozenset(one.incidents),
        door=frozenset(one.door),
        instruments=frozenset(one.instruments),
        day_only=one.day_only,
        needs_help_tried=one.needs_help_tried,
        needs_competence=one.needs_competence,
    )
