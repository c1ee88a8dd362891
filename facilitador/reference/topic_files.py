"""Reads the curriculum: a folder with the lists, one file for what all sessions share and one for each topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from facilitador.domain.catalogues import Catalogue
from facilitador.domain.consent_texts import placeholders
from facilitador.domain.session_moments import SHORTEST_ACTIVITY, STEP, frame_minutes
from facilitador.domain.topics import (
    LONGEST_SESSION,
    MANDATED_TOPICS,
    SHORTEST_SESSION,
    Activity,
    Area,
    Curriculum,
    Grouping,
    MomentKind,
    Resistance,
    Topic,
)
from facilitador.reference.decoding import BadReferenceFile, Header, check_name, check_unique, decode
from facilitador.reference.list_files import read_catalogue

LEAST_WORDS: Final = 450
"""A topic fills at least a page (A4) for whoever reads it the evening before."""

LISTS: Final = (
    "areas",
    "components",
    "approaches",
    "principles",
    "techniques",
    "avoidances",
    "log_headings",
    "moments",
    "groupings",
    "names",
)
_CODES_OF_RULES: Final = {"areas": Area, "moments": MomentKind, "groupings": Grouping}
_ID: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_TOPIC_FILES: Final = "[0-9][0-9]_*.toml"

S = TypeVar("S", bound=msgspec.Struct)


class _Activity(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    title: str
    technique: str
    area: Area
    minutes: int
    grouping: Grouping
    steps: list[str]
    materials: list[str] = []


class _Resistance(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    avoidance: str
    said: str
    answer: str


class _Topic(Header, forbid_unknown_fields=True, kw_only=True):
    number: int
    suggested_minutes: int
    purpose: str
    components: list[str]
    approaches: list[str]
    principles: list[str]
    materials: list[str]
    opening_questions: list[str]
    closing: str
    home_task: str
    notes: list[str]
    accessibility: list[str]
    safety: list[str]
    objectives: dict[Area, list[str]]
    activities: list[_Activity]
    watch_for: list[_Resistance]


class _Curriculum(Header, forbid_unknown_fields=True, kw_only=True):
    opening: list[str]
    closing: list[str]
    safety: list[str]
    accessibility: list[str]


def read_curriculum(folder: Path, own_names: Mapping[str, str] | None = None) -> Curriculum:
    """The curriculum that a folder holds, `own_names` standing in for the names of institutions and terms it ships.

    BadReferenceFile names file and place of whatever does not hold together: a list without a code the rules know, a
    text that is empty or names what nobody fills, other topics than 1 to 13, an area without an objective or an
    activity (6.4.9), an id that is in no list, minutes that do not add up, a topic of less than a page.
    """
    lists = {name: read_catalogue(folder / f"{name}.toml") for name in LISTS}
    for name, codes in _CODES_OF_RULES.items():
        if lists[name].codes != set(codes):
            raise BadReferenceFile(f"{name}.toml", "items", f"must be {', '.join(codes)}")
    names = {item.code: item.text for item in lists["names"].items}
    names |= {code: words for code, words in (own_names or {}).items() if code in names and words.strip()}
    lists["names"] = _with_own_names(lists["names"], names)
    lists |= {name: _named_list(f"{name}.toml", lists[name], names) for name in LISTS if name != "names"}
    path = folder / "curriculum.toml"
    raw = decode(path, _Curriculum)
    check_name(path, raw)
    raw = _named(path.name, raw, names)
    topics = [_read_topic(file, lists, names) for file in sorted(folder.glob(_TOPIC_FILES))]
    if [topic.number for topic in topics] != list(range(1, MANDATED_TOPICS + 1)):
        raise BadReferenceFile(path.name, "topics", f"the numbers must be 1 to {MANDATED_TOPICS}, one file each")
    check_unique(path.name, "topics", (topic.id for topic in topics))
    check_unique(path.name, "topics", (topic.name for topic in topics))
    return Curriculum(
        provenance=raw.provenance(),
        topics=tuple(topics),
        opening=tuple(raw.opening),
        closing=tuple(raw.closing),
        safety=tuple(raw.safety),
        accessibility=tuple(raw.accessibility),
        **lists,
    )


def _with_own_names(shipped: Catalogue, names: Mapping[str, str]) -> Catalogue:
    return replace(shipped, items=tuple(replace(item, text=names[item.code]) for item in shipped.items))


def _named_list(file: str, shipped: Catalogue, names: Mapping[str, str]) -> Catalogue:
    items = tuple(
        replace(
            item,
            text=_filled(file, f"items.{item.code}", item.text, names),
            help=_filled(file, f"items.{item.code}", item.help, names),
        )
        for item in shipped.items
    )
    return replace(shipped, items=items)


def _named(file: str, raw: S, names: Mapping[str, str]) -> S:
    """The same structure with the names filled into every text; an empty text or an unknown name is refused."""

    def text(place: str, words: str) -> str:
        if not words.strip() or words != words.strip():
            raise BadReferenceFile(file, place, "is empty, or begins or ends with a space")
        return _filled(file, place, words, names)

    filled: Any = _mapped(msgspec.to_builtins(raw), "", text)
    return msgspec.convert(filled, type(raw))


def _mapped(value: object, place: str, change: Callable[[str, str], str]) -> object:
    match value:
        case str():
            return change(place, value)
        case dict():
            return {key: _mapped(inner, f"{place}.{key}".lstrip("."), change) for key, inner in value.items()}
        case list():
            return [_mapped(inner, f"{place}[{number}]", change) for number, inner in enumerate(value)]
    return value


def _filled(file: str, place: str, words: str, names: Mapping[str, str]) -> str:
    try:
        unknown = sorted(placeholders(words) - names.keys())
    except ValueError as error:
        raise BadReferenceFile(file, place, str(error)) from error
    if unknown:
        raise BadReferenceFile(file, place, f"nobody fills {{{unknown[0]}}}")
    return words.format_map(names)


def _read_topic(path: Path, lists: Mapping[str, Catalogue], names: Mapping[str, str]) -> Topic:
    raw = decode(path, _Topic)
    if path.stem != f"{raw.number:02}_{raw.id}" or not _ID.fullmatch(raw.id):
        raise BadReferenceFile(path.name, "id", f"the file must be named {raw.number:02}_{raw.id}")
    raw = _named(path.name, raw, names)
    for name in ("components", "approaches", "principles"):
        _check_codes(path.name, name, getattr(raw, name), lists[name])
    _check_filled(path.name, raw)
    for number, activity in enumerate(raw.activities):
        _check_activity(path.name, f"activities[{number}]", activity, lists["techniques"])
    check_unique(path.name, "activities", (activity.title for activity in raw.activities))
    for number, resistance in enumerate(raw.watch_for):
        _check_codes(path.name, f"watch_for[{number}].avoidance", [resistance.avoidance], lists["avoidances"])
    _check_areas(path.name, raw)
    _check_minutes(path.name, raw)
    if (words := sum(len(text.split()) for text in _texts(raw))) < LEAST_WORDS:
        raise BadReferenceFile(path.name, "", f"{words} words do not fill a page")
    return _topic(raw)


def _check_codes(file: str, place: str, codes: list[str], known: Catalogue) -> None:
    if not codes:
        raise BadReferenceFile(file, place, "names none")
    check_unique(file, place, codes)
    if unknown := [code for code in codes if code not in known.codes]:
        raise BadReferenceFile(file, place, f"{unknown[0]!r} is not in {known.provenance.id}.toml")


def _check_filled(file: str, raw: _Topic) -> None:
    for name in ("materials", "opening_questions", "notes", "accessibility", "safety", "activities", "watch_for"):
        if not getattr(raw, name):
            raise BadReferenceFile(file, name, "is empty")


def _check_activity(file: str, place: str, activity: _Activity, techniques: Catalogue) -> None:
    _check_codes(file, f"{place}.technique", [activity.technique], techniques)
    if activity.minutes < SHORTEST_ACTIVITY or activity.minutes % STEP:
        raise BadReferenceFile(file, f"{place}.minutes", f"at least {SHORTEST_ACTIVITY}, in steps of {STEP}")
    if len(activity.steps) < 2:
        raise BadReferenceFile(file, f"{place}.steps", "an activity has at least two steps")


def _check_areas(file: str, raw: _Topic) -> None:
    worked = {activity.area for activity in raw.activities}
    for area in Area:
        if not raw.objectives.get(area):
            raise BadReferenceFile(file, f"objectives.{area}", "an area without an objective")
        if area not in worked:
            raise BadReferenceFile(file, "activities", f"none works {area}")


def _check_minutes(file: str, raw: _Topic) -> None:
    if not SHORTEST_SESSION <= raw.suggested_minutes <= LONGEST_SESSION:
        raise BadReferenceFile(file, "suggested_minutes", f"from {SHORTEST_SESSION} to {LONGEST_SESSION}")
    needed = sum(activity.minutes for activity in raw.activities) + 2 * frame_minutes(raw.suggested_minutes)
    if needed != raw.suggested_minutes:
        raise BadReferenceFile(file, "suggested_minutes", f"opening, activities and closing take {needed}")


def _texts(raw: _Topic) -> Iterator[str]:
    """What the team reads of a topic, without what heads the file."""
    yield from (raw.purpose, raw.closing, raw.home_task)
    for lines in (raw.opening_questions, raw.materials, raw.notes, raw.accessibility, raw.safety):
        yield from lines
    for lines in raw.objectives.values():
        yield from lines
    for activity in raw.activities:
        yield from (activity.title, *activity.steps)
    for resistance in raw.watch_for:
        yield from (resistance.said, resistance.answer)


def _topic(raw: _Topic) -> Topic:
    return Topic(
        id=raw.id,
        edition=raw.edition,
        number=raw.number,
        name=raw.title,
        purpose=raw.purpose,
        objectives={area: tuple(raw.objectives[area]) for area in Area},
        suggested_minutes=raw.suggested_minutes,
        opening_questions=tuple(raw.opening_questions),
        activities=tuple(_activity(activity) for activity in raw.activities),
        materials=tuple(raw.materials),
        components=tuple(raw.components),
        approaches=tuple(raw.approaches),
        principles=tuple(raw.principles),
        watch_for=tuple(Resistance(one.avoidance, one.said, one.answer) for one in raw.watch_for),
        closing=raw.closing,
        home_task=raw.home_task,
        notes=tuple(raw.notes),
        accessibility=tuple(raw.accessibility),
        safety=tuple(raw.safety),
    )


def _activity(raw: _Activity) -> Activity:
    return Activity(
        title=raw.title,
        technique=raw.technique,
        area=raw.area,
        minutes=raw.minutes,
        grouping=raw.grouping,
        steps=tuple(raw.steps),
        materials=tuple(raw.materials),
    )
