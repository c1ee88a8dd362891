"""Every command and query on reviews, the close of a cycle and good practices, with the sections they need."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.domain.roles import Section
from facilitador.use_cases.closures import CloseCycle, ClosureOf, ReopenCycle
from facilitador.use_cases.practices import ChangePractice, Practices, RecordPractice, RemovePractice
from facilitador.use_cases.requests import Command, Query
from facilitador.use_cases.reviews import (
    AnswerReview,
    ApproveReview,
    CommentReview,
    CompleteReview,
    ReopenReview,
    ReturnReview,
    ReviewOf,
    ReviewQueue,
    ReviewStandingOf,
)
from tests.books import TODAY

NOBODY: Final = UUID(int=0)
SAMPLES: Final[tuple[tuple[Command, set[Section]], ...]] = (
    (CommentReview(subject_id=NOBODY, text="Bien."), {Section.REVIEWS}),
    (ReturnReview(subject_id=NOBODY), {Section.REVIEWS}),
    (ApproveReview(subject_id=NOBODY), {Section.REVIEWS}),
    (ReopenReview(subject_id=NOBODY, reason="Un error."), {Section.REVIEWS}),
    (AnswerReview(subject_id=NOBODY, about_id=NOBODY, text="Bien."), {Section.SESSIONS}),
    (CompleteReview(subject_id=NOBODY), {Section.SESSIONS}),
    (CloseCycle(group_id=NOBODY, on=TODAY), {Section.GROUPS}),
    (ReopenCycle(group_id=NOBODY, reason="Un error."), {Section.GROUPS}),
    (RecordPractice(title="Dibujar", done="Se dibujó."), {Section.SESSIONS}),
    (ChangePractice(practice_id=NOBODY, title="Dibujar", done="Se dibujó."), {Section.SESSIONS}),
    (RemovePractice(practice_id=NOBODY), {Section.SESSIONS}),
)
QUESTIONS: Final[tuple[tuple[Query[Any], Section | None], ...]] = (
    (ReviewQueue(), Section.REVIEWS),
    (ReviewOf(subject_id=NOBODY), Section.REVIEWS),
    (ReviewStandingOf(subject_id=NOBODY), Section.GROUPS),
    (ClosureOf(group_id=NOBODY), Section.SESSIONS),
    (Practices(), Section.SESSIONS),
)
