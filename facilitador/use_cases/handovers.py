"""Entrega de cargo: someone leaves. What is asked step by step, what is recorded, and the acta that is signed.

    WHO → GROUPS → MATTERS → CHECK → working → CODE → PROOF → DONE

Access ends without the leaver's clave. Nothing is written before the work; a work that was refused leads back to CHECK
and has changed nothing. Where she had no access there are no new keys and no new code: the work leads to DONE.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Final
from uuid import UUID

import msgspec

from facilitador.db.queries import access as queries
from facilitador.db.queries import people as people_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.access import handovers
from facilitador.db.tables.base import insert_row
from facilitador.db.transaction import Transaction
from facilitador.documents import handovers as acta
from facilitador.documents.blocks import Document
from facilitador.domain.access import LeavingMatters, in_place_of
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.groups import GroupLine
from facilitador.domain.people import Person
from facilitador.domain.roles import Section
from facilitador.domain.text import clean_text
from facilitador.errors import InvalidInput, Problem
from facilitador.reference import catalogue
from facilitador.use_cases.access import EndAccess, ReplaceFacilitator
from facilitador.use_cases.people import DescribeTeamMember
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.recovery_proofs import RecoveryProof
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes

TEXT_LIMIT: Final = 2000


class HandedGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group and the people who lead it from then on."""

    name: str
    to: tuple[UUID, ...]


class RecordHandover(Command, kw_only=True):
    """Keep what was handed over: by whom, to whom, which groups, how many drafts, where copies are, what is pending."""

    id: UUID | None = None
    person_id: UUID
    receiver_id: UUID
    had_access: bool
    groups: tuple[HandedGroup, ...] = ()
    drafts: int = 0
    copies: str = ""
    pending: str = ""


class HandoverPrint(Query[Document], kw_only=True):
    """The acta of an entrega de cargo, numbered, with places to sign."""

    handover_id: UUID


# -- the flow ---------------------------------------------------------------------------------------------------------


class Step(IntEnum):
    """Where the flow is; WORKING is the one moment in which something is written."""

    WHO = 0
    GROUPS = 1
    MATTERS = 2
    CHECK = 3
    WORKING = 4
    CODE = 5
    PROOF = 6
    DONE = 7


ASKING: Final = (Step.WHO, Step.GROUPS, Step.MATTERS, Step.CHECK)
"""The steps that can be gone through back and forth."""


class HandoverFlow:
    """The state of one entrega de cargo, in the hands of `receiver`, who has the book open.

    `team` is everybody of it; `choose(count, of)` picks that many different numbers below `of`, in order.
    """

    def __init__(self, team: Sequence[Person], receiver_id: UUID, choose: Callable[[int, int], Sequence[int]]) -> None:
        self.step = Step.WHO
        self._team = {person.id: person for person in team if person.active}
        self._receiver_id = receiver_id
        self._proof = RecoveryProof(choose)
        self._matters = LeavingMatters((), {})
        self._to: dict[UUID, tuple[UUID, ...]] = {}
        self.person: Person | None = None
        self.copies, self.pending = "", ""
        self.handover_id: UUID | None = None

    # -- what is asked ------------------------------------------------------------------------------------------------

    @property
    def leavers(self) -> tuple[Person, ...]:
        """Who may be said to leave: everybody but the one who does this."""
        return tuple(person for person in self._team.values() if person.id != self._receiver_id)

    @property
    def successors(self) -> tuple[Person, ...]:
        """Who may take over a group: everybody of the team but who leaves."""
        return tuple(person for person in self._team.values() if self.person is None or person.id != self.person.id)

    @property
    def groups(self) -> tuple[GroupLine, ...]:
        """The groups that she leads and that are not closed."""
        return self._matters.groups

    @property
    def drafts(self) -> dict[str, int]:
        """How many forms she left unsaved, by form: told, never read."""
        return self._matters.drafts

    @property
    def ends_access(self) -> bool:
        """True if keys must change: she could open the book."""
        return self.person is not None and self.person.role is not None

    def leave(self, person_id: UUID, matters: LeavingMatters) -> None:
        """It is her who leaves, and this is what she leaves behind; what was assigned for another is forgotten."""
        if self.person is None or self.person.id != person_id:
            self._to = {}
        self.person, self._matters = self._team[person_id], matters

    def assign(self, group_id: UUID, to: Sequence[UUID]) -> None:
        """Name who leads a group in her place; nobody leaves it to those who remain in it, if anybody."""
        self._to[group_id] = tuple(dict.fromkeys(to))

    def assigned(self, group_id: UUID) -> tuple[UUID, ...]:
        """Who was named for a group."""
        return self._to.get(group_id, ())

    @property
    def ownerless(self) -> tuple[GroupLine, ...]:
        """Groups that nobody would lead: they will stand on everybody's home page."""
        return tuple(line for line in self.groups if not self._leaders(line))

    def keep_matters(self, copies: str, pending: str) -> None:
        """Where copies of the book are, and what is pending, as typed."""
        self.copies, self.pending = copies, pending

    # -- going on -----------------------------------------------------------------------------------------------------

    def forward(self) -> None:
        """On to the next step; `InvalidInput` where something is missing or too long."""
        if self.step not in ASKING:
            raise RuntimeError("this step is not left by answers")
        if self.step is Step.WHO and self.person is None:
            raise InvalidInput([Problem("person_id", "field_required")])
        if self.step is Step.MATTERS:
            checks = Checks()
            checks.text("copies", self.copies, TEXT_LIMIT)
            checks.text("pending", self.pending, TEXT_LIMIT)
            checks.refuse_if_any()
        following = Step(self.step + 1)
        self.step = Step.MATTERS if following is Step.GROUPS and not self.groups else following

    def back(self) -> None:
        """To the step before, with everything kept."""
        if self.step not in ASKING or self.step is Step.WHO:
            return
        before = Step(self.step - 1)
        self.step = Step.WHO if before is Step.GROUPS and not self.groups else before

    def commands(self, new_id: Callable[[], UUID]) -> list[Command]:
        """What is written, in order and together: groups, access and team, the record of the handing over."""
        assert self.person is not None
        leaving = self.person
        self.handover_id = new_id()
        replaced = [
            ReplaceFacilitator(group_id=line.group.id, person_id=leaving.id, by=self.assigned(line.group.id))
            for line in self.groups
        ]
        record = RecordHandover(
            id=self.handover_id,
            person_id=leaving.id,
            receiver_id=self._receiver_id,
            had_access=self.ends_access,
            groups=tuple(HandedGroup(line.group.name, self._leaders(line)) for line in self.groups),
            drafts=sum(self.drafts.values()),
            copies=self.copies,
            pending=self.pending,
        )
        end = EndAccess(person_id=leaving.id, leaves_team=True) if self.ends_access else _out_of_the_team(leaving)
        return [*replaced, end, record]

    def refused(self) -> None:
        """The work was refused and changed nothing: back to look again."""
        self.step = Step.CHECK

    def done(self, code_groups: Sequence[str]) -> None:
        """It is written; `code_groups` is the new recovery code, empty where there is none."""
        if self.step is not Step.WORKING:
            raise RuntimeError("nothing is being done")
        self._proof.show(code_groups)
        self.step = Step.CODE if code_groups else Step.DONE

    # -- the new recovery code ----------------------------------------------------------------------------------------

    @property
    def code_groups(self) -> tuple[str, ...]:
        """The new recovery code; empty before the work and once it is proved."""
        return self._proof.code_groups

    @property
    def asked(self) -> tuple[int, ...]:
        """Which groups of the code are asked back, counted from 1."""
        return self._proof.asked

    def prove_code(self) -> None:
        """On to asking for groups of the code."""
        self._proof.prove_code()
        self.step = Step.PROOF

    def show_code_again(self) -> None:
        """Back to the code: the sheet was not at hand after all."""
        if self.step is Step.PROOF:
            self.step = Step.CODE

    def answer_code(self, typed: Mapping[int, str]) -> None:
        """Compare what was read off the sheet; `InvalidInput` names what differs."""
        self._proof.answer_code(typed)
        self.step = Step.DONE

    def _leaders(self, line: GroupLine) -> tuple[UUID, ...]:
        assert self.person is not None
        leaders = in_place_of(line.group.facilitator_ids, self.person.id, self.assigned(line.group.id))
        return tuple(key for key in leaders if key in self._team)


