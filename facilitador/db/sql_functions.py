"""SQL that SQLite and PostgreSQL spell differently, under one name each."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class month_of(GenericFunction[str]):  # noqa: N801 - a function of SQL
    """The month of a day or instant as `2026-11`."""

    type = sa.String()
    inherit_cache = True


@compiles(month_of)
def _month(element: month_of, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)}, 'YYYY-MM')"


@compiles(month_of, "sqlite")
def _month_in_text(element: month_of, compiler: Any, **options: Any) -> str:
    # days and instants lie there as ISO texts
    return f"substr({compiler.process(element.clauses, **options)}, 1, 7)"


def has_word(text: sa.ColumnElement[str], rough: Any, exact: Any) -> sa.ColumnElement[bool]:
    """Whether a text holds letters that fit `exact` (`*[qQ][uúUÚ]…*`); `rough`, a LIKE pattern, fits where they do.

    LIKE takes no heed of capitals here and skips quickly to a letter, GLOB tells apart what is left. PostgreSQL needs
    but one regular expression.
    """
    return sa.and_(text.bool_op("LIKE")(rough), text.bool_op("GLOB")(exact))


class not_looked_up(GenericFunction[Any]):  # noqa: N801 - a function of SQL
    """The column, for no index to be searched by it: where there is a better one to search by."""

    inherit_cache = True

    def __init__(self, column: sa.ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(not_looked_up)
def _not_looked_up(element: not_looked_up, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)})"


@compiles(not_looked_up, "sqlite")
def _without_index(element: not_looked_up, compiler: Any, **options: Any) -> str:
    return f"+({compiler.process(element.clauses, **options)})"


def place_in_file(table: sa.Table) -> sa.ColumnElement[int]:
    """Where a row lies among those of its table, from 1 up: reading along it, nothing is looked up by a key."""
    return sa.literal_column(f"{table.name}.rowid", sa.Integer)


def texts_in(column: sa.ColumnElement[Any]) -> sa.TableValuedAlias:
    """The texts of a JSON list as rows, in the column `value`."""
    return sa.func.json_each(column).table_valued("value")


def read_once(statement: sa.Select[Any], name: str) -> sa.CTE:
    """A part of a statement that is worked out once, wherever it is used.

    Left to itself a database may work it out anew for every row that it is compared with.
    """
    return statement.cte(name).prefix_with("MATERIALIZED")
