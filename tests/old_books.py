"""A small book of every version that was ever given out, kept in `tests/books/`, to prove that it can still be opened.

`python -m tests.old_books` writes the one of the current version; a version that was given out is never written again.
Its clave is `PASSPHRASE`, its keys are cheap, everybody in it is invented.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from facilitador.db import schema
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.participants import ConsentMark
from facilitador.domain.people import TrainingKind
from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.roles import Role
from facilitador.domain.venues import Condition
from facilitador.use_cases import books
from facilitador.use_cases.books import NewBook
from facilitador.use_cases.drafts import SaveDraft
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import FormGroup, StartGroup
from facilitador.use_cases.participants import RecordConsent, RegisterParticipant
from facilitador.use_cases.people import AddTeamMember, RecordTraining
from facilitador.use_cases.prints import FichaPrint
from facilitador.use_cases.requests import Command
from facilitador.use_cases.services import AddOwnField
from facilitador.use_cases.venues import AddVenue
from tests.books import PASSPHRASE, SERVICE, TODAY, make_environment

FOLDER = Path(__file__).parent / "books"
NAMES = (("Ñahui", "Álvarez", "José"), ("Quispe", "Mamani", "Wilber"), ("Tuesta", "Ushiñahua", "Abel"))
DAY = TODAY - timedelta(days=30)
GROUP, MEN = UUID(int=1), (UUID(int=11), UUID(int=12), UUID(int=13))
STINTS = (UUID(int=21), UUID(int=22), UUID(int=23))


def path_of(version: int) -> Path:
    """Where the book of a version lies."""
    return FOLDER / f"v{version}.cuaderno"


def content() -> list[Command]:
    """A group with one man who attends, one who left and came back, and one who waits."""
    person, venue = UUID(int=2), UUID(int=3)
    return [
        AddTeamMember(id=person, given_names="Elena", surnames="Apaza", profession="social_work"),
        RecordTraining(
            person_id=person,
            kind=TrainingKind.THEORETICAL,
            provider="DATPS",
            datps_assistance=True,
            held_on=DAY,
            hours=16,
        ),
        AddVenue(id=venue, name="Local comunal", conditions={Condition.NO_NOISE: True}),
        AddOwnField(label="Comunidad", kind=FieldKind.TEXT),
        FormGroup(id=GROUP, name="Los Molles", venue_id=venue, facilitator_ids=(person,), agreements=("Puntualidad.",)),
        StartGroup(group_id=GROUP, on=DAY, reason="El segundo facilitador llega en diciembre."),
        *(RegisterParticipant(id=key, answers=answers(number)) for number, key in enumerate(MEN)),
        RecordConsent(
            participant_id=MEN[0], given_on=DAY, mark=ConsentMark.FINGERPRINT, read_aloud=True, witness="Rosa Mamani"
        ),
        EnrolParticipant(id=STINTS[0], group_id=GROUP, participant_id=MEN[0], since=DAY),
        EnrolParticipant(id=STINTS[1], group_id=GROUP, participant_id=MEN[1], since=DAY),
        ChangeEnrolmentStatus(enrolment_id=STINTS[1], status=EnrolmentStatus.STOPPED, on=DAY, reason="viaje"),
        EnrolParticipant(group_id=GROUP, participant_id=MEN[1]),
        EnrolParticipant(id=STINTS[2], group_id=GROUP, participant_id=MEN[2], waitlist=True),
    ]


def answers(number: int) -> dict[str, Any]:
    """The ficha of one of the three."""
    paternal, maternal, given = NAMES[number]
    return {
        "paternal_surname": paternal,
        "maternal_surname": maternal,
        "given_names": given,
        "document_kind": "dni",
        "document_number": f"4000000{number}",
        "birth_date": date(1980, 1, 1 + number).isoformat(),
        "sentence_to_serve": "prefers_not",
        "own_comunidad": "Ccollpa",
    }


def write(path: Path) -> None:
    """Makes the book of the current version; its file must not exist."""
    with TemporaryDirectory() as app_data:
        new = NewBook(SERVICE, "Rosa", "Mamani Quispe", "psychology", Role.FACILITATOR, PASSPHRASE)
        book, _ = books.create(path, new, make_environment(Path(app_data))).result()
        book.submit(content()).result()
        book.submit([SaveDraft(form="group", content={"name": "Bor"})]).result()
        book.ask(FichaPrint(participant_id=MEN[0])).result()
        book.close()
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write(path_of(schema.VERSION))
    print(f"{path_of(schema.VERSION).name} is written; keep it with its keys once the version is given out")
