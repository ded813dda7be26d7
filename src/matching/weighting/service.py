"""What can happen to weights."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from employers.needs.models import Need
from kit import clock
from matching.scoring.rules.criteria import Name
from matching.scoring.rules.weights import Weights, normalised, parts
from matching.weighting.errors import NothingCounts
from matching.weighting.models import Weighting
from matching.weighting.schemas import WeightsForm


async def weigh(session: AsyncSession, adviser: Viewer, need: Need, form: WeightsForm) -> Weights:
    """Set how much each criterion counts for a need, and keep who did; what stood before stays to be read.

    A part that is not given is the preset's. Raises NothingCounts.
    """
    given = {name: getattr(form, name.value) for name in Name}
    chosen = {name: float(part) if given[name] is None else given[name] for name, part in parts(form.preset).items()}
    try:
        weights = normalised(chosen)
    except ValueError as wrong:
        raise NothingCounts from wrong
    said = {name.value: part for name, part in chosen.items()}
    session.add(
        Weighting(
            need_id=need.id,
            preset=form.preset,
            parts=said,
            digest=weights.digest,
            by_id=adviser.id,
            at=clock.now(),
        )
    )
    await session.flush()
    audit.note(session, adviser.id, "set the weights of a need", need.id, preset=form.preset.value, parts=said)
    return weights
