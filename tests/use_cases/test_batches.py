"""Lists of commands as text: names, refusals that say where and in Spanish, all or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import time
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador import messages
from facilitador.domain.services import Binding
from facilitador.errors import UserFacingError
from facilitador.reference import registration_form
from facilitador.use_cases.batches import LINES_LIMIT, Batch, commands_by_name, read_batch
from facilitador.use_cases.command_schema import schema
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants, RegisterParticipant
from facilitador.use_cases.requests import Command
from facilitador.use_cases.services import DescribeService, FormInUse
from facilitador.use_cases.venues import AddVenue

MAN = {"paternal_surname": "Ñahui", "given_names": "José"}


def read(*lines: object) -> Batch:
    """The batch of lines given as text or as what JSON makes of them."""
    numbers = count(1)
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return read_batch(texts, lambda: UUID(int=next(numbers)))


def refused(*lines: object) -> UserFacingError:
    with pytest.raises(UserFacingError) as refusal:
        read(*lines)
    # whatever the code: it has a text, and that text is filled
    assert "{" not in messages.of_error(refusal.value).whole
    return refusal.value


def venue(**more: object) -> dict[str, object]:
    return {"do": "AddVenue", "name": "Casa comunal", **more}


def test_lines_become_the_commands_of_the_window() -> None:
    batch = read({"do": "FormGroup", "name": "Amancay", "starts_at": "19:30", "weekday": 2}, venue())

    assert batch.commands == (
        FormGroup(name="Amancay", starts_at=time(19, 30), weekday=2),
        AddVenue(name="Casa comunal"),
    )
    assert batch.names == {}


def test_blank_lines_are_passed_over_and_still_counted() -> None:
    batch = read("\ufeff" + json.dumps(venue()), "", "  \t\n", venue(name="Otra"))

    assert batch.lines == (1, 4)


def test_a_name_stands_for_the_id_of_its_row() -> None:
    batch = read(
        {"do": "FormGroup", "ref": "g1", "name": "Amancay"},
        {"do": "RegisterParticipant", "ref": "p-1", "answers": MAN},
        {"do": "EnrolParticipant", "group_id": "$g1", "participant_id": "$p-1"},
    )

    group, man, enrolment = batch.commands
    assert isinstance(group, FormGroup)
    assert isinstance(man, RegisterParticipant)
    assert isinstance(enrolment, EnrolParticipant)
    assert batch.names == {"g1": group.id, "p-1": man.id}
    assert (enrolment.group_id, enrolment.participant_id) == (group.id, man.id)


def test_names_are_found_inside_lists() -> None:
    batch = read(
        {"do": "AddTeamMember", "ref": "rosa", "given_names": "Rosa"},
        {"do": "FormGroup", "name": "Amancay", "facilitator_ids": ["$rosa"]},
    )

    group = batch.commands[1]
    assert isinstance(group, FormGroup)
    assert group.facilitator_ids == (batch.names["rosa"],)


def test_a_name_may_be_given_to_an_id_of_ones_own() -> None:
    own = UUID(int=99)
    batch = read(venue(ref="v", id=str(own)), {"do": "FormGroup", "name": "A", "venue_id": "$v"})

    assert batch.names == {"v": own}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("cuesta $v1 y algo más", "cuesta $v1 y algo más"),
        ("$100", "$100"),
        ("$", "$"),
        ("$ v1", "$ v1"),
        ("$v1, frente a la plaza", "$v1, frente a la plaza"),
        ("$$v1", "$v1"),
        ("$$", "$$"),
        ("$$100", "$$100"),
    ],
)
def test_a_dollar_sign_in_a_text_is_just_that(written: str, kept: str) -> None:
    batch = read(venue(ref="v1"), venue(notes=written))

    second = batch.commands[1]
    assert isinstance(second, AddVenue)
    assert second.notes == kept


@given(text=st.text(max_size=40).filter(lambda text: not re.fullmatch(r"\$\$?[A-Za-z][A-Za-z0-9_-]{0,39}", text)))
def test_no_other_text_is_touched(text: str) -> None:
    command = read(venue(notes=text)).commands[0]

    assert isinstance(command, AddVenue)
    assert command.notes == text


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        ([venue(ref="g"), venue(ref="g")], "batch_ref_twice", 2),
        ([{"do": "FormGroup", "name": "A", "venue_id": "$v"}], "batch_ref_unknown", 1),
        ([{"do": "FormGroup", "ref": "g", "name": "A", "venue_id": "$g"}], "batch_ref_unknown", 1),
        ([venue(ref="1")], "batch_ref_malformed", 1),
        ([venue(ref=7)], "batch_ref_malformed", 1),
        ([venue(ref="x" * 41)], "batch_ref_malformed", 1),
        ([venue(), {"do": "RemoveTraining", "ref": "t", "training_id": str(UUID(int=1))}], "batch_ref_useless", 2),
        ([venue(ref="v", id="no")], "batch_value_id", 1),
    ],
)
def test_names_that_cannot_be(lines: list[object], code: str, line: int) -> None:
    refusal = refused(*lines)

    assert (refusal.code, refusal.parameters["line"]) == (code, line)


@pytest.mark.parametrize(
    "text",
    ["{", '{"do": "AddVenue"', "[1, 2]", '"AddVenue"', "7", "null", "do: AddVenue", '{"a": NaN}', "{} {}"],
)
def test_what_is_no_json_object_says_its_line(text: str) -> None:
    refusal = refused(venue(), text)

    assert (refusal.code, refusal.parameters["line"]) == ("batch_line_unreadable", 2)


def test_odd_texts_are_refused_like_any_other() -> None:
    bottomless = "[" * 90_000
    deep = '{"do": "AddVenue", "name": ' + '{"a":' * 900 + "1" + "}" * 901
    half_a_character = '{"do": "AddVenue", "name": "\ud800"}'

    assert refused(bottomless).code == "batch_line_unreadable"
    assert refused(deep).code in {"batch_line_unreadable", "batch_value_text"}
    assert refused(half_a_character).code == "batch_line_unreadable"


@pytest.mark.parametrize(
    ("entry", "code", "place"),
    [
        ({"name": "x"}, "batch_command_missing", "do"),
        ({"do": "Destroy"}, "batch_command_unknown", "do"),
        ({"do": 3}, "batch_command_unknown", "do"),
        ({"do": "EnrollParticipant"}, "batch_command_misspelt", "do"),
        ({"do": "AddVenue"}, "batch_field_missing", "name"),
        (venue(colour="rojo"), "batch_field_unknown", "colour"),
        (venue(name=3), "batch_value_text", "name"),
        (venue(name=None), "batch_value_text", "name"),
        (venue(conditions={"no_noise": "sí"}), "batch_value_truth", "conditions[...]"),
        (venue(conditions={"ruido": True}), "batch_value_code", "conditions"),
        (venue(conditions=[]), "batch_value_object", "conditions"),
        ({"do": "FormGroup", "name": "A", "first_day": "2026-02-30"}, "batch_value_date", "first_day"),
        ({"do": "FormGroup", "name": "A", "starts_at": "25:00"}, "batch_value_time", "starts_at"),
        ({"do": "FormGroup", "name": "A", "age_band": "old"}, "batch_value_code", "age_band"),
        ({"do": "FormGroup", "name": "A", "weekday": 1.5}, "batch_value_number", "weekday"),
        ({"do": "FormGroup", "name": "A", "agreements": "uno"}, "batch_value_list", "agreements"),
        ({"do": "FormGroup", "name": "A", "agreements": ["uno", 2]}, "batch_value_text", "agreements[1]"),
        ({"do": "FormGroup", "name": "A", "facilitator_ids": ["Rosa"]}, "batch_value_id", "facilitator_ids[0]"),
        ({"do": "RegisterParticipant", "answers": []}, "batch_value_object", "answers"),
    ],
)
def test_a_command_that_is_not_well_formed_says_where_in_spanish(entry: object, code: str, place: str) -> None:
    refusal = refused(venue(), entry)

    assert (refusal.code, refusal.field, refusal.parameters["line"]) == (code, place, 2)
    told = messages.of_error(refusal).whole
    assert "2" in told
    assert not re.search(r"expected|got|invalid|missing|unknown|object", told.replace("JSON", ""), re.IGNORECASE)


def test_a_number_that_no_file_holds_is_refused() -> None:
    assert refused(venue(), {"do": "ChangeVenue", "revision": 2**70}).parameters["line"] == 2
    assert (
        refused({"do": "RegisterParticipant", "answers": {"children_count": -(2**53)}}).code == "batch_number_too_large"
    )
    assert read({"do": "FormGroup", "name": "A", "weekday": 2**53 - 1}).lines == (1,)


def test_verbs_of_keys_and_drafts_are_no_commands_of_a_list() -> None:
    for do in ("AddPersonWithAccess", "SaveDraft", "DiscardDraft"):
        assert refused({"do": do}).code in {"batch_command_unknown", "batch_command_misspelt"}


def test_nothing_to_do_is_refused() -> None:
    assert refused().code == "batch_empty"
    assert refused("", "\n").code == "batch_empty"


def test_twenty_thousand_lines_and_no_more() -> None:
    line = json.dumps(venue())

    assert len(read(*[line] * LINES_LIMIT).commands) == LINES_LIMIT
    assert refused(*[line] * (LINES_LIMIT + 1)).code == "batch_too_long"


@given(
    entry=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=12,
    ),
    do=st.sampled_from(sorted(commands_by_name())),
)
def test_whatever_is_written_is_a_command_or_a_refusal(entry: Any, do: str) -> None:
    given_entry = {"do": do, **entry} if isinstance(entry, dict) else entry
    try:
        batch = read(given_entry)
    except UserFacingError as error:
        told = messages.of_error(error).text
    else:
        told = "a command"
        assert all(isinstance(command, Command) for command in batch.commands)
    assert told


def test_a_list_is_carried_out_whole_or_not_at_all(book: OpenBook) -> None:
    batch = read(
        {"do": "RegisterParticipant", "ref": "p", "answers": MAN},
        {"do": "FormGroup", "ref": "g", "name": "Amancay"},
        {"do": "EnrolParticipant", "group_id": "$g", "participant_id": "$p"},
        {"do": "EnrolParticipant", "group_id": "$g", "participant_id": "$p"},
    )

    with pytest.raises(UserFacingError) as refusal:
        book.submit(batch.commands).result()

    assert (refusal.value.code, refusal.value.position) == ("already_enrolled", 3)
    assert book.ask(Participants()).result() == ()
    assert book.ask(Groups()).result() == ()
    assert book.submit(batch.commands[:3]).result().ids[1] == batch.names["g"]


def test_the_schema_names_every_command_and_every_field(run: Callable[..., Any], book: OpenBook) -> None:
    run(*read({"do": "AddOwnField", "label": "¿Ronda?", "kind": "choice", "options": ["Sí", "No"]}).commands)

    plain = schema(registration_form())
    own = schema(book.ask(FormInUse()).result())

    assert {shape["$ref"].rpartition("/")[2] for shape in plain["oneOf"]} == set(commands_by_name())
    assert "own_ronda" not in plain["$defs"]["RegistrationForm"]["properties"]
    assert own["$defs"]["RegistrationForm"]["properties"]["own_ronda"]["x-texts"] == {"o1": "Sí", "o2": "No"}
    assert own["$defs"]["RegisterParticipant"]["properties"]["answers"] == {"$ref": "#/$defs/RegistrationForm"}
    json.dumps(own)


def test_the_schema_admits_names_and_short_hours() -> None:
    shapes = schema(registration_form())["$defs"]

    enrol = shapes["EnrolParticipant"]["properties"]
    assert next(re.search(choice["pattern"], "$g1") for choice in enrol["group_id"]["anyOf"] if "pattern" in choice)
    assert re.search(enrol["ref"]["pattern"], "e1")
    assert "ref" not in shapes["RemoveTraining"]["properties"]
    hour = shapes["FormGroup"]["properties"]["starts_at"]["anyOf"][0]["pattern"]
    assert re.search(hour, "19:30")
    assert not re.search(hour, "7 pm")


def test_a_service_may_be_described_by_a_line() -> None:
    command = read({"do": "DescribeService", "name": "Servicio", "binding": "bound"}).commands[0]

    assert command == DescribeService(name="Servicio", binding=Binding.BOUND)
