"""Tables of the occupations."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Nearness(StrEnum):
    """How a second occupation stands to a first: at hand, or a step up."""

    NEAR = "near"
    EVOLUTION = "evolution"


class Occupation(Model):
    """An occupation: what several titles name."""

    __tablename__ = "occupation"

    code: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    label_en: Mapped[str | None]
    parent_code: Mapped[str] = mapped_column(index=True)


class Title(Model):
    """A name under which people know an occupation."""

    __tablename__ = "occupation_title"

    occupation_code: Mapped[str] = mapped_column(index=True)
    label: Mapped[str]


class Skill(Model):
    """Something a person can do or know."""

    __tablename__ = "skill"

    code: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    label_en: Mapped[str | None]


class OccupationSkill(Model):
    """A skill that an occupation asks for; core ones first."""

    __tablename__ = "occupation_skill"
    __table_args__ = (UniqueConstraint("occupation_code", "skill_code"),)

    occupation_code: Mapped[str]
    skill_code: Mapped[str]
    core: Mapped[bool]


class OccupationLink(Model):
    """Mobility between two occupations, as the register states it."""

    __tablename__ = "occupation_link"
    __table_args__ = (UniqueConstraint("source_code", "target_code"),)

    source_code: Mapped[str]
    target_code: Mapped[str]
    nearness: Mapped[Nearness]
