"""Tables of the places."""

from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Place(Model):
    """A commune, or a district of Paris, Lyon or Marseille; degrees of WGS 84."""

    __tablename__ = "place"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    department: Mapped[str] = mapped_column(index=True)
    postcodes: Mapped[list[str]]
    latitude: Mapped[float]
    longitude: Mapped[float]
    population: Mapped[int]
