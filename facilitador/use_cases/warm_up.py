"""Done while a person types her clave: what home asks is asked once of an invented book, so that hers answers at once.

Most of the first answer is no work on her book: statements are compiled, and whatever is made at its first use is made.
"""

from __future__ import annotations

from typing import Any, Final

from facilitador.db.tables.records import insert_chain
from facilitador.db.tables.services import insert_book
from facilitador.db.transaction import Actor, Circumstances, Transactions
from facilitador.db.warm_up import book_in_memory
from facilitador.domain.audit_chain import KEY_BYTES
from facilitador.domain.origins import OWN
from facilitador.domain.roles import Role
from facilitador.use_cases.access import SecondAccessWanted
from facilitador.use_cases.backups import LastSecondCopy
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.directory import EmergencyDirectory
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.elsewhere import ElsewhereView
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.foreign_pages import ForeignPages
from facilitador.use_cases.groups import FirstGroups, FormGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.requests import Query
from facilitador.use_cases.runner import Runner
from facilitador.use_cases.services import DescribeService

FIRST_ASKED: Final[tuple[Query[Any], ...]] = (
    EmergencyDirectory(),
    ForeignPages(),
    FirstGroups(first=1, origin=OWN),
    OwnDrafts(),
    SecondAccessWanted(),
    LastSecondCopy(),
    ElsewhereView(),
    Home(),
)
"""What is asked between the clave and home."""


def warm_up(circumstances: Circumstances) -> None:
    """Ask all of `FIRST_ASKED` once; nothing is read or written but in memory."""
    person, group, man = (circumstances.new_id() for _ in range(3))
    with book_in_memory() as begin:
        transactions = Transactions(begin, Actor(person, Role.FACILITATOR), circumstances)
        with transactions.open() as tx:
            insert_book(tx, demo=False, audit_key=bytes(KEY_BYTES))
            insert_chain(tx, bytes(KEY_BYTES))
        runner = Runner(transactions, COMMANDS, QUERIES)
        runner.run(
            [
                DescribeService(name="Servicio"),
                AddPersonWithAccess(id=person, given_names="Ana", surnames="Molle", role=Role.FACILITATOR),
                FormGroup(id=group, name="Grupo"),
                RegisterParticipant(id=man, answers={"paternal_surname": "Aliso", "given_names": "Juan"}),
                EnrolParticipant(group_id=group, participant_id=man, since=circumstances.today()),
            ]
        )
        for query in FIRST_ASKED:
            runner.ask(query)
