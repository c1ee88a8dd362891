"""The views of `show` about how a man and a group go on: their JSON shapes and the lines a person reads.

`{"progress": {"participant_id", "name", "on", "attended", "remaining": [{"kind", "count", "words", "place",
"target_id"}], "stays": [{"group", "group_id", "status", "since", "ended_on"}], "groups": [{"group_id", "group",
"figures", "marks": {session id: mark}, "topics": {topic id: state}}], "applications": [{"id", "name", "purpose",
"status", "applied_on"}], "evaluation": {"asked", "of", "looked_again"}, "referrals": [{"id", "institution", "reason",
"state", "due_on"}], "care": [{"id", "provider_kind", "requested_on", "goals", "open"}]}}`; a part that the role may not
see is null ·
`{"group_progress": {"group_id", "group", "on", "sessions": [{"session_id", "number", "day", "attended", "marked",
"counted"}], "planned", "topics_worked", "topics_not_worked": [topic ids], "answers": [{"name", "purpose", "men"}],
"incidents": {kind: count}, "open_follow_ups", "leaving": [{"status", "count", "last_call"}], "missed_last_two",
"counting", "waiting", "waits_since", "facilitators", "venue", "led_by_two", "ranges": {"others", "own": {"held",
"attended", "marked", "stopped"}, "attendance": range, "per_session": range, "stopped": range}}}`, a range being
{"lowest", "middle", "highest"} of the other groups, or null where they are fewer than three. Nobody's free words stand
in either.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from facilitador.cli.names import group_named, participant_named
from facilitador.cli.views import plain_value
from facilitador.domain.dates import format_date
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers
from facilitador.domain.group_progress import GroupProgress, GroupRanges
from facilitador.domain.group_progress_words import came_words, parts_words
from facilitador.domain.progress import ManProgress, Remaining, remaining
from facilitador.domain.progress_words import (
    NOTHING_REMAINS,
    application_words,
    attendance_told,
    care_words,
    evaluation_words,
    referral_words,
    stay_words,
    topics_told,
)
from facilitador.use_cases.group_progress import GroupProgressOf, GroupRangesOf
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.progress import ManProgressOf

Shown = tuple[dict[str, Any], list[str]]
NOTHING: Final = "Nada registrado."


def progress(his: ManProgress) -> Shown:
    """A man's progress and what remains to complete with him."""
    found = remaining(his)
    document = {
        "participant_id": str(his.participant_id),
        "name": his.full_name,
        "on": plain_value(his.on),
        "attended": his.attended,
        "remaining": [_remaining(one) for one in found],
        "stays": [
            {
                "group": stay.group_name,
                "group_id": str(stay.stint.group_id),
                "status": str(stay.stint.status),
                "since": plain_value(stay.stint.since),
                "ended_on": plain_value(stay.stint.ended_on),
            }
            for stay in his.stays
        ],
        "groups": [_in_group(group, man) for group, man in his.groups],
        "applications": _applications(his),
        "evaluation": plain_value(his.evaluation),
        "referrals": _referrals(his),
        "care": _cares(his),
    }
    return {"progress": document}, list(_lines(his, found))


def group_progress(found: GroupProgress, ranges: GroupRanges) -> Shown:
    """A group's progress, and the others of the service as ranges."""
    details = found.details
    document = {
        "group_id": str(details.group.id),
        "group": details.group.name,
        "on": plain_value(found.on),
        "sessions": plain_value(found.sessions),
        "planned": len(found.numbers.sessions),
        "topics_worked": found.worked,
        "topics_not_worked": [topic.id for topic in found.not_worked],
        "answers": plain_value(found.answers),
        "incidents": {str(kind): count for kind, count in found.incidents},
        "open_follow_ups": found.open_follow_ups,
        "leaving": plain_value(found.leaving),
        "missed_last_two": found.missed_last_two,
        "counting": details.counting,
        "waiting": details.waiting,
        "waits_since": plain_value(found.waits_since),
        "facilitators": [{"id": str(person.id), "name": person.full_name} for person in details.facilitators],
        "venue": details.venue.name if details.venue else "",
        "led_by_two": found.led_by_two,
        "ranges": plain_value(ranges),
    }
    first, *others = parts_words(found, ranges)
    sessions = ("Sesiones", tuple(f"{format_date(one.day)}: {came_words(one)}" for one in found.sessions))
    lines = [details.group.name, f"Datos al {format_date(found.on)}"]
    for title, told in (first, sessions, *others):
        lines += ["", title, *(f"  {line}" for line in told or (NOTHING,))]
    return {"group_progress": document}, lines


def _remaining(one: Remaining) -> dict[str, Any]:
    return {
        "kind": str(one.kind),
        "count": one.count,
        "words": one.words,
        "place": one.place,
        "target_id": str(one.target_id),
    }


def _in_group(group: GroupNumbers, man: ManNumbers) -> dict[str, Any]:
    return {
        "group_id": str(group.group_id),
        "group": group.group_name,
        "figures": plain_value(man.figures),
        "marks": plain_value(man.record.marks),
        "topics": {key: str(cell.state) for key, cell in man.topics.items()},
    }


def _applications(his: ManProgress) -> list[dict[str, Any]] | None:
    if his.applications is None:
        return None
    names = ("id", "name", "purpose", "status", "applied_on")
    return [{name: plain_value(getattr(one, name)) for name in names} for one in his.applications]


def _referrals(his: ManProgress) -> list[dict[str, Any]] | None:
    if his.referrals is None:
        return None
    return [
        {
            "id": str(one.id),
            "institution": one.institution,
            "reason": str(one.reason),
            "state": str(one.last.state),
            "due_on": plain_value(one.due_on),
        }
        for one in his.referrals
    ]


def _cares(his: ManProgress) -> list[dict[str, Any]] | None:
    if his.cares is None:
        return None
    return [
        {
            "id": str(one.id),
            "provider_kind": str(one.provider_kind),
            "requested_on": plain_value(one.requested_on),
            "goals": len(one.agreement.goals),
            "open": one.is_open,
        }
        for one in his.cares
    ]


def _lines(his: ManProgress, found: Iterable[Remaining]) -> Iterable[str]:
    yield from (his.full_name, f"Datos al {format_date(his.on)}", "")
    yield from [one.words for one in found] or [NOTHING_REMAINS]
    yield ""
    yield from map(stay_words, his.stays)
    for group, man in his.groups:
        yield from ("", group.group_name, f"  {attendance_told(man)}", f"  Temas: {topics_told(group, man)}")
    told = (
        ("Preguntas", None if his.applications is None else [application_words(one) for one in his.applications]),
        ("Evaluación inicial", None if his.evaluation is None else evaluation_words(his.evaluation)),
        ("Derivaciones", None if his.referrals is None else [referral_words(one) for one in his.referrals]),
        ("Atención individual", None if his.cares is None else [care_words(one) for one in his.cares]),
    )
    for title, lines in told:
        if lines is not None:
            yield from ("", title, *(f"  {line}" for line in lines or (NOTHING,)))


def _progress(book: OpenBook, args: argparse.Namespace) -> Shown:
    return progress(book.ask(ManProgressOf(participant_id=participant_named(book, args.subject))).result())


def _group_progress(book: OpenBook, args: argparse.Namespace) -> Shown:
    group_id = group_named(book, args.subject)
    ranges = book.ask(GroupRangesOf(group_id=group_id)).result()
    return group_progress(book.ask(GroupProgressOf(group_id=group_id)).result(), ranges)


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], Shown]]] = {
    "progress": _progress,
    "group-progress": _group_progress,
}
"""How each view is asked of a book: of a man, of a group."""
