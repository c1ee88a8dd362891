"""Each indicator of stints as the best single statement of its own: the program reads all of them together."""

from __future__ import annotations

from typing import Final

_ATTENDED = "EXISTS (SELECT 1 FROM enrolment_events v WHERE v.enrolment_id = e.id AND v.status = 'attending')"
_ENTRIES = (
    "SELECT enrolment_id, min(\"on\") AS entered FROM enrolment_events WHERE status = 'attending' GROUP BY enrolment_id"
)
_FINISHED = (
    "SELECT 1 FROM applications a WHERE a.enrolment_id = {stint} AND a.purpose = '{purpose}' AND a.status = 'finished'"
)


def _ended(status: str) -> str:
    return (
        f"SELECT substr(e.ended_on, 1, 7), sum(e.status = '{status}'), count(*) FROM enrolments e "
        f"WHERE e.ended_on IS NOT NULL AND {_ATTENDED} GROUP BY 1 ORDER BY 1"
    )


def _retention(number: int) -> str:
    entered = "(SELECT min(\"on\") FROM enrolment_events v WHERE v.enrolment_id = e.id AND v.status = 'attending')"
    day = (
        "(SELECT s.day FROM sessions s WHERE s.group_id = b.group_id AND s.state = 'held' AND s.day >= b.entered "
        f"ORDER BY s.day LIMIT 1 OFFSET {number - 1})"
    )
    return (
        f"WITH stays AS MATERIALIZED (SELECT e.group_id, e.ended_on, {entered} AS entered FROM enrolments e), "
        "begun AS MATERIALIZED (SELECT group_id, entered, ended_on, count(*) AS men FROM stays "
        "WHERE entered IS NOT NULL GROUP BY 1, 2, 3), "
        f"each AS MATERIALIZED (SELECT b.ended_on, b.men, {day} AS day FROM begun b) "
        "SELECT substr(day, 1, 7), sum(CASE WHEN ended_on IS NULL OR ended_on >= day THEN men ELSE 0 END), sum(men) "
        "FROM each WHERE day IS NOT NULL GROUP BY 1 ORDER BY 1"
    )


STATEMENTS: Final = {
    "entered": f"SELECT substr(entered, 1, 7), count(*), NULL FROM ({_ENTRIES}) GROUP BY 1 ORDER BY 1",
    "counting": (
        "SELECT month, sum(sum(step)) OVER (ORDER BY month), NULL FROM ("
        f"SELECT substr(entered, 1, 7) AS month, count(*) AS step FROM ({_ENTRIES}) GROUP BY 1 UNION ALL "
        f"SELECT substr(e.ended_on, 1, 7), -count(*) FROM enrolments e WHERE e.ended_on IS NOT NULL AND {_ATTENDED} "
        "GROUP BY 1) GROUP BY month ORDER BY month"
    ),
    "completed": _ended("completed"),
    "stopped": _ended("stopped"),
    "moved": _ended("moved"),
    "not_continuing": _ended("not_continuing"),
    "entry_applied": (
        f"SELECT substr(entered, 1, 7), sum(EXISTS ({_FINISHED.format(stint='b.enrolment_id', purpose='entry')})), "
        f"count(*) FROM ({_ENTRIES}) b GROUP BY 1 ORDER BY 1"
    ),
    "exit_applied": (
        f"SELECT substr(e.ended_on, 1, 7), sum(EXISTS ({_FINISHED.format(stint='e.id', purpose='exit')})), count(*) "
        f"FROM enrolments e WHERE e.status = 'completed' AND {_ATTENDED} GROUP BY 1 ORDER BY 1"
    ),
    "retention_4": _retention(4),
    "retention_8": _retention(8),
    "retention_12": _retention(12),
}
"""Rows `month, count, of` by the code of the indicator."""
