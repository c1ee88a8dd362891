"""Good practices on a real book: kept by topic and technique, found again, naming nobody (6.9.3)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from facilitador.domain.practices import search_text
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.practices import ChangePractice, Practices, RecordPractice, RemovePractice
from facilitador.use_cases.requests import Outcome
from tests.use_cases.logs import TOPICS, planned
from tests.use_cases.scenes import ficha, refused, register

Run = Callable[..., Outcome]
DRAWING = RecordPractice(
    title="Dibujar el río de la vida",
    topic_id=TOPICS[0],
    done="Cada uno dibujó su historia como un río.",
    worked="Hablaron también los que casi no hablan.",
)


@pytest.mark.directive("6.9.3")
def test_a_practice_is_found_again_by_its_topic_and_its_words(book: OpenBook, run: Run) -> None:
    other = RecordPractice(title="Silencio", done="Un minuto callados.", not_worked="Se rieron.")
    drawing, _ = run(DRAWING, other).ids

    def found(query: Practices) -> list[UUID]:
        return [one.id for one in book.ask(query).result()]

    assert found(Practices(topic_ids=(TOPICS[0], TOPICS[1]))) == [drawing]
    assert found(Practices(text="RÍO dibuj")) == [drawing]
    assert found(Practices(text="poder")) == [drawing]  # by the name of its topic
    assert found(Practices(text="río callados")) == []
    assert len(found(Practices())) == 2
    assert found(Practices(limit=1, offset=1)) == [drawing]


def test_a_practice_says_what_came_of_it(run: Run) -> None:
    with refused("practice_says_what_came_of_it", "worked"):
        run(RecordPractice(title="Dibujar", done="Se dibujó."))
    for field, wrong in (("topic_id", "nowhere"), ("technique", "nowhere")):
        with refused("option_unknown", field):
            run(RecordPractice(title="Dibujar", done="Se dibujó.", worked="Sí.", **{field: wrong}))


def test_it_is_rewritten_over_what_was_seen_and_taken_out(book: OpenBook, run: Run) -> None:
    key = run(DRAWING).ids[0]
    change = ChangePractice(practice_id=key, revision=1, title="El río", done="Se dibujó.", worked="Todos hablaron.")
    run(change)

    (now,) = book.ask(Practices(text="rio")).result()
    assert (now.title, now.topic_id, now.revision) == ("El río", "", 2)
    with refused("changed_meanwhile"):
        run(change)
    run(RemovePractice(practice_id=key))
    assert book.ask(Practices()).result() == ()
    with refused("not_found"):
        run(RemovePractice(practice_id=key))


@pytest.mark.directive("6.4.5")
def test_who_names_a_man_is_told_so(book: OpenBook, run: Run) -> None:
    register(book, ficha(3))  # Huamán Quispe
    named = run(RecordPractice(title="El río", done="A Huamán le costó dibujar.", worked="Después habló."))
    assert [(one.code, one.parameters) for one in named.notices] == [("text_seems_to_name", {"words": "«Huamán»"})]
    assert run(DRAWING).notices == ()


def test_in_a_group_only_its_men_are_looked_for(book: OpenBook, run: Run) -> None:
    group = planned(book, men=1, days=(1,))
    register(book, ficha(6))
    text = "A Mamani y a Apaza les costó dibujar."

    (notice,) = run(RecordPractice(title="El río", done=text, worked="Sí.", group_id=group.group_id)).notices

    assert notice.parameters == {"words": "«Mamani»"}


def test_the_search_text_holds_each_folded_word_once() -> None:
    assert search_text("El Río", "el río ñahui") == " el rio nahui"
