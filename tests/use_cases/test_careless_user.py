"""A careless user: hundreds of steps in any order, right and wrong, against a model of plain Python (6.4.1).

Whatever is done, no group counts more than fifteen, nothing of what was recorded is lost, and every command that was
kept has left its row in the audit. She begins where it gets interesting: with a group that is nearly full.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from facilitador.domain.enrolments import SEATS, STATUS_RULES, EnrolmentStatus
from facilitador.domain.groups import AgeBand, GroupStatus
from facilitador.domain.roles import Role
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.use_cases import books
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant, MoveInWaitingList, Roster
from facilitador.use_cases.groups import ChangeGroup, CloseGroup, FormGroup, Groups, StartGroup
from facilitador.use_cases.participants import ChangeParticipant, RegisterParticipant
from facilitador.use_cases.requests import Command
from tests.books import PASSPHRASE, TODAY, make_environment
from tests.use_cases.scenes import Acting, ficha, rows

T = TypeVar("T")
S = EnrolmentStatus

ANY = st.integers(0, 60)  # one of those that there are
GROUP = st.sampled_from([0, 0, 0, 1, 2])  # most of all the one that is nearly full
STATUSES = st.sampled_from([*S, S.ATTENDING, S.ATTENDING, S.STOPPED])
DAYS = st.sampled_from([0, 0, 0, -3, -1, 1]).map(lambda days: TODAY + timedelta(days=days))
BORN = {True: "2012-01-01", False: "1985-01-01"}
NOTHING = UUID(int=7)
POINTING_NOWHERE: tuple[Command, ...] = (
    ChangeEnrolmentStatus(enrolment_id=NOTHING, status=S.PAUSED, reason="viaje"),
    EnrolParticipant(group_id=NOTHING, participant_id=NOTHING),
    ChangeParticipant(participant_id=NOTHING, answers=ficha()),
    CloseGroup(group_id=NOTHING, on=TODAY),
)


@dataclass
class Stay:
    """What the model knows of a stint."""

    group: UUID
    man: UUID
    status: S
    since: date
    last_step: date
    steps: int = 1


@dataclass
class Model:
    """The book as plain Python remembers it."""

    groups: dict[UUID, tuple[GroupStatus, AgeBand]] = field(default_factory=dict)
    men: dict[UUID, bool] = field(default_factory=dict)  # whether he is under 18
    stays: dict[UUID, Stay] = field(default_factory=dict)
    waiting: dict[UUID, list[UUID]] = field(default_factory=dict)
    kept: int = 0

    def counting(self, group: UUID) -> int:
        return sum(STATUS_RULES[stay.status].counts for stay in self.stays.values() if stay.group == group)

    def why_not_enrol(self, group: UUID, man: UUID, waitlist: bool, since: date) -> str:
        status, band = self.groups[group]
        same = (stay for stay in self.stays.values() if (stay.group, stay.man) == (group, man))
        if status is GroupStatus.CLOSED:
            return "group_closed"
        if since > TODAY:
            return "day_in_future"
        if self.men[man] is not (band is AgeBand.ADOLESCENTS):
            return "minor_in_adult_group" if self.men[man] else "adult_in_adolescent_group"
        if any(STATUS_RULES[stay.status].open for stay in same):
            return "already_enrolled"
        return "" if waitlist or self.counting(group) < SEATS else "group_full"

    def why_not_step(self, stay: Stay, status: S, reason: str, on: date) -> str:
        if status not in STATUS_RULES[stay.status].leads_to:
            return "status_step_unknown"
        if STATUS_RULES[status].needs_reason and not reason:
            return "reason_needed"
        if on > TODAY:
            return "day_in_future"
        if on < stay.since:
            return "day_before_stint"
        if on < stay.last_step:
            return "day_before_last_step"
        takes_a_seat = STATUS_RULES[status].counts and not STATUS_RULES[stay.status].counts
        return "group_full" if takes_a_seat and self.counting(stay.group) >= SEATS else ""


@dataclass(frozen=True)
class Deed:
    """Something she may do, and what is drawn for it."""

    do: Callable[..., None]
    drawn: dict[str, st.SearchStrategy[Any]]


DEEDS: list[Deed] = []


def deed(weight: int, **drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Something she does `weight` times as often as what weighs 1."""

    def keep(do: Callable[..., None]) -> Callable[..., None]:
        DEEDS.extend([Deed(do, drawn)] * weight)
        return do

    return keep


