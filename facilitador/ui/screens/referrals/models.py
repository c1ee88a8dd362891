"""The table of referrals."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from facilitador.domain.dates import format_date
from facilitador.domain.referrals import REASON_LABELS, STATE_LABELS, Referral, ReferralLine
from facilitador.ui.widgets.table import Column, RowsModel


class ReferralColumn(IntEnum):
    """The columns of the list."""

    MAN = 0
    INSTITUTION = 1
    REASON = 2
    STATE = 3
    NEXT = 4


def state_words(one: Referral) -> str:
    """Where it stands."""
    return "Retirada" if one.withdrawal is not None else STATE_LABELS[one.last.state]


def next_words(one: Referral, today: date) -> str:
    """When somebody looks at it next, and whether that is late."""
    due = one.due_on
    if due is None:
        return "—"
    return f"{format_date(due)}{' (vencido)' if due < today else ''}"


def referrals_model(today: date, *, of_one: bool) -> RowsModel[ReferralLine]:
    """Referrals in the order in which they press; of one man without his name."""
    columns: dict[ReferralColumn, Column[ReferralLine]] = {
        ReferralColumn.MAN: Column("Participante", lambda line: line.full_name, stretch=True),
        ReferralColumn.INSTITUTION: Column("A dónde", lambda line: line.referral.institution, stretch=True),
        ReferralColumn.REASON: Column("Para qué", lambda line: REASON_LABELS[line.referral.reason]),
        ReferralColumn.STATE: Column("Estado", lambda line: state_words(line.referral)),
        ReferralColumn.NEXT: Column("Próxima fecha", lambda line: next_words(line.referral, today)),
    }
    left_out = ReferralColumn.MAN if of_one else ReferralColumn.REASON  # with both, large text would not fit
    shown = [which for which in sorted(columns) if which is not left_out]
    return RowsModel([columns[which] for which in shown], lambda line: line.referral.id)
