"""Two books that send each other packages: a service that works, and whoever supervises it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from facilitador.db.tables.base import metadata
from facilitador.domain.packages import Package, PackageRows, TableRows
from facilitador.domain.taken_packages import PackagePreview
from facilitador.exchange.packages import open_package, seal
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import PreviewPackage, TakeIn, receiver
from facilitador.use_cases.package_sending import Pack, Packed, PackWish
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.trusted_keys import OwnKey, TrustKey

T = TypeVar("T")


@dataclass(frozen=True)
class Pair:
    """`home` works with the groups, `there` takes them in; each trusts the other's key."""

    home: OpenBook
    there: OpenBook

    def sent(self, *group_ids: UUID, with_names: bool = True, later: int = 0) -> bytes:
        """A package of these groups from home, as of so many minutes after the tests' moment."""
        recipients = (self.there.ask(OwnKey()).result().identity.fingerprint,)
        wish = PackWish(
            group_ids=group_ids, recipients=recipients, purpose="Supervisión de noviembre", with_names=with_names
        )
        packed: Packed = self.home.ask(Pack(wish=wish)).result()
        return self.again(packed.content, later=later) if later else packed.content

    def opened(self, content: bytes) -> Package:
        """What a package holds."""
        package: Package = looked(self.there, lambda tx: open_package(content, receiver(tx)))
        return package

    def again(self, content: bytes, *, later: int = 0, rows: PackageRows | None = None, **manifest: Any) -> bytes:
        """The same sealed anew by the same sender: with other rows, or as of so many minutes later."""
        package = self.opened(content)
        made_at = package.manifest.made_at + timedelta(minutes=later)
        told = replace(package.manifest, made_at=made_at, counts={}, hashes={}, **manifest)
        to = [self.there.ask(OwnKey()).result().identity]
        return seal(told, package.rows if rows is None else rows, to, self.home.package_keys)

    def preview(self, content: bytes, **given: Any) -> PackagePreview:
        """What taking it in would do."""
        return self.there.ask(PreviewPackage(content=content, **given)).result()

    def take(self, content: bytes, **given: Any) -> Outcome:
        """It is taken in."""
        return self.there.submit([TakeIn(content=content, **given)]).result()


def acquainted(home: OpenBook, there: OpenBook) -> Pair:
    """Two open books whose people confirmed each other's keys."""
    for one, other in ((home, there), (there, home)):
        card = other.ask(OwnKey()).result()
        one.submit([TrustKey(key=card.text, fingerprint=card.identity.fingerprint)]).result()
    return Pair(home, there)


def looked(book: OpenBook, look: Any) -> Any:
    """What is read in a transaction of the book."""
    return book.with_book(lambda _, runner: runner.look(look)).result()


def whole(book: OpenBook, *, without: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the file; but not of the trail, which tells each act."""
    left_out = {"audit_entries", *without}

    def read(file: Any, _: object) -> dict[str, list[tuple[Any, ...]]]:
        return {
            table.name: sorted(file.driver_connection.execute(f'SELECT * FROM "{table.name}"').fetchall(), key=repr)
            for table in metadata.sorted_tables
            if table.name not in left_out
        }

    return book.with_book(read).result()


NOTED = ("packages", "package_roots", "package_rows")
"""What a book keeps of packages themselves: when each came, which tells in what order they did."""


def changed(package: PackageRows, table: str, column: str, value: Any, place: int = 0) -> PackageRows:
    """The rows with one value of one row put in place of another."""
    held = package[table]
    spot = held.columns.index(column)
    rows = [list(row) for row in held.rows]
    rows[place][spot] = value
    return {**package, table: TableRows(held.columns, tuple(map(tuple, rows)))}
