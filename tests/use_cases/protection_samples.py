"""Every command and query on protection and contacts, with the sections its sender must be allowed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.domain.contacts import ContactRelation
from facilitador.domain.roles import Section
from facilitador.use_cases.contacts import (
    ChangeContact,
    ConfirmingPeople,
    ContactOpenings,
    ContactsOfOpening,
    CountersignOpening,
    OpenContacts,
    RecordContact,
    WithdrawContact,
)
from facilitador.use_cases.protection import (
    ChangeProtectionStep,
    CloseProtection,
    DescribeProtection,
    OpenProtection,
    ProtectionMatterDetails,
    ProtectionMatters,
    RecordProtectionStep,
    ReopenProtection,
)
from facilitador.use_cases.protection_prints import BlankProtectionPrint
from facilitador.use_cases.requests import Command, Query
from facilitador.use_cases.security_prints import SecurityPrint
from tests.books import TODAY

NOBODY: Final = UUID(int=0)
CONTACT: Final[dict[str, Any]] = {
    "relation": ContactRelation.PARTNER,
    "name": "Yovana",
    "phone": "987 111 222",
    "safe_way": "Llamada al celular de su hermana",
    "safe_days": "martes",
    "safe_hours": "de 10 a 11",
    "if_another_answers": "Decir que es por la campaña de vacunación.",
    "he_knew_on": TODAY,
    "he_knew_how": "Se le explicó en persona",
    "she_agreed_on": TODAY,
    "she_agreed_how": "De palabra, por teléfono",
}
SAMPLES: Final[tuple[tuple[Command, set[Section]], ...]] = tuple(
    (command, {Section.RESERVED})
    for command in (
        OpenProtection(sentence="Teme por su hermana."),
        DescribeProtection(matter_id=NOBODY, sentence="Teme por su hermana."),
        RecordProtectionStep(matter_id=NOBODY, kind="cem", next_on=TODAY),
        ChangeProtectionStep(step_id=NOBODY, kind="cem", next_on=TODAY),
        CloseProtection(matter_id=NOBODY, reason="Está a salvo."),
        ReopenProtection(matter_id=NOBODY, reason="Volvió a llamar."),
        RecordContact(participant_id=NOBODY, **CONTACT),
        ChangeContact(opening_id=NOBODY, contact_id=NOBODY, **CONTACT),
        WithdrawContact(opening_id=NOBODY, contact_id=NOBODY),
        OpenContacts(participant_id=NOBODY, reason="Acordado con ella."),
        CountersignOpening(opening_id=NOBODY),
    )
)
QUESTIONS: Final[tuple[tuple[Query[Any], Section | None], ...]] = (
    (BlankProtectionPrint(), Section.SERVICE),
    (SecurityPrint(), Section.SERVICE),
    *(
        (query, Section.RESERVED)
        for query in (
            ProtectionMatters(),
            ProtectionMatterDetails(matter_id=NOBODY),
            ContactsOfOpening(opening_id=NOBODY),
            ContactOpenings(),
            ConfirmingPeople(),
        )
    ),
)
