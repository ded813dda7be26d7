"""What goes out about jobs close to one's own."""

from uuid import UUID

import msgspec


class NearJob(msgspec.Struct, frozen=True, kw_only=True):
    """An occupation at hand ("near") or a step up ("evolution"), with the core skills that are there and missing."""

    code: str
    label: str
    nearness: str
    have: list[str]
    missing: list[str]


class MobilityView(msgspec.Struct, frozen=True, kw_only=True):
    """The jobs close to a candidate's own, those first for which most is there."""

    candidate_id: UUID
    name: str
    own: list[str]
    jobs: list[NearJob]
