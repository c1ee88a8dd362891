"""An open book in memory with a thread of its own: the same contract as the real one, without file or rules."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from facilitador.domain.changes import Change, Topic
from facilitador.domain.roles import Role
from facilitador.use_cases.pieces import Step


@dataclass(frozen=True)
class FakePerson:
    id: UUID = field(default_factory=lambda: UUID(int=1))
    full_name: str = "Rosa Quispe Mamani"
    role: Role = Role.FACILITATOR


@dataclass(frozen=True)
class FakeOutcome:
    changes: frozenset[Change]


@dataclass(frozen=True)
class Rename:
    """A command of the fake book."""

    name: str


@dataclass(frozen=True)
class Names:
    """A query of the fake book."""


@dataclass
class FakeBook:
    """`gate` holds up whatever comes next until it is set; `refuse` is raised by the next command."""

    title: str = "CEM y Familia Huamanga"
    demo: bool = False
    read_only: bool = False
    person: FakePerson = field(default_factory=FakePerson)
    names: list[str] = field(default_factory=list)
    closed: bool = False
    refuse: Exception | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "fake-book"))

    def __post_init__(self) -> None:
        self.gate.set()

    def submit(self, commands: Sequence[Any], *, initiator: str = "") -> Future[Any]:
        return self._do(lambda: self._carry_out(commands))

    def ask(self, query: Any, *, again: bool = False, told: Callable[[Any], object] = lambda step: None) -> Future[Any]:
        def answer() -> Any:
            for number in range(len(self.names)):
                told(Step(number, len(self.names)))
            return tuple(self.names)

        return self._do(answer)

    def close(self) -> None:
        self._thread.shutdown(wait=True)
        self.closed = True

    def _do(self, job: Callable[[], Any]) -> Future[Any]:
        assert not self.closed, "the book is closed"

        def work() -> Any:
            assert self.gate.wait(10)
            return job()

        return self._thread.submit(work)

    def _carry_out(self, commands: Sequence[Rename]) -> FakeOutcome:
        if self.refuse is not None:
            raise self.refuse
        self.names += [command.name for command in commands]
        return FakeOutcome(frozenset({Change(Topic.GROUPS, UUID(int=7))}))
