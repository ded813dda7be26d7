"""What goes in and out about what belongs to a campaign."""

from uuid import UUID

import msgspec

from events.planning.models import Phase
from events.planning.schemas import EventForm


class PhaseForm(msgspec.Struct, kw_only=True):
    """An event of the campaign, in a phase."""

    event_id: UUID
    phase: Phase


class PhaseEventForm(EventForm, kw_only=True):
    """A new event of the campaign, in a phase."""

    phase: Phase = Phase.INTERVIEWS


class NeedsForm(msgspec.Struct, kw_only=True):
    """Needs by themselves, and every need of whole companies."""

    company_ids: tuple[UUID, ...] = ()
    need_ids: tuple[UUID, ...] = ()


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """How many needs were put into the campaign, or taken out."""

    needs: int


class OutsideCompany(msgspec.Struct, frozen=True, kw_only=True):
    """A company with needs that belong to no campaign yet."""

    id: UUID
    name: str
    needs: int
    posts: int