class CarelessUser(RuleBasedStateMachine):
    """Clicks whatever there is to click."""

    template: Path

    @initialize(counting=st.sampled_from([0, 13, 15]), waiting=st.sampled_from([0, 3]))
    def open_a_book(self, counting: int, waiting: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="careless-"))
        shutil.copytree(self.template.parent, self.folder / "book")
        path = self.folder / "book" / self.template.name
        environment = make_environment(self.folder)
        person = books.inspect(path, environment).people[0]
        self.book = books.open_with_passphrase(path, person.id, PASSPHRASE, environment).result()
        self.model = Model()
        self.numbers = 100
        self.audited = self.audit_rows()
        self.steps_before = 0
        self.form_a_group(AgeBand.ADULTS, "Los Molles")
        self.register_men(counting + waiting + 3, minor=False)
        for number in range(counting + waiting):
            self.enrol(0, number, waitlist=number >= counting, since=TODAY)

    def teardown(self) -> None:
        if hasattr(self, "book"):
            self.book.close()
            shutil.rmtree(self.folder)

    def new_id(self) -> UUID:
        self.numbers += 1
        return UUID(int=self.numbers)

    @staticmethod
    def pick(known: dict[UUID, T], which: int) -> UUID:
        return list(known)[which % len(known)] if known else NOTHING

    def audit_rows(self) -> int:
        ((count,),) = rows(self.book, "SELECT count(*) FROM audit_entries WHERE action NOT IN ('Open', 'View')")
        return int(count)

    def send(self, *commands: Command) -> str:
        """Sends a list; the code with which it was refused, or nothing."""
        try:
            self.book.submit(commands).result()
        except UserFacingError as refusal:
            code = refusal.problems[0].code if isinstance(refusal, InvalidInput) else refusal.code
            event(code)
            return code
        self.model.kept += len(commands)
        return ""

    # --- what she does ---

    @rule(data=st.data())
    def do_something(self, data: st.DataObject) -> None:
        # one rule for all deeds: rules of their own would be switched off by the dozen in each run
        deed = data.draw(st.sampled_from(DEEDS))
        deed.do(self, **{name: data.draw(values) for name, values in deed.drawn.items()})

    @deed(1, band=st.sampled_from(AgeBand), name=st.sampled_from(["Alba", "Ñandú", " "]))
    def form_a_group(self, band: AgeBand, name: str) -> None:
        key = self.new_id()
        code = self.send(FormGroup(id=key, name=name, age_band=band))
        assert code == ("" if name.strip() else "field_required")
        if not code:
            self.model.groups[key] = (GroupStatus.FORMING, band)

    @deed(2, count=st.integers(1, 6), minor=st.sampled_from([False, False, True]))
    def register_men(self, count: int, minor: bool) -> None:
        men = {self.new_id(): ficha(self.numbers, birth_date=BORN[minor]) for _ in range(count)}
        assert self.send(*(RegisterParticipant(id=key, answers=answers) for key, answers in men.items())) == ""
        self.model.men.update(dict.fromkeys(men, minor))

    @deed(1, which=ANY, stale=st.booleans())
    def rewrite_a_ficha(self, which: int, stale: bool) -> None:
        man = self.pick(self.model.men, which)
        answers = ficha(which % 400, birth_date=BORN[self.model.men[man]])
        code = self.send(ChangeParticipant(participant_id=man, revision=0 if stale else None, answers=answers))
        assert code == ("changed_meanwhile" if stale else "")

    @deed(6, group=GROUP, man=ANY, waitlist=st.booleans(), since=DAYS)
    def enrol(self, group: int, man: int, waitlist: bool, since: date) -> None:
        key, where, who = self.new_id(), self.pick(self.model.groups, group), self.pick(self.model.men, man)
        expected = self.model.why_not_enrol(where, who, waitlist, since)
        command = EnrolParticipant(id=key, group_id=where, participant_id=who, waitlist=waitlist, since=since)
        assert self.send(command) == expected
        if not expected:
            self.model.stays[key] = Stay(where, who, S.WAITING if waitlist else S.ATTENDING, since, since)
            if waitlist:
                self.model.waiting.setdefault(where, []).append(key)

    @deed(2, group=GROUP, first=ANY, count=st.integers(2, 17))
    def enrol_many_at_once(self, group: int, first: int, count: int) -> None:
        where = self.pick(self.model.groups, group)
        people = list(dict.fromkeys(self.pick(self.model.men, first + number) for number in range(count)))
        may = all(self.model.why_not_enrol(where, man, True, TODAY) == "" for man in people)
        fits = may and len(people) <= SEATS - self.model.counting(where)
        stays = {self.new_id(): Stay(where, man, S.ATTENDING, TODAY, TODAY) for man in people}
        batch = [EnrolParticipant(id=key, group_id=where, participant_id=stay.man) for key, stay in stays.items()]
        assert (self.send(*batch) == "") is fits  # all or none
        if fits:
            self.model.stays.update(stays)

    @deed(8, which=ANY, status=STATUSES, reason=st.sampled_from(["viaje", "viaje", ""]), on=DAYS)
    def change_a_status(self, which: int, status: S, reason: str, on: date) -> None:
        key = self.pick(self.model.stays, which)
        stay = self.model.stays.get(key)
        expected = self.model.why_not_step(stay, status, reason, on) if stay else "not_found"
        assert self.send(ChangeEnrolmentStatus(enrolment_id=key, status=status, reason=reason, on=on)) == expected
        if stay and not expected:
            if stay.status is S.WAITING:
                self.model.waiting[stay.group].remove(key)
            stay.status, stay.last_step = status, on
            stay.steps += 1

    @deed(3, which=ANY, place=st.integers(-1, 6))
    def move_in_the_waiting_list(self, which: int, place: int) -> None:
        key = self.pick(self.model.stays, which)
        stay = self.model.stays.get(key)
        expected = "not_found" if stay is None else "" if stay.status is S.WAITING else "not_waiting"
        assert self.send(MoveInWaitingList(enrolment_id=key, place=place)) == expected
        if stay and not expected:
            queue = self.model.waiting[stay.group]
            queue.remove(key)
            queue.insert(max(0, place - 1), key)

    @deed(1, which=GROUP, reason=st.sampled_from(["urgencia", ""]))
    def start_a_group(self, which: int, reason: str) -> None:
        group = self.pick(self.model.groups, which)
        status, band = self.model.groups[group]
        code = self.send(StartGroup(group_id=group, on=TODAY, reason=reason))
        assert code == (
            "group_not_forming" if status is not GroupStatus.FORMING else "" if reason else "start_reason_needed"
        )
        if not code:
            self.model.groups[group] = (GroupStatus.RUNNING, band)

    @deed(1, which=GROUP)
    def close_a_group(self, which: int) -> None:
        group = self.pick(self.model.groups, which)
        status, band = self.model.groups[group]
        busy = any(stay.group == group and STATUS_RULES[stay.status].open for stay in self.model.stays.values())
        code = self.send(CloseGroup(group_id=group, on=TODAY))
        assert code == ("group_not_running" if status is not GroupStatus.RUNNING else "group_has_men" if busy else "")
        if not code:
            self.model.groups[group] = (GroupStatus.CLOSED, band)

    @deed(1, which=GROUP, band=st.sampled_from(AgeBand))
    def change_a_group(self, which: int, band: AgeBand) -> None:
        group = self.pick(self.model.groups, which)
        status, before = self.model.groups[group]
        used = any(stay.group == group for stay in self.model.stays.values())
        fixed = used and band is not before
        code = self.send(ChangeGroup(group_id=group, name="Alba", age_band=band))
        assert code == ("group_closed" if status is GroupStatus.CLOSED else "age_band_fixed" if fixed else "")
        if not code:
            self.model.groups[group] = (status, band)

    @deed(1, which=ANY, command=st.sampled_from(POINTING_NOWHERE))
    def do_what_leaves_nothing(self, which: int, command: Command) -> None:
        assert self.send(FormGroup(name="Nunca"), command) == "not_found"
        group = self.pick(self.model.groups, which)
        with pytest.raises(UserFacingError, match="role_may_not_write"):
            Acting(self.book, Role.STAFF).run(ChangeGroup(group_id=group, name="Otro"))
        key = self.pick(self.model.stays, which)
        stay = self.model.stays.get(key)
        goes = stay is not None and S.COMPLETED in STATUS_RULES[stay.status].leads_to
        trial = ChangeEnrolmentStatus(enrolment_id=key, status=S.COMPLETED)
        with nullcontext() if goes else pytest.raises(UserFacingError):
            self.book.submit([trial], dry_run=True).result()

    # --- what holds whatever she does ---

    @invariant()
    def the_book_says_what_the_model_remembers(self) -> None:
        if not hasattr(self, "model"):
            return
        kept = rows(self.book, "SELECT id, group_id, participant_id, status FROM enrolments")
        assert {(UUID(bytes=i), UUID(bytes=g), UUID(bytes=p), s) for i, g, p, s in kept} == {
            (key, stay.group, stay.man, stay.status) for key, stay in self.model.stays.items()
        }
        lines = self.book.ask(Groups()).result()
        assert len(lines) == len(self.model.groups)
        for line in lines:
            group = line.group.id
            assert (line.group.status, line.group.age_band) == self.model.groups[group]
            assert line.counting == self.model.counting(group) <= SEATS
            assert line.waiting == len(self.model.waiting.get(group, []))

    @invariant()
    def who_waits_stands_in_the_order_that_was_given(self) -> None:
        if hasattr(self, "model"):
            group = next(iter(self.model.groups))
            entries = self.book.ask(Roster(group_id=group)).result()
            queue = [entry.stint.id for entry in entries if entry.stint.status is S.WAITING]
            assert queue == self.model.waiting.get(group, [])

    @invariant()
    def a_seat_is_held_by_who_counts_and_by_nobody_twice(self) -> None:
        if not hasattr(self, "model"):
            return
        held = rows(self.book, "SELECT group_id, seat, status FROM enrolments")
        for _, seat, status in held:
            assert (seat is not None) is STATUS_RULES[S(status)].counts
            assert seat is None or 1 <= seat <= SEATS
        taken = [(group, seat) for group, seat, _ in held if seat is not None]
        assert len(taken) == len(set(taken))

    @invariant()
    def history_only_grows_and_every_kept_command_left_its_row(self) -> None:
        if not hasattr(self, "model"):
            return
        ((steps,),) = rows(self.book, "SELECT count(*) FROM enrolment_events")
        assert steps == sum(stay.steps for stay in self.model.stays.values()) >= self.steps_before
        self.steps_before = steps
        assert self.audit_rows() - self.audited == self.model.kept

    @invariant()
    def nothing_points_nowhere(self) -> None:
        if hasattr(self, "model"):
            assert rows(self.book, "PRAGMA foreign_key_check") == []


@pytest.mark.directive("6.4.1")
def test_a_careless_user_never_breaks_the_book(template_books: dict[Role, Path]) -> None:
    CarelessUser.template = template_books[Role.FACILITATOR]
    few_but_long = settings(max_examples=5, stateful_step_count=120, suppress_health_check=list(HealthCheck))

    run_state_machine_as_test(CarelessUser, settings=few_but_long)
