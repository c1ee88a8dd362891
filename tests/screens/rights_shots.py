"""What a man asks about his data, and how long they are kept: none, asked, answered, proposed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from facilitador.domain.referrals import ReferralReason
from facilitador.domain.retention import RetentionKind
from facilitador.domain.rights import RightsKind, RightsOutcome
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.retention.mentions import NameMentionsScreen
from facilitador.ui.screens.retention.screen import RetentionScreen
from facilitador.ui.screens.rights.screen import RightsScreen
from facilitador.use_cases.mentions import NameMentions
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants, RegisterParticipant
from facilitador.use_cases.practices import RecordPractice
from facilitador.use_cases.referrals import OpenReferral
from facilitador.use_cases.retention import ProposePurge, SetRetention
from facilitador.use_cases.rights import AnswerRightsRequest, RegisterRightsRequest, RightsOf
from facilitador.use_cases.venues import AddVenue
from tests.books import PASSPHRASE, TODAY
from tests.screens.stage import Stage
from tests.use_cases.scenes import consented, ficha


def own_book(stage: Stage) -> None:
    """A book of its own: a man who asked twice, one who asked to be taken out, and one who asked nothing."""
    stage.unlock(stage.new_book("con-pedidos"), PASSPHRASE)
    if stage.ask(Participants()):
        return
    book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
    men = book.submit([RegisterParticipant(answers=ficha(number)) for number in (1, 2, 3)]).result().ids
    asked = [
        consented(men[0]),
        OpenReferral(
            participant_id=men[0],
            institution="Posta médica Los Molles",
            reason=ReferralReason.HEALTH,
            why="Duerme mal.",
            share=("identity",),
            consented_on=TODAY,
        ),
        RegisterRightsRequest(participant_id=men[0], kind=RightsKind.ACCESS, what="Quiere ver qué se anotó de él."),
        RegisterRightsRequest(participant_id=men[0], kind=RightsKind.REVOCATION),
        *(RegisterRightsRequest(participant_id=man, kind=RightsKind.CANCELLATION) for man in men[1:]),
        SetRetention(kind=RetentionKind.PROTECTION, years=10, basis="Acuerdo del equipo del 3 de marzo"),
    ]
    _, _, access, _, *going, _ = book.submit(asked).result().ids
    answered = [AnswerRightsRequest(request_id=one, outcome=RightsOutcome.DONE) for one in (access, *going)]
    book.submit([*answered, ProposePurge(participant_id=men[2])]).result()


def _men(stage: Stage) -> tuple[UUID, ...]:
    own_book(stage)
    return tuple(sorted(line.id for line in stage.ask(Participants())))


def of_one(stage: Stage) -> RightsScreen:
    return stage.go("rights", _men(stage)[0], RightsScreen)


def revoked(stage: Stage) -> None:
    """What is left to end once he took his consent back."""
    stage.go("participant", _men(stage)[0], ParticipantScreen)


def asked(stage: Stage) -> None:
    of_one(stage).new_button.click()


def answered(stage: Stage) -> None:
    screen = of_one(stage)
    next(card for card in screen.cards.values() if "answer" in card.buttons).buttons["answer"].click()


def waiting(stage: Stage) -> None:
    own_book(stage)
    stage.go("rights", None, RightsScreen)


def retention(stage: Stage) -> RetentionScreen:
    own_book(stage)
    return stage.go("retention", None, RetentionScreen)


def mentions(stage: Stage) -> None:
    man = _men(stage)[0]
    name = next(line.full_name for line in stage.ask(Participants()) if line.id == man)
    book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
    if not stage.ask(NameMentions(participant_id=man)).mentions:
        told = RecordPractice(title="Contar la semana", done=f"{name} lo propuso.", worked="Se animaron otros.")
        book.submit([told, AddVenue(name="Casa comunal", notes=f"La llave la tiene {name}.")]).result()
    stage.go("name_mentions", man, NameMentionsScreen)


def period(stage: Stage) -> None:
    retention(stage).buttons[RetentionKind.PROCESS].click()


def paper(kind: str) -> Callable[[Stage], None]:
    """A paper, painted."""

    def steps(stage: Stage) -> None:
        man = _men(stage)[0]
        requests = stage.ask(RightsOf(participant_id=man)).requests
        key = man if kind == "print_subject_access" else next(one.id for one in requests if one.answer is not None)
        screen = stage.go(kind, key, PrintScreen)
        stage.until_painted(screen)

    return steps


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("rights", of_one),
    ("rights-asked", asked),
    ("revocation", revoked),
    ("rights-answered", answered),
    ("rights-waiting", waiting),
    ("retention", retention),
    ("retention-period", period),
    ("name-mentions", mentions),
    ("rights-letter", paper("print_rights_letter")),
    ("subject-access", paper("print_subject_access")),
)
"""Names of pictures and the steps to each."""
