"""What can happen to a track."""

from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.needs.models import Need
from kit.upserts import insert
from matching.decisions import service as decisions
from matching.decisions.models import Act
from matching.decisions.schemas import Draft
from matching.tracks import queries
from matching.tracks.errors import AdviserDecides
from matching.tracks.models import Track
from matching.tracks.schemas import TrackForm


async def choose(session: AsyncSession, viewer: Viewer, need: Need, form: TrackForm) -> None:
    """Choose how a need is preselected. A recruiter may ask to be blind, and no more. Raises AdviserDecides."""
    before = await queries.track_of(session, need.id)
    runs = need.company.territory_id in viewer.scopes(Role.ADVISER)
    if not runs and form != TrackForm(blind=True, by_hand=before.by_hand):
        raise AdviserDecides
    chosen = {"blind": form.blind, "by_hand": form.by_hand}
    row = insert(session, Track).values(id=uuid4(), need_id=need.id, **chosen)
    await session.execute(row.on_conflict_do_update(index_elements=["need_id"], set_=chosen))
    said = " ".join(name for name, yes in chosen.items() if yes)
    await decisions.append(session, viewer.id, Draft(act=Act.HANDLED, need_id=need.id, decision=said))
    audit.note(session, viewer.id, "chose a track", need.id, blind=form.blind, by_hand=form.by_hand)
