"""Reads the indicators."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import msgspec

from facilitador.domain.indicators import Indicator, IndicatorList, Timing
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")


class _Indicator(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: str
    name: str
    definition: str
    numerator: str
    denominator: str = ""
    source: str
    unit: str
    numeral: str
    timing: Timing
    service_only: bool = False


class _Indicators(Header, forbid_unknown_fields=True, kw_only=True):
    indicators: list[_Indicator]


def read_indicators(path: Path) -> IndicatorList:
    """The indicators of a file, each with its own code, definition and source."""
    raw = decode(path, _Indicators)
    check_name(path, raw)
    check_unique(path.name, "indicators", (one.code for one in raw.indicators))
    for one in raw.indicators:
        words = (one.name, one.definition, one.numerator, one.source, one.unit, one.numeral)
        if not _CODE.fullmatch(one.code) or not all(text.strip() for text in words):
            raise BadReferenceFile(path.name, f"indicators.{one.code}", "bad code or no words")
    return IndicatorList(raw.provenance(), tuple(Indicator(**msgspec.structs.asdict(one)) for one in raw.indicators))
