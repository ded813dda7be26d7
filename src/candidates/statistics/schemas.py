"""What goes in and out about statistics."""

from datetime import datetime

import msgspec

from candidates.statistics.models import AgeBand, Sex


class StatisticsForm(msgspec.Struct, kw_only=True):
    """What a candidate agrees to tell, each answer or none; without ``agreed`` nothing is kept."""

    agreed: bool = False
    sex: Sex | None = None
    age_band: AgeBand | None = None


class StatisticsView(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept for statistics, and the sentence that is asked; ``agreed_at`` is None where nothing is kept."""

    question: str
    words: str
    agreed_at: datetime | None = None
    sex: Sex | None = None
    age_band: AgeBand | None = None