def _out_of_the_team(person: Person) -> DescribeTeamMember:
    return DescribeTeamMember(
        person_id=person.id,
        given_names=person.given_names,
        surnames=person.surnames,
        profession=person.profession,
        designation_document=person.designation_document,
        designated_on=person.designated_on,
        active=False,
    )


# -- what is recorded -------------------------------------------------------------------------------------------------


def _record(tx: Transaction, command: RecordHandover) -> Result:
    names = {person.id: person.full_name for person in people_queries.all_people(tx)}
    checks = Checks()
    values = {
        "copies": checks.text("copies", command.copies, TEXT_LIMIT),
        "pending": checks.text("pending", command.pending, TEXT_LIMIT),
    }
    for field, person_id in (("person_id", command.person_id), ("receiver_id", command.receiver_id)):
        checks.need(field, person_id in names, "not_found")
    groups = [
        {
            "name": checks.line("groups", group.name, 80),
            "to": [names[key] for key in group.to if key in names],
        }
        for group in command.groups
    ]
    checks.refuse_if_any()
    key = insert_row(
        tx,
        handovers,
        command.id,
        person_id=command.person_id,
        receiver_id=command.receiver_id,
        handed_on=tx.today,
        had_access=command.had_access,
        groups=groups,
        drafts=command.drafts,
        **values,
    )
    return Result(key, (Change(Topic.ACCESS, key),), ("groups", "drafts", *values))


def _acta(tx: Transaction, query: HandoverPrint) -> Document:
    done = queries.handover(tx, query.handover_id)
    people = {person.id: person for person in people_queries.all_people(tx)}
    return acta.compose(
        acta.HandoverActa(
            letterhead=letterhead(service_queries.service(tx)),
            number=numbered(tx, "handover", done.id),
            handed_on=done.handed_on,
            leaving=_named(people[done.person_id]),
            receiving=_named(people[done.receiver_id]),
            had_access=done.had_access,
            groups=tuple((group.name, group.to) for group in done.groups),
            drafts=done.drafts,
            copies=_lines(done.copies),
            pending=_lines(done.pending),
        )
    )


def _named(person: Person) -> acta.PersonNamed:
    profession = catalogue("professions").text(person.profession) if person.profession else ""
    return acta.PersonNamed(person.full_name, profession, person.designation_document)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in clean_text(text).splitlines() if line)


COMMANDS = (CommandHandler(RecordHandover, _record, writes(Section.SERVICE, Section.TEAM), listed=False),)
QUERIES = (QueryHandler(HandoverPrint, _acta, Section.SERVICE),)
