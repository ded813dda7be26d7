"""What goes out about capacity and demand."""

from uuid import UUID

import msgspec

from interviews.requests.schemas import RequestView, Suggestion


class CompanyCapacity(msgspec.Struct, frozen=True, kw_only=True):
    """A company: interviews it still needs, times open at its stands, what is missing, and who may still book.

    ``runs_out``: more people were written to and may still book than times are open.
    """

    company_id: UUID
    company: str
    posts_left: int
    wanted: int
    open_slots: int
    missing: int
    waiting: int
    runs_out: bool
    suggestion: Suggestion | None = None
    asked: list[RequestView] = []


class OccupationCapacity(msgspec.Struct, frozen=True, kw_only=True):
    """An occupation: posts left and interviews missing."""

    occupation: str
    posts_left: int
    missing: int


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign: ``needed`` interviews in all are those over, those booked and those still wanted."""

    campaign_id: UUID
    campaign: str
    posts: int
    hired: int
    rate: float
    over: int
    needed: int
    booked: int
    open_slots: int
    missing: int
    waiting: int
    occupations: list[OccupationCapacity]
    companies: list[CompanyCapacity]

    @property
    def running_out(self) -> list[CompanyCapacity]:
        """Return the companies at which invitations run out of times."""
        return [company for company in self.companies if company.runs_out]
