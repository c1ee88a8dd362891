"""What every screen of an open book is given: nothing global, nothing fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from facilitador.domain.roles import Section, may_write
from facilitador.ui.book_session import BookSession
from facilitador.ui.dialogs import Dialogs

if TYPE_CHECKING:
    from facilitador.domain.audit_chain import ChainReport
    from facilitador.domain.origins import Source
    from facilitador.ui.shown_codes import CodeSlot
    from facilitador.use_cases.access_keys import KeyDesk
    from facilitador.use_cases.backups import BackupDesk
    from facilitador.use_cases.contact_openings import ContactDesk
    from facilitador.use_cases.purges import PurgeDesk
    from facilitador.use_cases.rehearsals import Rehearsal


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The open book, the way to speak to the person, and the calendar on her wall.

    `now` is her local time with its zone; `new_id` gives a fresh UUIDv7, so that commands of one gesture can name what
    an earlier one makes. `change_clave(old, new)` changes her own clave, `check_clave` makes sure that it is hers;
    `keys` gives and takes access; `backups` makes copies; `codes` holds a recovery code
    that is not on paper yet; `restore` leaves the book for the page of its copies, `rehearse(stop)` tries the newest on
    the thread that calls. All are None where there is nothing worth guarding (example data). `contacts` opens what
    is reserved; `purges` tidies the file after a removal; `check_trail` reads the whole chain of the audit, a report a
    page. `source`: the other service that what the page is about belongs to; None if it is of this one.
    """

    session: BookSession
    dialogs: Dialogs
    today: Callable[[], date]
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    change_clave: Callable[[str, str], Future[None]] | None = None
    keys: KeyDesk | None = None
    backups: BackupDesk | None = None
    codes: CodeSlot | None = None
    check_clave: Callable[[str], Future[None]] | None = None
    contacts: ContactDesk | None = None
    check_trail: Callable[[], Future[list[ChainReport]]] | None = None
    restore: Callable[[], None] | None = None
    rehearse: Callable[[Callable[[], bool]], Rehearsal] | None = None
    purges: PurgeDesk | None = None
    source: Source | None = None

    def local(self, at: datetime) -> datetime:
        """A moment as the clock on her wall shows it."""
        return at.astimezone(self.now().tzinfo)

    @property
    def came_without_names(self) -> bool:
        """True if what the page is about came without names: what it does not show was not sent, and may be there."""
        return self.source is not None and not self.source.with_names

    def may_write(self, section: Section) -> bool:
        """True if who opened the book may change this part of what the page is about.

        Of what belongs to another service only its reviews are written here.
        """
        is_ours = self.source is None or section is Section.REVIEWS
        return is_ours and may_write(self.session.person.role, section)
