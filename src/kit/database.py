"""One database; one transaction for each piece of work."""

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from kit.facts import Reactions
from kit.kept import Kept

Id = TypeVar("Id")
Sessions: TypeAlias = async_sessionmaker[AsyncSession]

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=15000",
    "PRAGMA secure_delete=ON",  # an erased person must not remain in free pages
)


# Who waits for a connection waits rather than fails; the one used last is given first: it knows its statements.
_POOL = {"pool_size": 10, "max_overflow": 10, "pool_timeout": 60, "pool_use_lifo": True}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware when it goes in, aware when it comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Store UTC; a naive moment is a mistake and raises."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give back UTC, which SQLite forgets."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Model(DeclarativeBase):
    """What every table has."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: UtcDateTime(),
        list[str]: JSON,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
        # Left alone, SQLAlchemy would store the names of enum members, not their values.
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=40,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


def padded(ids: Iterable[Any]) -> list[Any]:
    """Return ids in order, the last one repeated up to a power of two: a few prepared statements serve all."""
    wanted = sorted(set(ids))
    return wanted + wanted[-1:] * ((1 << (len(wanted) - 1).bit_length()) - len(wanted)) if wanted else []


def batched(ids: Iterable[Id], size: int = 1000) -> Iterator[list[Id]]:
    """Return ids in portions that one statement may name: drivers count their parameters."""
    listed = list(ids)
    return (listed[start : start + size] for start in range(0, len(listed), size))


def engine(url: str, **options: Any) -> AsyncEngine:
    """Open the database; SQLite gets a writer's lock at the start of a writing transaction."""
    opened = create_async_engine(url, **(_POOL | options))
    if opened.dialect.name == "sqlite":
        event.listen(opened.sync_engine, "connect", _prepare)
        event.listen(opened.sync_engine, "begin", _begin)
    return opened


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Any) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))


@event.listens_for(Session, "after_begin")
def _note_begin(session: Session, _: Any, __: Any) -> None:
    session.info["began"] = time.monotonic()


def session_factory(opened: AsyncEngine, reactions: Reactions) -> Sessions:
    """Sessions keep their rows readable after the commit: pages are rendered then."""
    return async_sessionmaker(opened, expire_on_commit=False, info={"reactions": reactions, "kept": Kept()})


def apart(sessions: Sessions, connections: int) -> Sessions:
    """Return sessions on the same database with a few connections of their own, for work that must not wait."""
    own = engine(sessions.kw["bind"].url, pool_size=connections, max_overflow=0)
    return async_sessionmaker(own, expire_on_commit=False, info=sessions.kw["info"])


def reading(sessions: Sessions) -> Sessions:
    """Return sessions for work that only reads: on SQLite they wait for no writer."""
    bound = sessions.kw["bind"].execution_options(begin="BEGIN")
    return async_sessionmaker(bound, expire_on_commit=False, info=sessions.kw["info"])
