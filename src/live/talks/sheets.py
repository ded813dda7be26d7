"""The pages that both sides of a talk look at, and what a recruiter reads of a candidate."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs import queries as needs
from employers.needs.models import Need
from employers.needs.schemas import NeedCard
from events.planning.models import Event
from kit.errors import NotFound
from kit.i18n import day, gettext, number
from live.talks.models import Talk
from live.talks.rules import is_personal, need_shown
from live.talks.schemas import CandidateSheet, Part, Shown
from matching.decisions.rules.replay import plain
from matching.scoring.rules.words import Reader
from matching.shortlists import making
from matching.shortlists import queries as shortlists
from matching.shortlists.models import Match
from reference.labels import label
from reference.places import queries as places


async def sheet(session: AsyncSession, event: Event, asked: list[NeedCard], candidate: Candidate) -> CandidateSheet:
    """Return what a recruiter reads of a candidate: jobs, town, languages, and the reasons of the best match.

    Reasons only for who agreed to be preselected; the score and the level of support are not among it.
    """
    [card] = await candidates.cards(session, [candidate])
    need, match = await _match(session, event, asked, candidate) if candidate.preselect else (None, None)
    said = await shortlists.explain(session, [match], Reader.RECRUITER) if match else {}
    return CandidateSheet(
        occupations=card.occupations,
        place=card.place,
        languages=[label(code) for code in candidate.languages],
        need=next((one for one in asked if need and one.id == need.id), None),
        reasons=said[match.id] if match else [],
    )


async def _match(
    session: AsyncSession, event: Event, asked: list[NeedCard], candidate: Candidate
) -> tuple[Need | None, Match | None]:
    """Return the need of a stand that fits a candidate best, and the reasons: those kept, else those of now."""
    ids = [one.id for one in asked]
    rows = select(Match).where(Match.event_id == event.id, Match.candidate_id == candidate.id, Match.need_id.in_(ids))
    kept = await session.scalar(rows.order_by(Match.score.desc(), Match.id).limit(1))
    if kept:
        return await session.get_one(Need, kept.need_id), kept
    best: tuple[Need | None, Match | None] = (None, None)
    for need in await session.scalars(select(Need).where(Need.id.in_(ids)).order_by(Need.id)):
        [asking] = await shortlists.asking_of(session, [need])
        for one in await making.scored(session, need, asking, [candidate]):
            if best[1] is None or one.score.total > best[1].score:
                best = need, Match(id=uuid4(), criteria=plain(one.score), score=one.score.total)
    return best


async def shown(
    session: AsyncSession,
    viewer: Viewer,
    candidate: Candidate,
    event: Event,
    talk: Talk,
    names: Mapping[UUID, str],
) -> Shown | None:
    """Return the page that both look at; what is personal without its parts until the candidate consents."""
    if not talk.showing:
        return None
    hidden = is_personal(talk.showing) and talk.consented_at is None
    title, parts = await _page(session, viewer, candidate, event, talk.showing)
    return Shown(
        showing=talk.showing,
        title=title,
        parts=[] if hidden else parts,
        by=names.get(talk.shown_by_id, "") if talk.shown_by_id else "",
        mine=talk.shown_by_id == viewer.id,
        hidden=hidden,
    )


async def _page(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, event: Event, showing: str
) -> tuple[str, list[Part]]:
    need_id = need_shown(showing)
    if need_id:
        return await _need(session, viewer, need_id)
    if showing == "profile":
        return gettext("Profile"), await _profile(session, candidate)
    return gettext("The way"), await _route(session, candidate, event)


async def _need(session: AsyncSession, viewer: Viewer, need_id: UUID) -> tuple[str, list[Part]]:
    need = await session.scalar(select(Need).where(Need.id == need_id).options(joinedload(Need.company)))
    if need is None:
        raise NotFound
    view = await needs.view(session, viewer, need)
    hours = gettext("%(hours)s hours a week") % {"hours": number(view.hours)} if view.hours else ""
    paid = " – ".join(number(one) for one in (view.pay_from, view.pay_to) if one is not None)
    pay = f"{paid} € {label(view.pay_period.value)}" if paid else ""
    return view.card.title, [
        _part("job", gettext("The job"), label(view.card.contract.value), hours, pay, view.card.place),
        _part("skills", gettext("Skills"), *view.skills_required, *view.skills_wished),
        _part("conditions", gettext("Conditions"), *(label(one.value) for one in view.conditions)),
        _part("description", gettext("Description"), *view.description.splitlines()),
    ]


async def _profile(session: AsyncSession, candidate: Candidate) -> list[Part]:
    shown = await candidates.view(session, candidate)
    months = shown.experience_months
    return [
        _part("jobs", gettext("Jobs"), *shown.card.occupations),
        _part("experience", gettext("Experience"), gettext("%(months)s months") % {"months": months} if months else ""),
        _part("skills", gettext("Skills"), *shown.skills),
        _part("languages", gettext("Languages"), *(label(code) for code in shown.languages)),
        _part("licences", gettext("Licences"), *(label(one.value) for one in shown.licences_yes)),
        _part("free", gettext("Available from"), day(shown.available_from) if shown.available_from else ""),
    ]


async def _route(session: AsyncSession, candidate: Candidate, event: Event) -> list[Part]:
    names = await places.names(session, [code for code in (candidate.place_code, event.place_code) if code])
    to = ", ".join(filter(None, (event.address, names.get(event.place_code or "", ""))))
    return [
        _part("from", gettext("From"), names.get(candidate.place_code, "")),
        _part("to", gettext("To"), to),
    ]


def _part(name: str, title: str, *lines: str) -> Part:
    return Part(name=name, title=title, lines=[line for line in lines if line])
