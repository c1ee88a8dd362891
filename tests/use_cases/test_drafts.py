"""What was typed and not saved is kept as typed, for the person who typed it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from facilitador.db.transaction import Actor, Transactions
from facilitador.domain.roles import Role
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.drafts import NEW_SUBJECT, DiscardDraft, OwnDraft, OwnDrafts, SaveDraft
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.runner import Runner
from tests.books import NOW
from tests.use_cases.scenes import refused

TYPED = {"given_names": "  jos", "birth_date": "31/02/19", "phone": "98"}


def save(book: OpenBook, **values: Any) -> None:
    book.submit([SaveDraft(**({"form": "ficha", "content": TYPED} | values))]).result()


def test_a_draft_is_kept_as_typed_with_what_it_was_typed_over(book: OpenBook) -> None:
    man = uuid4()

    save(book, subject_id=man, base_revision=3)

    draft = book.ask(OwnDraft(form="ficha", subject_id=man)).result()
    assert draft is not None
    assert (draft.content, draft.base_revision, draft.subject_id, draft.saved_at) == (TYPED, 3, man, NOW)
    assert book.ask(OwnDraft(form="ficha")).result() is None


def test_the_next_draft_of_a_form_takes_the_place_of_the_last(book: OpenBook) -> None:
    save(book)
    save(book, content={"given_names": "José"})
    save(book, form="group")

    drafts = book.ask(OwnDrafts()).result()

    assert sorted((draft.form, draft.subject_id) for draft in drafts) == [
        ("ficha", NEW_SUBJECT),
        ("group", NEW_SUBJECT),
    ]
    kept = book.ask(OwnDraft(form="ficha")).result()
    assert kept is not None
    assert kept.content == {"given_names": "José"}


def test_a_discarded_draft_is_gone_and_discarding_nothing_is_harmless(book: OpenBook) -> None:
    save(book)
    for _ in range(2):
        book.submit([DiscardDraft(form="ficha")]).result()

    assert book.ask(OwnDrafts()).result() == ()


@pytest.mark.directive("6.4.5")
def test_nobody_sees_the_draft_of_another_person(book: OpenBook) -> None:
    save(book)

    def ask_as_another(file: Any, _: Any) -> Any:
        actor = Actor(UUID(int=9), Role.FACILITATOR)
        return Runner(Transactions(file.begin, actor, book.circumstances), COMMANDS, QUERIES).ask(OwnDrafts())

    assert book.with_book(ask_as_another).result() == ()


def test_a_draft_that_no_form_of_ours_makes_is_refused(book: OpenBook) -> None:
    with refused("too_many_lines", "content"):
        save(book, content={f"field{number}": "x" for number in range(201)})
    with refused("text_too_long", "content"):
        save(book, content={"narrative": "x" * 1_000_001})
    with refused("field_required", "form"):
        save(book, form=" ")
