"""Tables of the candidates."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.people.models import Person
from kit import clock
from kit.database import Model


class Hours(StrEnum):
    """How much a candidate wants to work."""

    FULL = "full"
    PART = "part"
    EITHER = "either"


class Support(StrEnum):
    """How much support a candidate gets from the service; set by an adviser, never part of a score."""

    AUTONOMOUS = "autonomous"
    GUIDED = "guided"
    REINFORCED = "reinforced"


class Candidate(Model):
    """A person who looks for work; what was never asked is unknown, not refused: a no is kept as a no.

    ``sources`` says where each field comes from, or one thing in it ("skills:101202").
    """

    __tablename__ = "candidate"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    territory_id: Mapped[UUID] = mapped_column(ForeignKey("territory.id"), index=True)
    place_code: Mapped[str]
    radius_km: Mapped[int] = mapped_column(default=20)
    travel_minutes: Mapped[int | None]
    occupations: Mapped[list[str]] = mapped_column(default=list)
    skills: Mapped[list[str]] = mapped_column(default=list)
    skills_no: Mapped[list[str]] = mapped_column(default=list)
    experience_months: Mapped[int | None]
    contracts: Mapped[list[str]] = mapped_column(default=list)
    contracts_no: Mapped[list[str]] = mapped_column(default=list)
    hours: Mapped[Hours | None]
    available_from: Mapped[date | None]
    languages: Mapped[list[str]] = mapped_column(default=list)
    languages_no: Mapped[list[str]] = mapped_column(default=list)
    conditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    licences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sources: Mapped[dict[str, Any]] = mapped_column(default=dict)
    support: Mapped[Support] = mapped_column(default=Support.AUTONOMOUS)
    preselect: Mapped[bool] = mapped_column(default=True)
    import_key: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(lazy="raise")


class Helping(Model):
    """A helper may act for a candidate, who was told; ``comes_along``: is there at interviews too."""

    __tablename__ = "helping"
    __table_args__ = (UniqueConstraint("helper_id", "candidate_id"),)

    helper_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"))
    comes_along: Mapped[bool] = mapped_column(default=False)
