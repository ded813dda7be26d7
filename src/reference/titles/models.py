"""Tables of what titles are learnt from."""

from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Source(StrEnum):
    """Where a group of words comes from."""

    OCCUPATIONS = "occupations"
    SKILLS = "skills"
    OFFERS = "offers"


class WordGroup(Model):
    """Words that stand together: names of one occupation or skill (ESCO), or the keywords of one offer.

    ``family`` is the group above (the ISCO code of an occupation), empty where there is none.
    """

    __tablename__ = "word_group"

    number: Mapped[int] = mapped_column(unique=True)
    source: Mapped[Source]
    family: Mapped[str]
    labels: Mapped[list[str]]
