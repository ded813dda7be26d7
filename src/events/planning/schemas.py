"""What goes in and out about events."""

from datetime import datetime
from typing import Annotated

import msgspec

from events.planning.models import EventFormat, EventStatus

Long = Annotated[str, msgspec.Meta(max_length=4000)]
Seats = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class EventForm(msgspec.Struct, kw_only=True):
    """An event; its hours are those of its own time zone, written without an offset."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=300, examples=["Ouverture du centre commercial"])]
    format: EventFormat = EventFormat.ON_SITE
    starts_at: Annotated[datetime, msgspec.Meta(tz=False, examples=["2027-03-10T09:00:00"])]
    ends_at: Annotated[datetime, msgspec.Meta(tz=False, examples=["2027-03-11T18:00:00"])]
    timezone: str = "Europe/Paris"
    place: Annotated[str, msgspec.Meta(max_length=120)] = ""
    address: Annotated[str, msgspec.Meta(max_length=300)] = ""
    description: Long = ""
    audience: Annotated[str, msgspec.Meta(max_length=300)] = ""
    to_bring: Annotated[str, msgspec.Meta(max_length=300)] = ""
    preparation_url: Annotated[str, msgspec.Meta(pattern=r"^(https?://\S+)?$", max_length=300)] = ""
    seats_on_site: Seats = 100
    seats_online: Seats = 0


class TemplateForm(msgspec.Struct, kw_only=True):
    """Offer an event to the territory's advisers as a beginning for others, or no more."""

    template: bool


class EventStepForm(msgspec.Struct, kw_only=True):
    """Publish, close or cancel."""

    status: EventStatus
