"""Fields that a service added to its ficha, in a book that takes in fichas where they were answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from facilitador.domain.answers import display
from facilitador.domain.package_words import dropped_words
from facilitador.domain.participants import ConsentMark
from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.roles import Role
from facilitador.use_cases.moving import ManWish, PackMan, RecordMovingConsent
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import UndoPackage
from facilitador.use_cases.packages import RemoveSource
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord, RegisterParticipant
from facilitador.use_cases.services import AddOwnField, FormInUse, OwnFields, RelabelOwnField
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import TODAY
from tests.use_cases.logs import Planned, planned
from tests.use_cases.packing import Pair, acquainted, changed, whole
from tests.use_cases.scenes import Acting, ficha, one_value, refused
from tests.use_cases.test_package_meetings import enrolled, handed, moved

pytestmark = pytest.mark.directive("6.9.1")

CHOICE = AddOwnField(label="¿Con quién vive?", kind=FieldKind.CHOICE, options=("Solo", "Con su madre"))
TEXT = AddOwnField(label="Apodo", kind=FieldKind.TEXT)


@pytest.fixture
def pair(open_as: Callable[[Role], OpenBook]) -> Pair:
    return acquainted(open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR))


@pytest.fixture
def group(pair: Pair) -> Planned:
    """A group whose first man answered both."""
    pair.home.submit([CHOICE, TEXT]).result()
    made = planned(pair.home, men=2, days=(-7,))
    answer(pair.home, made.people[0], {"own_con_quien_vive": "o2", "own_apodo": "Chato"})
    return made


def answer(book: OpenBook, man: Any, answers: dict[str, Any]) -> None:
    before = book.ask(ParticipantRecord(participant_id=man)).result().answers
    Acting(book, Role.FACILITATOR).run(ChangeParticipant(participant_id=man, answers={**before, **answers}))


def shown(book: OpenBook, man: Any) -> dict[str, str]:
    """What the ficha of a man says of own fields, by title."""
    held = Acting(book, Role.FACILITATOR).ask(ParticipantRecord(participant_id=man)).answers
    form = book.ask(FormInUse()).result()
    own = {field.id: field for field in form.fields if field.own}
    assert not [key for key in held if key.startswith("own") and key not in own]
    return {own[key].label: display(own[key], value) for key, value in held.items() if key in own}


SAID = {"¿Con quién vive?": "Con su madre", "Apodo": "Chato"}


def test_an_answer_stands_under_its_own_title_and_is_neither_asked_nor_offered(pair: Pair, group: Planned) -> None:
    package = pair.take(pair.sent(group.group_id)).ids[0]
    assert shown(pair.there, group.people[0]) == SAID
    assert shown(pair.there, group.people[1]) == {}
    assert pair.there.ask(OwnFields()).result() == ()
    assert all(field.retired for field in pair.there.ask(FormInUse()).result().fields if field.own)
    field = pair.home.ask(OwnFields()).result()[0]
    with refused("row_of_other_service"):
        pair.there.submit([RelabelOwnField(own_field_id=field.id, label="Otra")]).result()
    pair.there.submit([UndoPackage(package_id=package)]).result()
    assert one_value(pair.there, "SELECT count(*) FROM own_fields") == 0


def test_a_title_that_was_mended_comes_with_the_next_package(pair: Pair, group: Planned) -> None:
    pair.take(pair.sent(group.group_id))
    field = pair.home.ask(OwnFields()).result()[1]
    pair.home.submit([RelabelOwnField(own_field_id=field.id, label="Sobrenombre")]).result()
    pair.take(pair.sent(group.group_id, later=1))
    assert shown(pair.there, group.people[0])["Sobrenombre"] == "Chato"


def test_the_same_key_of_another_meaning_stays_each_book_s_own(pair: Pair, group: Planned) -> None:
    there = Acting(pair.there, Role.FACILITATOR)
    there.run(AddOwnField(label="Apodo", kind=FieldKind.YES_NO))
    (mine,) = there.run(RegisterParticipant(answers={**ficha(50), "own_apodo": "yes"})).ids
    pair.take(pair.sent(group.group_id))
    assert shown(pair.there, group.people[0]) == SAID
    assert shown(pair.there, mine) == {"Apodo": "Sí"}
    assert [one.key for one in pair.there.ask(OwnFields()).result()] == ["own_apodo"]
    there.run(AddOwnField(label="Apodo", kind=FieldKind.TEXT))  # and no key is given twice


def test_without_names_what_was_chosen_goes_and_what_stays_is_said(pair: Pair, group: Planned) -> None:
    content = pair.sent(group.group_id, with_names=False)
    assert b"Chato" not in repr(pair.opened(content).rows).encode()
    assert list(dropped_words(pair.preview(content).dropped))
    pair.take(content)
    assert shown(pair.there, group.people[0]) == {"¿Con quién vive?": "Con su madre"}
    assert pair.preview(pair.sent(group.group_id, later=1)).dropped == ()


def test_what_went_for_good_is_still_read_and_comes_back_under_its_own_key(pair: Pair, group: Planned) -> None:
    answers = pair.home.ask(ParticipantRecord(participant_id=group.people[0])).result().answers
    pair.take(handed(pair, group))
    assert shown(pair.there, group.people[0]) == SAID
    assert pair.there.ask(OwnFields()).result() == ()
    answer(pair.there, group.people[0], {"phone": "955555555"})
    back = Pair(pair.there, pair.home)
    back.take(handed(back, group, later=1))
    now = pair.home.ask(ParticipantRecord(participant_id=group.people[0])).result().answers
    assert now == {**answers, "phone": "955555555"}
    assert len(pair.home.ask(OwnFields()).result()) == 2


def test_a_man_who_moved_and_comes_back_unchanged_clashes_with_nothing(pair: Pair, group: Planned) -> None:
    man = group.people[0]
    moved(pair, man)
    assert shown(pair.there, man) == SAID
    there = Acting(pair.there, Role.FACILITATOR)
    home = pair.home.ask(OwnKey()).result().identity
    agreed = RecordMovingConsent(
        participant_id=man,
        service_name=home.service_name,
        given_on=TODAY,
        mark=ConsentMark.SIGNATURE,
        read_aloud=True,
    )
    there.run(agreed)
    wish = ManWish(participant_id=man, recipients=(home.fingerprint,), purpose="Vuelve")
    back = Pair(pair.there, pair.home)
    packed = back.home.ask(PackMan(wish=wish)).result().content
    assert "participants" not in {one.table for one in back.preview(packed).conflicts}
    back.take(back.again(packed, later=1))
    assert shown(pair.home, man) == SAID


def test_a_title_stays_as_long_as_somebody_answered_under_it(
    pair: Pair, group: Planned, open_as: Callable[[Role], OpenBook]
) -> None:
    watching = open_as(Role.STAFF)
    first, second = acquainted(pair.home, watching), acquainted(pair.there, watching)
    first.take(first.sent(group.group_id))
    man = group.people[0]
    moved(pair, man)
    second.take(second.sent(enrolled(pair.there, man, "Retama"), later=1))
    for left, source in ((2, first), (0, second)):
        book_id = source.home.ask(OwnKey()).result().identity.book_id
        watching.submit([RemoveSource(book_id=book_id)]).result()
        assert one_value(watching, "SELECT count(*) FROM own_fields") == left


@pytest.mark.parametrize("key", ["phone", "own_apodo"])
def test_a_field_under_a_key_that_is_not_made_of_its_id_is_refused(pair: Pair, group: Planned, key: str) -> None:
    rows = pair.opened(pair.sent(group.group_id)).rows
    before = whole(pair.there)
    with refused("package_damaged_inside"):
        pair.take(pair.again(pair.sent(group.group_id), rows=changed(rows, "own_fields", "key", key)))
    assert whole(pair.there) == before


def test_no_answer_comes_under_a_title_of_this_book(pair: Pair, group: Planned) -> None:
    Acting(pair.there, Role.FACILITATOR).run(TEXT)
    rows = pair.opened(pair.sent(group.group_id)).rows
    forged = changed(rows, "participants", "answers", '{"own_apodo":"Otro"}')
    with refused("package_damaged_inside"):
        pair.take(pair.again(pair.sent(group.group_id), rows=forged))
