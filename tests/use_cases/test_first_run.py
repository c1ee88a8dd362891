"""The guided flow without a window: what is asked, when something is written, and how the code is asked back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.db import recovery_code
from facilitador.domain.registration_forms import Answer
from facilitador.domain.roles import Role
from facilitador.domain.services import Binding
from facilitador.errors import BookError, InvalidInput, UserFacingError
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.first_run import SUFFIX, FirstRun, Step, look_at, proposed_name

CLAVE = "quinua rio 7 ceibo lento"
SERVICE: dict[str, Answer] = {
    "name": "Centro de salud Los Molles",
    "kind": "health",
    "binding": "bound",
    "ubigeo": "150101",
    "phone": "987 654 321",
    "email": "molles@ejemplo.pe",
}
PERSON: dict[str, Answer] = {
    "given_names": "Rosa",
    "surnames": "Mamani Quispe",
    "profession": "psychology",
    "role": "facilitator",
    "passphrase": CLAVE,
    "passphrase_again": CLAVE,
}


@pytest.fixture
def flow(tmp_path: Path) -> FirstRun:
    return FirstRun(tmp_path, lambda count, of: (6, 2))


def at_the_making(flow: FirstRun) -> FirstRun:
    flow.forward(SERVICE)
    flow.forward(PERSON)
    flow.forward({})
    assert flow.step is Step.MAKING
    return flow


def problems_of(flow: FirstRun, answers: dict[str, Answer]) -> dict[str, str]:
    step = flow.step
    with pytest.raises(InvalidInput) as refused:
        flow.forward(answers)
    assert flow.step is step
    return {problem.field: problem.code for problem in refused.value.problems}


def test_going_back_and_forth_keeps_what_was_typed_right_or_wrong(flow: FirstRun) -> None:
    flow.forward(SERVICE)
    flow.back({"given_names": "Ro", "passphrase": "corta"})

    assert flow.step is Step.SERVICE
    assert flow.answers(Step.SERVICE) == SERVICE
    flow.forward(SERVICE)
    assert flow.answers(Step.PERSON) == {"given_names": "Ro", "passphrase": "corta"}


def test_there_is_no_way_back_from_the_first_step(flow: FirstRun) -> None:
    flow.back(SERVICE)

    assert flow.step is Step.SERVICE


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": " "}, {"name": "field_required"}),
        ({"binding": ""}, {"binding": "field_required"}),
        ({"ubigeo": "Los Olivos"}, {"ubigeo": "option_unknown"}),
        ({"email": "molles"}, {"email": "email_odd"}),
        ({"phone": "98765432"}, {"phone": "phone_mobile_length"}),
        ({"criminal_data_competent": "yes"}, {"competence_basis": "field_required"}),
    ],
)
def test_the_service_is_checked_before_going_on(
    flow: FirstRun, change: dict[str, Answer], problem: dict[str, str]
) -> None:
    assert problems_of(flow, SERVICE | change) == problem


def test_competence_without_its_answer_is_no_competence(flow: FirstRun) -> None:
    flow.forward(SERVICE | {"competence_basis": "Ley 30364"})  # typed, then answered no
    flow.forward(PERSON)
    flow.forward({})

    service = flow.new_book().service
    assert (service.criminal_data_competent, service.competence_basis) == (False, "")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"given_names": ""}, {"given_names": "field_required"}),
        ({"role": "staff"}, {"role": "option_unknown"}),
        ({"role": ""}, {"role": "field_required"}),
        ({"passphrase": "", "passphrase_again": ""}, {"passphrase": "passphrase_empty"}),
        ({"passphrase": "corta", "passphrase_again": "corta"}, {"passphrase": "passphrase_short"}),
        ({"passphrase_again": "otra"}, {"passphrase_again": "clave_repeated_differs"}),
        ({"passphrase": "RosaMamani1", "passphrase_again": "RosaMamani1"}, {"passphrase": "passphrase_weak"}),
    ],
)
def test_the_person_and_her_clave_are_checked_before_going_on(
    flow: FirstRun, change: dict[str, Answer], problem: dict[str, str]
) -> None:
    flow.forward(SERVICE)

    assert problems_of(flow, PERSON | change) == problem


def test_nothing_is_written_before_the_making(flow: FirstRun, tmp_path: Path) -> None:
    at_the_making(flow)

    assert list(tmp_path.iterdir()) == []


def test_the_making_gets_what_was_typed(flow: FirstRun, tmp_path: Path) -> None:
    new = at_the_making(flow).new_book()

    assert (new.service.name, new.service.binding, new.service.phone) == (
        "Centro de salud Los Molles",
        Binding.BOUND,
        "987 654 321",
    )
    assert (new.given_names, new.role, new.passphrase) == ("Rosa", Role.FACILITATOR, CLAVE)
    assert flow.path == tmp_path / "Centro de salud Los Molles.facilitador"


def test_a_book_is_made_and_its_code_asked_back(flow: FirstRun, environment: Environment) -> None:
    at_the_making(flow)
    book, groups = books.create(flow.path, flow.new_book(), environment).result()
    book.close()
    flow.made(groups)

    assert flow.step is Step.CODE
    assert "passphrase" not in flow.answers(Step.PERSON)
    flow.prove_code()
    assert flow.asked == (3, 7)
    flow.answer_code({3: groups[2].lower(), 7: f" {groups[6]} "})
    assert flow.step is Step.DONE
    assert flow.code_groups == ()


def test_the_code_is_not_done_with_wrong_groups(flow: FirstRun) -> None:
    at_the_making(flow).made(recovery_code.groups(recovery_code.generate()))
    groups = flow.code_groups
    flow.prove_code()

    with pytest.raises(InvalidInput) as refused:
        flow.answer_code({3: groups[2], 7: "ZZZZ" if groups[6] != "ZZZZ" else "YYYY"})
    assert [problem.field for problem in refused.value.problems] == ["group_7"]
    assert flow.step is Step.PROOF
    with pytest.raises(InvalidInput):
        flow.answer_code({})
    flow.show_code_again()
    assert (flow.step, flow.code_groups) == (Step.CODE, groups)


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (BookError("disk_full"), Step.PLACE),
        (UserFacingError("passphrase_weak", field="passphrase"), Step.PERSON),
        (UserFacingError("field_required", field="name"), Step.SERVICE),
    ],
)
def test_a_refused_making_leads_back_to_where_it_is_mended(flow: FirstRun, error: UserFacingError, step: Step) -> None:
    at_the_making(flow).refused(error)

    assert flow.step is step
    assert flow.answers(Step.PERSON) == PERSON


def test_a_file_that_is_there_is_never_written_over(flow: FirstRun, tmp_path: Path) -> None:
    flow.choose_path(tmp_path / "cuaderno")
    (tmp_path / f"cuaderno{SUFFIX}").write_text("algo", encoding="utf-8")
    flow.forward(SERVICE)
    flow.forward(PERSON)

    with pytest.raises(BookError, match="book_exists"):
        flow.forward({})
    assert flow.step is Step.PLACE


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refusal = look_at(tmp_path / "usb" / f"cuaderno{SUFFIX}").refusal

    assert refusal is not None
    assert refusal.code == "folder_missing"


def test_a_synchronised_folder_is_worth_a_warning(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir()

    state = look_at(folder / f"cuaderno{SUFFIX}")

    assert (state.refusal, state.cloud) == (None, "OneDrive")


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("Centro Los Molles", "Centro Los Molles"),
        ("CEM: Lima/Callao", "CEM Lima Callao"),
        ("Programa contra la Violencia", "Cuaderno"),
        ("", "Cuaderno"),
        ("...", "Cuaderno"),
    ],
)
def test_the_proposed_name_says_nothing_to_whoever_passes(service: str, name: str) -> None:
    assert proposed_name(service) == name


@given(st.text(max_size=200))
def test_any_service_gives_a_name_that_systems_bear(service: str) -> None:
    name = proposed_name(service)

    assert 0 < len(name) <= 60
    assert not set(name) & set('<>:"/\\|?*\n\t')
    assert name == name.strip(" .")
