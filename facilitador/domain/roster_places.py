"""Districts written by name, as lists have them, turned into their code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from facilitador.domain.places import District
from facilitador.domain.text import fold

_CODE: Final = re.compile(r"\d{5,6}", re.ASCII)
_SEPARATORS: Final = re.compile(r"[,/\-–—;|]")


class FoundPlace(NamedTuple):
    """The code of a district (empty: none fits, or several do) and whether it is beyond doubt."""

    code: str
    sure: bool
    several: bool = False


_NONE: Final = FoundPlace("", sure=True)


class PlaceNames:
    """Finds districts by their names; `home` is the code of the service's own, which decides between namesakes."""

    def __init__(self, districts: Iterable[District], home: str) -> None:
        self._home = home
        self._codes: set[str] = set()
        self._by_name: Mapping[str, list[tuple[str, str, str]]] = self._index(districts)
        self._found: dict[tuple[str, str, str], FoundPlace] = {}

    def find(self, district: str, province: str = "", department: str = "") -> FoundPlace:
        """The district of that name (or code), in that province and department where they are given.

        `Comas, Lima, Lima` and `Lima - Lima - Comas` in one cell are taken apart. Of several namesakes the one in the
        service's own province, else department, is offered as a guess.
        """
        key = (district, province, department)
        if key not in self._found:
            self._found[key] = self._look(district, fold(province), fold(department))
        return self._found[key]

    def _index(self, districts: Iterable[District]) -> Mapping[str, list[tuple[str, str, str]]]:
        by_name: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for one in districts:
            self._codes.add(one.code)
            by_name[fold(one.district)].append((one.code, fold(one.province), fold(one.department)))
        return by_name

    def _look(self, district: str, province: str, department: str) -> FoundPlace:
        typed = district.strip()
        if _CODE.fullmatch(typed):
            code = typed.zfill(6)
            return FoundPlace(code, sure=len(typed) == 6) if code in self._codes else _NONE
        parts = [fold(part) for part in _SEPARATORS.split(typed) if fold(part)]
        wholes = [fold(typed), *parts] if len(parts) > 1 else [fold(typed)]
        for name in wholes:
            others = [part for part in parts if part != name] if len(parts) > 1 else []
            fitting = self._fitting(name, [*filter(None, (province, department)), *others])
            if fitting:
                return self._choose(fitting)
        return _NONE

    def _fitting(self, name: str, within: list[str]) -> list[str]:
        return [
            code
            for code, province, department in self._by_name.get(name, ())
            if all(other in (province, department, name) for other in within)
        ]

    def _choose(self, codes: list[str]) -> FoundPlace:
        if len(codes) == 1:
            return FoundPlace(codes[0], sure=True)
        for length in (4, 2):  # same province, same department
            near = [code for code in codes if self._home and code[:length] == self._home[:length]]
            if len(near) == 1:
                return FoundPlace(near[0], sure=False)
        return FoundPlace("", sure=True, several=True)
