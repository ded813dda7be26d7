"""Reading what each criterion of a need weighs and removes."""

from sqlalchemy.ext.asyncio import AsyncSession

from employers.needs import queries as needs
from employers.needs.models import Need
from events.planning.models import Event
from kit import i18n
from kit.i18n import ngettext
from matching.scoring.rules.relaxing import WhatIf, what_if
from matching.shortlists import service as shortlists
from matching.tuning.schemas import TuningView
from matching.weighting import queries as weighting
from reference.labels import label

MUCH = 0.5


async def removed(session: AsyncSession, event: Event, need: Need) -> WhatIf:
    """Return what each criterion removes from a need's pool: those the shortlist is ranked from."""
    return what_if(score.criteria for _, score in await shortlists.rank(session, event, need))


async def view(session: AsyncSession, event: Event, need: Need) -> TuningView:
    """Describe the weights of a need and whom its criteria remove."""
    [card] = await needs.cards(session, [need])
    found = await removed(session, event, need)
    return TuningView(
        event_id=event.id,
        event=event.title,
        need=card,
        weights=await weighting.view(session, need.id),
        what_if=found,
        warning=warning(found),
    )


def warning(found: WhatIf) -> str:
    """Say which criteria remove half of a pool or more, in the reader's language; nothing where none do."""
    if not found.pool or found.cut / found.pool < MUCH:
        return ""
    said = ngettext(
        "%(num)s criterion cuts %(share)s %% of the pool: %(names)s. Relax?",
        "%(num)s criteria cut %(share)s %% of the pool: %(names)s. Relax?",
        len(found.together),
    )
    share = round(100 * found.cut / found.pool)
    names = i18n.listed([label(name.value) for name in found.together])
    return said % {"num": len(found.together), "share": share, "names": names}
