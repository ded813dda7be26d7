"""Which release of each vocabulary is loaded."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Release(Model):
    """One vocabulary as it was loaded; searching reads it again when ``loaded_at`` moves."""

    __tablename__ = "reference_release"

    vocabulary: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    rows: Mapped[int]
    loaded_at: Mapped[datetime]
