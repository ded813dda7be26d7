"""Inserts that mind the row that is there already, in the words of the database in use."""

from typing import TypeAlias

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from kit.database import Model

Insert: TypeAlias = postgresql.Insert | sqlite.Insert


def insert(session: AsyncSession, table: type[Model]) -> Insert:
    """Begin an insert that can say ``on_conflict_do_nothing`` or ``on_conflict_do_update``."""
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
