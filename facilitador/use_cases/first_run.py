"""The first run as a guided flow without a window: what is asked step by step, until the cuaderno is made and its
recovery code is known to be in somebody's hands.

    SERVICE → PERSON → PLACE → making → CODE → PROOF → DONE

What was typed is kept when going back and forth. Nothing touches the disk before the making; a making that was refused
leads back to the step where the refusal is mended.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

from facilitador.db import cloud_folders
from facilitador.domain import passphrases
from facilitador.domain.checks import Checks
from facilitador.domain.phones import check_service_phone
from facilitador.domain.registration_forms import Answer, Answers
from facilitador.domain.roles import Role
from facilitador.domain.services import Binding
from facilitador.domain.text import words
from facilitador.errors import BookError, InvalidInput, Problem, UserFacingError
from facilitador.reference import option_codes
from facilitador.use_cases.books import NewBook
from facilitador.use_cases.recovery_proofs import RecoveryProof
from facilitador.use_cases.services import DescribeService, check_service

SUFFIX: Final = ".facilitador"
NAME_LENGTH: Final = 60
"""Most letters of a proposed file name: some systems bear no long paths."""

_NOT_IN_NAMES: Final = '<>:"/\\|?*'
_NOT_ON_A_DESKTOP: Final = ("violencia", "violencias", "violento", "violentos")  # whoever passes sees the icon
_NEUTRAL_NAME: Final = "Cuaderno"


class Step(IntEnum):
    """Where the flow is; MAKING is the one moment in which something is written."""

    SERVICE = 0
    PERSON = 1
    PLACE = 2
    MAKING = 3
    CODE = 4
    PROOF = 5
    DONE = 6


ASKING: Final = (Step.SERVICE, Step.PERSON, Step.PLACE)
"""The steps that can be gone through back and forth."""


@dataclass(frozen=True, slots=True)
class FolderState:
    """What can be told of a file name before anything is written there: why it cannot be, and what is worth a warning.

    `cloud` is the name of the service that synchronises the folder, or None.
    """

    refusal: BookError | None
    cloud: str | None


class FirstRun:
    """The state of one first run. `choose(count, of)` picks that many different numbers below `of`, in order."""

    def __init__(self, documents: Path, choose: Callable[[int, int], Sequence[int]]) -> None:
        self.step = Step.SERVICE
        self._documents = documents
        self._proof = RecoveryProof(choose)
        self._answers: dict[Step, dict[str, Answer]] = {step: {} for step in ASKING}
        self._path: Path | None = None

    # -- what is asked ------------------------------------------------------------------------------------------------

    def answers(self, step: Step) -> Answers:
        """What was typed in a step so far."""
        return self._answers[step]

    @property
    def path(self) -> Path:
        """Where the cuaderno will be saved: as chosen, else `<documents>/<service>.facilitador`."""
        return self._path or self._documents / f"{proposed_name(self._text(Step.SERVICE, 'name'))}{SUFFIX}"

    def choose_path(self, path: Path) -> None:
        """Save it there; the file's ending is added where it is missing."""
        self._path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    @property
    def personal_words(self) -> tuple[str, ...]:
        """What a stranger who knows the service would try first: names, not to be found in a clave."""
        return (
            self._text(Step.PERSON, "given_names"),
            self._text(Step.PERSON, "surnames"),
            self._text(Step.SERVICE, "name"),
        )

    def keep(self, answers: Answers) -> None:
        """Keep what stands in the present step, right or wrong."""
        if self.step in ASKING:
            self._answers[self.step] = dict(answers)

    def problems(self, answers: Answers) -> tuple[Problem, ...]:
        """What is wrong with answers to the present step."""
        checks = {Step.SERVICE: _service_problems, Step.PERSON: self._person_problems}
        check = checks.get(self.step)
        return tuple(check(answers)) if check else ()

    # -- going on -----------------------------------------------------------------------------------------------------

    def forward(self, answers: Answers) -> None:
        """On to the next step with these answers; `InvalidInput` where they do not do, BookError for the place."""
        if self.step not in ASKING:
            raise RuntimeError("this step is not left by answers")
        self.keep(answers)
        problems = self.problems(answers)
        if problems:
            raise InvalidInput(problems)
        if self.step is Step.PLACE:
            refusal = look_at(self.path).refusal
            if refusal is not None:
                raise refusal
        self.step = Step(self.step + 1)

    def back(self, answers: Answers) -> None:
        """To the step before, with what was typed kept as it is; nothing happens where there is no way back."""
        self.keep(answers)
        if self.step in ASKING and self.step is not Step.SERVICE:
            self.step = Step(self.step - 1)

    # -- the making ---------------------------------------------------------------------------------------------------

    def new_book(self) -> NewBook:
        """What the making is asked for. The clave is in it: hand it on and let go of it."""
        person = self._answers[Step.PERSON]
        return NewBook(
            service=_service_command(self._answers[Step.SERVICE]),
            given_names=self._text(Step.PERSON, "given_names"),
            surnames=self._text(Step.PERSON, "surnames"),
            profession=self._text(Step.PERSON, "profession"),
            role=Role(str(person["role"])),
            passphrase=str(person["passphrase"]),
        )

    def made(self, code_groups: Sequence[str]) -> None:
        """The book is on disk; its recovery code must now be written down. The clave is forgotten here."""
        if self.step is not Step.MAKING:
            raise RuntimeError("nothing is being made")
        for field in ("passphrase", "passphrase_again"):
            self._answers[Step.PERSON].pop(field, None)
        self._proof.show(code_groups)
        self.step = Step.CODE

    def refused(self, error: UserFacingError) -> None:
        """The making was refused and left nothing: back to the step where this is mended."""
        if self.step is not Step.MAKING:
            raise RuntimeError("nothing is being made")
        self.step = _step_of(error)

    # -- the recovery code --------------------------------------------------------------------------------------------

    @property
    def code_groups(self) -> tuple[str, ...]:
        """The recovery code in its groups of four; empty before the making."""
        return self._proof.code_groups

    @property
    def asked(self) -> tuple[int, ...]:
        """Which groups of the code are asked back, counted from 1; empty before `prove_code`."""
        return self._proof.asked

    def prove_code(self) -> None:
        """On to asking for groups of the code; other ones each time, so that the sheet must be at hand."""
        self._proof.prove_code()
        self.step = Step.PROOF

    def show_code_again(self) -> None:
        """Back to the code: the sheet was not at hand after all."""
        if self.step is Step.PROOF:
            self.step = Step.CODE

    def answer_code(self, typed: Mapping[int, str]) -> None:
        """Compare what was read off the sheet (group number → text) with the code; `InvalidInput` names wrong ones."""
        self._proof.answer_code(typed)
        self.step = Step.DONE

    def _text(self, step: Step, field: str) -> str:
        return str(self._answers[step].get(field, ""))

    def _person_problems(self, answers: Answers) -> list[Problem]:
        checks = Checks()
        checks.line("given_names", _said(answers, "given_names"), 120, required=True)
        checks.line("surnames", _said(answers, "surnames"), 120)
        checks.known("profession", _said(answers, "profession"), option_codes("professions"))
        checks.known("role", _said(answers, "role"), (Role.FACILITATOR, Role.SUPERVISOR), required=True)
        found = _found(checks)
        passphrase = _said(answers, "passphrase")
        personal = (_said(answers, "given_names"), _said(answers, "surnames"), self._text(Step.SERVICE, "name"))
        try:
            passphrases.check(passphrase, personal)
        except UserFacingError as error:
            found.append(Problem("passphrase", error.code if passphrase else "passphrase_empty", error.parameters))
        if passphrase != _said(answers, "passphrase_again"):
            found.append(Problem("passphrase_again", "clave_repeated_differs"))
        return found


