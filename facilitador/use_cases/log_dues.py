"""What of the logs waits for somebody: to be closed in short, to be completed within the week, to be followed up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

from facilitador.db.queries import session_logs as queries
from facilitador.db.queries.session_logs import UnclosedLog
from facilitador.db.transaction import Transaction
from facilitador.domain.dates import format_date
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.roles import Section, may_write
from facilitador.domain.sessions import LogStatus

FOLLOW_UP_AHEAD: Final = timedelta(days=7)
"""What is to be followed up shows that long before its day."""


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """The logs that are not closed and the incidents whose follow-up comes near, for whoever may write them.

    Who supervises is told only of what is late: that is how a group that falls behind is found (6.9.1).
    """
    writes = may_write(tx.actor.role, Section.SESSIONS)
    if not writes and not may_write(tx.actor.role, Section.REVIEWS):
        return
    open_logs = sorted(queries.unclosed_logs(tx), key=lambda log: (log.group_name, str(log.group_id)))
    for _, of_group in groupby(open_logs, key=lambda log: log.group_id):
        logs = list(of_group)
        late = [log for log in logs if tx.today > log.complete_by]
        yield from _late(late)
        if writes:
            yield from (_still_in_time(log, (log.complete_by - tx.today).days) for log in logs if log not in late)
    if writes:
        yield from _follow_ups(tx)


def _late(late: Sequence[UnclosedLog]) -> Iterable[DueItem]:
    if len(late) > 1:  # one line for a neglected group, not forty
        told: dict[str, object] = {"group": late[0].group_name, "count": len(late)}
        yield DueItem("due_logs_overdue", Urgency.OVERDUE, "sessions", late[0].group_id, told, late[0].complete_by)
    elif late:
        yield DueItem(
            "due_log_overdue", Urgency.OVERDUE, "session", late[0].session_id, _told(late[0]), late[0].complete_by
        )


def _still_in_time(log: UnclosedLog, days: int) -> DueItem:
    if log.status is LogStatus.EMPTY:
        return DueItem("due_log_missing", Urgency.SOON, "session", log.session_id, _told(log), log.complete_by)
    if not days:
        return DueItem("due_log_last_day", Urgency.SOON, "session", log.session_id, _told(log), log.complete_by)
    told = {**_told(log), "days": days}
    return DueItem("due_log_to_complete", Urgency.SOON, "session", log.session_id, told, log.complete_by)


def _follow_ups(tx: Transaction) -> Iterable[DueItem]:
    for session_id, group, by in queries.follow_ups_until(tx, tx.today + FOLLOW_UP_AHEAD):
        told: dict[str, object] = {"group": group, "day": format_date(by)}
        if by < tx.today:
            yield DueItem("due_follow_up_late", Urgency.OVERDUE, "session", session_id, told, by)
        else:
            yield DueItem("due_follow_up", Urgency.SOON, "session", session_id, told, by)


def _told(log: UnclosedLog) -> dict[str, object]:
    return {"group": log.group_name, "day": format_date(log.day)}
