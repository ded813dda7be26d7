"""Reading weights."""

from uuid import UUID

import msgspec
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from matching.scoring.rules.criteria import Name
from matching.scoring.rules.weights import BALANCED, Preset, Weights, normalised, parts
from matching.weighting.models import Weighting
from matching.weighting.schemas import ChangeView, WeightsForm, WeightsView, WeightView


async def weights_of(session: AsyncSession, need_id: UUID) -> Weights:
    """Return the weights that count for a need now: the latest that were set, else the balanced ones."""
    row = await session.scalar(_latest(need_id).limit(1))
    return BALANCED if row is None else normalised({Name(name): part for name, part in row.parts.items()})


async def view(session: AsyncSession, need_id: UUID) -> WeightsView:
    """Describe the weights of a need, with everybody who set them, the latest first."""
    rows = list(await session.scalars(_latest(need_id)))
    who = await people.names(session, [row.by_id for row in rows])
    weights = await weights_of(session, need_id)
    return WeightsView(
        preset=rows[0].preset if rows else Preset.BALANCED,
        digest=weights.digest,
        weights=[WeightView(name=name, weight=weight) for name, weight in weights.shares.items()],
        changes=[ChangeView(by=who[row.by_id], at=row.at, preset=row.preset, digest=row.digest) for row in rows],
    )


async def form_of(session: AsyncSession, need_id: UUID) -> WeightsForm:
    """Return the weights of a need as their form shows them: as they were set, in hundredths for a preset."""
    row = await session.scalar(_latest(need_id).limit(1))
    if row is None:
        return msgspec.convert({name.value: part for name, part in parts(Preset.BALANCED).items()}, WeightsForm)
    return msgspec.convert({"preset": row.preset, **row.parts}, WeightsForm)


def _latest(need_id: UUID) -> Select[Weighting]:
    return select(Weighting).where(Weighting.need_id == need_id).order_by(Weighting.at.desc(), Weighting.id)
