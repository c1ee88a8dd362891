"""Every command and query on what goes to another service, with the sections its sender must be allowed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.domain.participants import ConsentMark
from facilitador.domain.roles import Section
from facilitador.use_cases.deliveries import (
    ConfirmDelivery,
    Deliveries,
    HandoverRecordPrint,
    RecordReceipt,
    UndoDelivery,
)
from facilitador.use_cases.handing_over import HandoverWish, PackHandover, WeighHandover
from facilitador.use_cases.moving import (
    EarlierStaysOf,
    ManWish,
    MovingConsentsOf,
    PackMan,
    ReceivedMen,
    RecordMovingConsent,
    RevokeMovingConsent,
    UniteReceived,
    WeighMan,
)
from facilitador.use_cases.package_reviews import PackReviews, ReviewsWish, WeighReviews
from facilitador.use_cases.requests import Command, Query
from tests.books import TODAY

NOBODY: Final = UUID(int=0)
_ERRAND: Final[dict[str, Any]] = {"recipients": ("0" * 20,), "purpose": "Cambio de sede"}
_HANDOVER: Final = HandoverWish(group_ids=(NOBODY,), **_ERRAND)
_MAN: Final = ManWish(participant_id=NOBODY, **_ERRAND)
_REVIEWS: Final = ReviewsWish(book_id=NOBODY, **_ERRAND)
_GIVING: Final = {Section.GROUPS, Section.ENROLMENTS, Section.RESERVED}
_CONSENT: Final = RecordMovingConsent(
    participant_id=NOBODY, service_name="Huanta", given_on=TODAY, mark=ConsentMark.SIGNATURE, read_aloud=True
)

SAMPLES: Final[tuple[tuple[Command, set[Section]], ...]] = (
    (ConfirmDelivery(delivery_id=NOBODY), _GIVING),
    (UndoDelivery(delivery_id=NOBODY, reason="Se quedó."), _GIVING),
    (RecordReceipt(delivery_id=NOBODY, code="0000"), {Section.GROUPS}),
    (_CONSENT, {Section.SOCIAL}),
    (RevokeMovingConsent(consent_id=NOBODY, on=TODAY), {Section.SOCIAL}),
    (
        UniteReceived(received_id=NOBODY, into_id=NOBODY),
        {Section.SESSIONS, Section.IDENTIFICATION, Section.ENROLMENTS},
    ),
)
QUESTIONS: Final[tuple[tuple[Query[Any], Section], ...]] = (
    (PackHandover(wish=_HANDOVER), Section.RESERVED),
    (WeighHandover(wish=_HANDOVER), Section.RESERVED),
    (PackMan(wish=_MAN), Section.RESERVED),
    (WeighMan(wish=_MAN), Section.RESERVED),
    (PackReviews(wish=_REVIEWS), Section.REVIEWS),
    (WeighReviews(wish=_REVIEWS), Section.REVIEWS),
    (Deliveries(), Section.SESSIONS),
    (HandoverRecordPrint(delivery_id=NOBODY), Section.RESERVED),
    (MovingConsentsOf(participant_id=NOBODY), Section.SOCIAL),
    (EarlierStaysOf(participant_id=NOBODY), Section.ENROLMENTS),
    (ReceivedMen(), Section.ENROLMENTS),
)
