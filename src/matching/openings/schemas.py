"""What goes in and out about openings."""

from typing import Annotated
from uuid import UUID

import msgspec

from candidates.profiles.schemas import CandidateCard
from employers.needs.schemas import NeedCard
from kit.paging import Page
from matching.shortlists.models import Decision
from matching.shortlists.schemas import CriterionView


class KeepForm(msgspec.Struct, kw_only=True):
    """Put the candidate on the list of a need by hand, as kept, with the reason."""

    event_id: UUID
    need_id: UUID
    reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """A need at a coming event, scored for one candidate as on its own list; what was decided, if anything."""

    event_id: UUID
    event: str
    need: NeedCard
    score: float
    criteria: list[CriterionView]
    match_id: UUID | None
    decision: Decision | None
    proposal: str | None


class Openings(msgspec.Struct, frozen=True, kw_only=True):
    """The needs of coming events that fit a candidate's occupations, best first."""

    candidate: CandidateCard
    preselect: bool
    openings: Page[Opening]