def proposed_name(service_name: str) -> str:
    """A file name (without ending) for the book of that service, neutral enough to be seen by whoever passes."""
    kept = "".join(" " if letter in _NOT_IN_NAMES or ord(letter) < 32 else letter for letter in service_name)
    name = " ".join(kept.split())[:NAME_LENGTH].strip(" .")
    return name if name and not set(words(name)) & set(_NOT_ON_A_DESKTOP) else _NEUTRAL_NAME


def look_at(path: Path) -> FolderState:
    """What stands against making a book at `path`, as far as can be told without writing."""
    folder = path.parent
    if not folder.is_dir():
        return FolderState(BookError("folder_missing"), None)
    cloud = cloud_folders.service_of(folder)
    if path.exists():
        return FolderState(BookError("book_exists", name=path.name), cloud)
    if not os.access(folder, os.W_OK):
        return FolderState(BookError("new_book_folder_read_only"), cloud)
    return FolderState(None, cloud)


def _service_command(answers: Answers) -> DescribeService:
    competent = answers.get("criminal_data_competent") == "yes"
    return DescribeService(
        name=_said(answers, "name"),
        kind=_said(answers, "kind"),
        binding=Binding(_said(answers, "binding") or Binding.ADHERES),
        ubigeo=_said(answers, "ubigeo"),
        address=_said(answers, "address"),
        phone=_said(answers, "phone"),
        email=_said(answers, "email"),
        responsible_officer=_said(answers, "responsible_officer"),
        criminal_data_competent=competent,
        competence_basis=_said(answers, "competence_basis") if competent else "",
    )


def _service_problems(answers: Answers) -> list[Problem]:
    found: list[Problem] = []
    if not answers.get("binding"):
        found.append(Problem("binding", "field_required"))
    if answers.get("phone"):
        checked = check_service_phone(_said(answers, "phone"))
        if isinstance(checked, Problem):
            found.append(checked)
    try:
        check_service(_service_command(answers))
    except InvalidInput as error:
        found.extend(error.problems)
    return found


def _found(checks: Checks) -> list[Problem]:
    try:
        checks.refuse_if_any()
    except InvalidInput as error:
        return list(error.problems)
    return []


def _step_of(error: UserFacingError) -> Step:
    if isinstance(error, BookError):
        return Step.PLACE
    field = error.field or ""
    return Step.PERSON if field in {"given_names", "surnames", "profession", "role", "passphrase"} else Step.SERVICE


def _said(answers: Answers, field: str) -> str:
    return str(answers.get(field) or "")
