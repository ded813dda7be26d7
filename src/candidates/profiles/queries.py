"""Reading candidates, each through the door of who asks."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate, Helping
from candidates.profiles.schemas import LEAVE, CandidateCard, CandidateView, HelperView, ProfileForm
from kit import tokens
from kit.errors import NotFound
from kit.paging import Page, page
from reference.occupations import queries as occupations
from reference.places import queries as places
from reference.terms import Condition, Contract, Licence, Source


def theirs(viewer: Viewer) -> ColumnElement[bool]:
    """Which candidates a person may see: oneself, those one helps, those of one's territory."""
    helped = select(Helping.candidate_id).where(Helping.helper_id == viewer.id)
    return or_(
        Candidate.person_id == viewer.id if viewer.has(Role.CANDIDATE) else Candidate.id.in_(()),
        Candidate.id.in_(helped) if viewer.has(Role.HELPER) else Candidate.id.in_(()),
        Candidate.territory_id.in_(viewer.scopes(Role.ADVISER)),
    )


async def candidate_of(session: AsyncSession, viewer: Viewer, candidate_id: UUID) -> Candidate:
    """Return a candidate for whom this person may act; raises NotFound for any other."""
    candidate = await session.scalar(
        select(Candidate).where(Candidate.id == candidate_id, theirs(viewer)).options(joinedload(Candidate.person))
    )
    if candidate is None:
        raise NotFound
    return candidate


async def helpers(session: AsyncSession, candidate: Candidate) -> list[HelperView]:
    """Return who may act for a candidate, by name."""
    rows = select(Person.id, Person.name, Helping.comes_along).join(Helping, Helping.helper_id == Person.id)
    found = await session.execute(rows.where(Helping.candidate_id == candidate.id).order_by(Person.name, Person.id))
    return [HelperView(id=id_, name=name, comes_along=along) for id_, name, along in found]


async def leaving(session: AsyncSession, token: str) -> Candidate:
    """Return the candidate whose letter has this link; raises NotFound for any other."""
    candidate_id = tokens.verified(LEAVE, token)
    candidate = await session.get(Candidate, candidate_id) if candidate_id else None
    if candidate is None:
        raise NotFound
    return candidate


async def whom(session: AsyncSession, viewer: Viewer, candidate_id: UUID | None) -> Candidate:
    """Return the candidate named, else oneself; raises NotFound for nobody one may act for."""
    wanted = candidate_id or viewer.candidate_id
    if wanted is None:
        raise NotFound
    return await candidate_of(session, viewer, wanted)


async def candidates_of(session: AsyncSession, viewer: Viewer, number: int = 1, typed: str = "") -> Page[CandidateCard]:
    """Return a page of the candidates for whom this person may act, by name."""
    rows = (
        select(Candidate)
        .join(Person, Person.id == Candidate.person_id)
        .where(theirs(viewer))
        .options(joinedload(Candidate.person))
        .order_by(Person.name, Candidate.id)
    )
    if typed:
        rows = rows.where(Person.name.icontains(typed, autoescape=True))
    found = await page(session, rows, number)
    return Page(rows=await cards(session, found.rows), number=found.number, total=found.total)


async def with_person(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Candidate]:
    """Return these candidates with their persons; whoever calls has checked who asks."""
    found = await session.scalars(
        select(Candidate).where(Candidate.id.in_(set(ids))).options(joinedload(Candidate.person))
    )
    return {candidate.id: candidate for candidate in found}


async def cards(session: AsyncSession, candidates: Iterable[Candidate]) -> list[CandidateCard]:
    """Describe candidates for a list."""
    listed = list(candidates)
    labels = await occupations.names(session, [code for c in listed for code in c.occupations])
    communes = await places.names(session, [candidate.place_code for candidate in listed])
    return [
        CandidateCard(
            id=candidate.id,
            name=candidate.person.name,
            place=communes.get(candidate.place_code, ""),
            occupations=[labels.get(code, code) for code in candidate.occupations],
            has_email=candidate.person.email is not None,
        )
        for candidate in listed
    ]


async def view(session: AsyncSession, candidate: Candidate) -> CandidateView:
    """Describe a candidate whole, for those who may act for them."""
    [card] = await cards(session, [candidate])
    skills = await occupations.skill_names(session, [*candidate.skills, *candidate.skills_no])
    return CandidateView(
        card=card,
        email=candidate.person.email,
        phone=candidate.person.phone,
        radius_km=candidate.radius_km,
        travel_minutes=candidate.travel_minutes,
        experience_months=candidate.experience_months,
        skills=[skills.get(code, code) for code in candidate.skills],
        skills_no=[skills.get(code, code) for code in candidate.skills_no],
        contracts=[Contract(value) for value in candidate.contracts],
        contracts_no=[Contract(value) for value in candidate.contracts_no],
        hours=candidate.hours,
        available_from=candidate.available_from,
        languages=candidate.languages,
        languages_no=candidate.languages_no,
        licences_yes=[Licence(name) for name, yes in candidate.licences.items() if yes],
        licences_no=[Licence(name) for name, yes in candidate.licences.items() if not yes],
        conditions_yes=[Condition(name) for name, yes in candidate.conditions.items() if yes],
        conditions_no=[Condition(name) for name, yes in candidate.conditions.items() if not yes],
        preselect=candidate.preselect,
        sources={field: Source(source) for field, source in candidate.sources.items()},
        support=candidate.support,
    )


async def form_of(session: AsyncSession, candidate: Candidate) -> ProfileForm:
    """Return a profile as its form shows it."""
    labels = await occupations.names(session, candidate.occupations)
    wished = [f"{labels.get(code, '')} ({code})" for code in candidate.occupations]
    shown = await view(session, candidate)
    return ProfileForm(
        occupation=wished[0] if wished else "",
        occupation_2=wished[1] if len(wished) > 1 else "",
        place=await places.text_of(session, candidate.place_code),
        radius_km=candidate.radius_km,
        travel_minutes=candidate.travel_minutes,
        experience_months=candidate.experience_months,
        skills=tuple(candidate.skills),
        skills_no=tuple(candidate.skills_no),
        contracts=tuple(shown.contracts),
        contracts_no=tuple(shown.contracts_no),
        hours=candidate.hours,
        available_from=candidate.available_from,
        languages=tuple(candidate.languages),
        languages_no=tuple(candidate.languages_no),
        licences_yes=tuple(shown.licences_yes),
        licences_no=tuple(shown.licences_no),
        conditions_yes=tuple(shown.conditions_yes),
        conditions_no=tuple(shown.conditions_no),
        preselect=candidate.preselect,
    )
