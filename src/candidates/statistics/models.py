"""Tables of what people tell for statistics."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Sex(StrEnum):
    """Sex, as the person says it."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class AgeBand(StrEnum):
    """Age in bands, never the date of birth."""

    UNDER_26 = "under_26"
    FROM_26_TO_49 = "from_26_to_49"
    FROM_50 = "from_50"


class CandidateStatistics(Model):
    """What a candidate agreed to tell for statistics (GDPR, article 6.1.a): the row is the consent, no row is none.

    It is counted in groups of ten or more and goes with the candidate. No score, list or decision reads it.
    ``words`` is the version of the sentence that was agreed to.
    """

    __tablename__ = "candidate_statistics"

    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id", ondelete="CASCADE"), unique=True)
    sex: Mapped[Sex | None]
    age_band: Mapped[AgeBand | None]
    words: Mapped[str]
    agreed_at: Mapped[datetime]
