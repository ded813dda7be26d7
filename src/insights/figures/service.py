"""What can happen to the links to a campaign's figures."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from events.campaigns.models import Campaign
from insights.figures.errors import ExpiresTooSoonOrLate
from insights.figures.models import FiguresLink
from insights.figures.schemas import LinkForm, LinkMade
from kit import clock, settings, tokens
from kit.errors import NotFound

LONGEST = timedelta(days=366)


async def make(session: AsyncSession, adviser: Viewer, campaign: Campaign, form: LinkForm) -> LinkMade:
    """Make a secret address of a campaign's figures, shown this once. Raises ExpiresTooSoonOrLate."""
    if not clock.today() <= form.expires_on <= clock.today() + LONGEST:
        raise ExpiresTooSoonOrLate
    token = tokens.fresh()
    link = FiguresLink(
        campaign_id=campaign.id,
        token_hash=tokens.hashed(token),
        given_to=form.given_to.strip(),
        made_by_id=adviser.id,
        expires_on=form.expires_on,
    )
    session.add(link)
    await session.flush()
    audit.note(session, adviser.id, "shared a campaign's figures", campaign.id, link=str(link.id))
    return LinkMade(id=link.id, address=f"{settings.current().public_url}/figures/{token}")


async def end(session: AsyncSession, adviser: Viewer, campaign: Campaign, link_id: UUID) -> None:
    """End a link at once; twice changes nothing."""
    ended = update(FiguresLink).where(
        FiguresLink.id == link_id, FiguresLink.campaign_id == campaign.id, FiguresLink.ended_at.is_(None)
    )
    if await session.scalar(ended.values(ended_at=clock.now()).returning(FiguresLink.id)):
        audit.note(session, adviser.id, "ended a link to a campaign's figures", campaign.id, link=str(link_id))


async def open_(session: AsyncSession, token: str) -> Campaign:
    """Return the campaign whose figures a link opens, and note that it was opened.

    The note is the first statement of the request: on SQLite a transaction that read before could not
    write any more. Raises NotFound for a link that is wrong, over or ended.
    """
    good = (FiguresLink.token_hash == tokens.hashed(token), FiguresLink.ended_at.is_(None))
    opened = update(FiguresLink).where(*good, FiguresLink.expires_on >= clock.today())
    noted = opened.values(opened_at=clock.now(), opened=FiguresLink.opened + 1)
    campaign_id = await session.scalar(noted.returning(FiguresLink.campaign_id))
    if campaign_id is None:
        raise NotFound
    return await session.get_one(Campaign, campaign_id)
