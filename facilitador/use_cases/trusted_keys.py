"""Keys of people: one's own, to give away; those of other books, confirmed once by comparing the fingerprint."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from facilitador.db.queries import people as people_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries import trusted_keys as queries
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.trusted_keys import trusted_keys
from facilitador.db.transaction import Transaction
from facilitador.documents import key_cards
from facilitador.documents.blocks import Document
from facilitador.domain.changes import Change, Topic
from facilitador.domain.dates import format_date
from facilitador.domain.packages import ConfirmedBy, PublicIdentity, TrustedKey, known_by_name, trusted
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.exchange import camera_codes, identities
from facilitador.exchange.camera_codes import Modules
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.requests import Command, CommandHandler, Notice, Query, QueryHandler, Result, writes


class TrustKey(Command, kw_only=True):
    """Believe a key of another book from now on.

    `key` is the text of its `.llave`; `fingerprint` is what the person read out, typed here, in any spelling.
    """

    id: UUID | None = None
    key: str
    fingerprint: str
    how: ConfirmedBy = ConfirmedBy.PHONE


class WithdrawKey(Command, kw_only=True):
    """Believe a key no more: what it signs is refused, and nothing is sealed to it. It stays in the list."""

    key_id: UUID
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class OwnKeyCard:
    """One's own public identity, as the text of a `.llave` file and as the code that a camera reads."""

    identity: PublicIdentity
    text: str
    modules: Modules


class OwnKey(Query[OwnKeyCard], kw_only=True):
    """The key of who has the book open; refused with `package_keys_needed` after the recovery code."""


@dataclass(frozen=True, slots=True)
class TrustedKeyLine:
    """A key that was confirmed, and the name of who confirmed it."""

    key: TrustedKey
    confirmed_by: str


class TrustedKeys(Query[tuple[TrustedKeyLine, ...]], kw_only=True):
    """Every key that was ever confirmed, those in force first, each time the newest first."""


@dataclass(frozen=True, slots=True)
class KeyPreview:
    """Whose key it says it is. `another`: a key in force of somebody of that name, which is not this one."""

    identity: PublicIdentity
    another: TrustedKey | None


class PreviewKey(Query[KeyPreview], kw_only=True):
    """What a `.llave` says, before it is confirmed; refused as `TrustKey` would be, but for the fingerprint."""

    key: str


class KeyCardPrint(Query[Document], kw_only=True):
    """The card with one's own key and its fingerprint, numbered."""


def own_identity(tx: Transaction) -> PublicIdentity:
    """Who has the book open, as other books know her; refuses with `package_keys_needed`."""
    keys = tx.package_keys
    person = people_queries.person(tx, tx.actor.id)
    return PublicIdentity(
        person_id=person.id,
        name=person.full_name,
        service_name=service_queries.service(tx).name,
        book_id=service_queries.book_id(tx),
        box_key=keys.box_key,
        sign_key=keys.sign_key,
    )


def _preview(tx: Transaction, query: PreviewKey) -> KeyPreview:
    identity = identities.read(query.key)
    believed = [key for key in queries.all_trusted_keys(tx) if key.withdrawn_on is None]
    if identity.book_id == service_queries.book_id(tx):
        raise UserFacingError("key_is_own", field="key")
    if trusted(believed, identity.fingerprint) is not None:
        raise UserFacingError("key_trusted_already", field="key", name=identity.name)
    return KeyPreview(identity, known_by_name(believed, identity.name))


def _trust(tx: Transaction, command: TrustKey) -> Result:
    preview = _preview(tx, PreviewKey(key=command.key))
    identity = preview.identity
    if not identity.has_fingerprint(command.fingerprint):
        raise UserFacingError("key_fingerprint_differs", field="fingerprint", name=identity.name)
    values = {
        "person_id": identity.person_id,
        "name": identity.name,
        "service_name": identity.service_name,
        "book_id": identity.book_id,
        "box_key": identity.box_key,
        "sign_key": identity.sign_key,
        "fingerprint": identity.fingerprint,
        "confirmed_on": tx.today,
        "confirmed_by": tx.actor.id,
        "confirmed_how": command.how,
    }
    key = insert_row(tx, trusted_keys, command.id, **values, withdrawn_on=None, withdrawn_by=None)
    return Result(key, (Change(Topic.TRUSTED_KEYS, key),), tuple(values), _notices(preview))


def _notices(preview: KeyPreview) -> tuple[Notice, ...]:
    if preview.another is None:
        return ()
    day = format_date(preview.another.confirmed_on)
    return (Notice("key_name_has_another_key", {"name": preview.identity.name, "day": day}),)


def _withdraw(tx: Transaction, command: WithdrawKey) -> Result:
    key = queries.trusted_key(tx, command.key_id)
    if key.withdrawn_on is not None:
        raise UserFacingError("key_withdrawn_already", field="key_id", day=format_date(key.withdrawn_on))
    # a day before it was confirmed is a clock set back since, and the key is withdrawn all the same
    values = {"withdrawn_on": max(tx.today, key.confirmed_on), "withdrawn_by": tx.actor.id}
    update_row(tx, trusted_keys, key.id, command.revision, **values)
    return Result(key.id, (Change(Topic.TRUSTED_KEYS, key.id),), tuple(values))


def _own(tx: Transaction, query: OwnKey) -> OwnKeyCard:
    identity = own_identity(tx)
    text = identities.write(identity, tx.package_keys)
    return OwnKeyCard(identity, text, camera_codes.modules(text))


def _all(tx: Transaction, query: TrustedKeys) -> tuple[TrustedKeyLine, ...]:
    names = {person.id: person.full_name for person in people_queries.all_people(tx)}
    return tuple(TrustedKeyLine(key, names.get(key.confirmed_by, "")) for key in queries.all_trusted_keys(tx))


def _card(tx: Transaction, query: KeyCardPrint) -> Document:
    card = _own(tx, OwnKey())
    return key_cards.compose(
        key_cards.KeyCard(
            letterhead=letterhead(service_queries.service(tx)),
            number=numbered(tx, "key-card", tx.actor.id),
            person=card.identity.name,
            fingerprint_groups=tuple(card.identity.fingerprint_groups),
            modules=card.modules,
        )
    )


COMMANDS = (
    CommandHandler(TrustKey, _trust, writes(Section.SERVICE)),
    CommandHandler(WithdrawKey, _withdraw, writes(Section.SERVICE)),
)
QUERIES = (
    QueryHandler(OwnKey, _own, Section.SESSIONS),
    QueryHandler(TrustedKeys, _all, Section.SESSIONS),
    QueryHandler(PreviewKey, _preview, Section.SESSIONS),
    QueryHandler(KeyCardPrint, _card, Section.SESSIONS),
)
